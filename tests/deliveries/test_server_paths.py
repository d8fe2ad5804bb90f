"""What lies on the server is listed and marked while somebody else moves it about."""

import os
from pathlib import Path

from articles.deliveries import entries_below
from articles.deliveries.server_paths import fingerprint


def test_what_is_moved_at_this_moment_is_passed(tmp_path, settings, monkeypatch):
    settings.DELIVERIES_DIR = root = tmp_path / "incoming"
    for name in ("kept", "moved"):
        (root / name).mkdir(parents=True)
        (root / name / "a.md").touch()
    walk, scan = os.walk, os.scandir

    class Entries(list):
        def __enter__(self):
            return self

        def __exit__(self, *exception):
            return None

    def scan_and_move(folder):
        with scan(folder) as entries:
            found = Entries(entries)
        for entry in found:
            if entry.name == "moved":
                Path(entry.path).rename(tmp_path / "away")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scan_and_move)
        assert entries_below() == ["kept"]

    def walk_and_move(folder):
        for place, names, files in walk(folder):
            yield place, names, [*files, "gone.md"]

    monkeypatch.setattr(os, "walk", walk_and_move)
    assert fingerprint(str(root / "kept"))
