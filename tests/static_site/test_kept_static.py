"""Static files of several releases in one folder."""

import json
import os

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def collect(settings, tmp_path):
    """`collect("a", "b")`: this release has the files a.1.css and b.1.css, by these names."""

    def to(*names):
        settings.STATIC_ROOT = root = tmp_path / f"collected-{'-'.join(names)}"
        (root / "css").mkdir(parents=True, exist_ok=True)
        for name in names:
            (root / "css" / f"{name}.1.css").write_text(name)
            (root / "css" / f"{name}.1.css.gz").write_bytes(b"packed")
            (root / "css" / f"{name}.css").write_text("without a digest")
        paths = {f"css/{name}.css": f"css/{name}.1.css" for name in names}
        (root / "staticfiles.json").write_text(json.dumps({"paths": paths}))

    return to


def keep(folder, capsys, *options):
    call_command("keep_static", str(folder), *options)
    # Two within one tick of the file system's clock would have no order.
    for order, file in enumerate(sorted((folder / "releases").iterdir(), key=os.path.getmtime)):
        os.utime(file, (order, order))
    return capsys.readouterr().out.strip()


def served(folder):
    return sorted(file.name for file in (folder / "static" / "css").iterdir())


def test_files_of_the_release_before_stay_and_older_ones_go(collect, tmp_path, capsys):
    folder = tmp_path / "kept"
    collect("first", "common")
    assert keep(folder, capsys, "--releases=2").startswith("4 files added, 0 removed; 1")
    collect("second", "common")
    assert keep(folder, capsys, "--releases=2").startswith("2 files added, 0 removed; 2")
    both = ["common.1.css", "first.1.css", "second.1.css"]
    assert [name for name in served(folder) if name.endswith(".css")] == both
    collect("third", "common")
    assert keep(folder, capsys, "--releases=2").startswith("2 files added, 2 removed; 2")
    assert served(folder) == [
        f"{name}.1.css{twin}" for name in ("common", "second", "third") for twin in ("", ".gz")
    ]
    assert (folder / "static/css/third.1.css").read_text() == "third"


def test_a_release_that_comes_back_is_the_newest(collect, tmp_path, capsys):
    folder = tmp_path / "kept"
    for name in ("first", "second", "first", "third"):
        collect(name)
        keep(folder, capsys, "--releases=2")
    assert served(folder)[::2] == ["first.1.css", "third.1.css"]


def test_nothing_is_kept_of_a_release_that_was_not_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "nowhere"
    with pytest.raises(CommandError, match="collectstatic"):
        call_command("keep_static", str(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()


def test_a_folder_for_one_release_alone_is_refused(collect, tmp_path):
    collect("first")
    with pytest.raises(CommandError, match="two at least"):
        call_command("keep_static", str(tmp_path / "kept"), "--releases=1")
