"""What a run of the tests leaves out, said at its end: which kind, how many of it, and why."""

import os
from collections import Counter

import pytest

KINDS = {
    "corpus": "they read the publisher's real files",
    "browser": "they drive headless Chromium",
    "faults": "they kill processes, fill disks and hold locks",
    "long": "each takes a minute of a processor",
}
HOW = {"long": "set FAULTS_LONG"}
WITHOUT_POSTGRESQL = (
    "PostgreSQL: its own, and those of two sessions (set DATABASE_URL to an address of it)"
)
WITHOUT_SPECIFICATIONS = (
    "the examples of Markdown's specifications: 2 tests, for they read development packages (set"
    " NODE_MODULES and MARKO_SOURCE, as .ci/run does)"
)
_left_out = pytest.StashKey[Counter]()


def pytest_configure(config):
    config.stash[_left_out] = Counter()


def pytest_deselected(items):
    for item in items:
        kinds = [kind for kind in KINDS if item.get_closest_marker(kind)]
        if "long" in kinds:
            kinds = ["long"]  # a fault as well, which --all alone does not cause
        item.config.stash[_left_out].update(kinds)


def pytest_sessionfinish(session):
    # In a process of xdist: each has seen every test.
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(session.config.stash[_left_out])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash[_left_out].update(
        {
            kind: number - node.config.stash[_left_out][kind]
            for kind, number in getattr(node, "workeroutput", {}).get("left_out", {}).items()
        }
    )


def pytest_terminal_summary(terminalreporter, config):
    lines = [
        f"{kind}: {number} tests, for {why} ({HOW.get(kind, f'script/test --all, or -m {kind}')})"
        for kind, why in KINDS.items()
        if (number := config.stash[_left_out][kind])
    ]
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        lines.append(WITHOUT_POSTGRESQL)
    if not os.environ.get("MARKO_SOURCE"):
        lines.append(WITHOUT_SPECIFICATIONS)
    skipped = len(terminalreporter.stats.get("skipped", ()))
    if skipped:
        lines.append(f"skipped on this machine: {skipped} tests; their reasons stand above")
    if lines:
        terminalreporter.section("left out")
        for line in lines:
            terminalreporter.line(line)
