"""Exports into temporary folders."""

import pytest
from django.core.management import call_command

from articles.exporter.run import Export
from articles.exporter.selection import Selection


@pytest.fixture
def export(tmp_path):
    """`export(subjects=[…])` writes into `export.folder` (or `target=`) and returns the report."""

    def run(*, target=None, **selection):
        return Export(str(target or run.folder), Selection(**selection)).run()

    run.folder = tmp_path / "export"
    return run


@pytest.fixture
def command(capsys):
    """`command("export_articles", …)` runs a command and returns (stdout, stderr)."""

    def run(*arguments):
        call_command(*map(str, arguments))
        return capsys.readouterr()

    return run


def files_in(folder):
    """{"physics/a.md": bytes} of everything in a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
