"""Tests of the whole cluster, and what they measured, told as a table at the end."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
_rows = pytest.StashKey[list[str]]()
_HEAD = (
    "| fault | edits acknowledged | lost | reads | stale | that failed | slowest, s"
    " | saves at the desk refused, text kept | cut | saves of a program refused |",
    "| --- |" + " --- |" * 9,
)


def pytest_configure(config):
    config.stash[_rows] = []


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def tell(request):
    """`tell(row)`: a line of the table."""
    return request.config.stash[_rows].append


def pytest_terminal_summary(terminalreporter, config):
    if rows := config.stash.get(_rows, []):
        terminalreporter.section("faults of a cluster")
        for line in (*_HEAD, *rows):
            terminalreporter.line(line)
