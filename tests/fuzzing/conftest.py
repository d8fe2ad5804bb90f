"""The budget of a test that tries many inputs, and what was tried, said at the end of a run."""

import pytest

from tests.fuzzing.budget import Budget


@pytest.fixture
def budget(record_property):
    made = Budget(record_property)
    yield made
    made.finish()


def pytest_terminal_summary(terminalreporter):
    lines = []
    for report in terminalreporter.stats.get("passed", ()):
        said = dict(report.user_properties)
        if "tried" in said:
            name = report.nodeid.rpartition("/")[2]
            lines.append(f"{said['tried']:>9,} {said['longest'] * 1000:>6.0f} ms  {name}")
    if lines:
        terminalreporter.section("tried, and the longest of them")
        for line in lines:
            terminalreporter.write_line(line)
