"""The table of docs/security.md, "OWASP ASVS 5.0, level 2": every requirement stands in it, and
every test that it names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# The last of levels 1 and 2 in each section of V6 and V7, version 5.0.0, which come before those of
# level 3; 6.8 and 7.6 are of single sign-on, and so is 7.1.3.
LAST = {"6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3}
LAST |= {"7.1": 2, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2}
STANDS = re.compile(r"met(, [\d,]+)?|not met|in part")


def rows():
    text = (ROOT / "docs" / "security.md").read_text()
    text = text.partition("### OWASP ASVS 5.0, level 2")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith(("| 6", "| 7"))]
    return [line.strip("| ").split(" | ") for line in lines]


def test_every_requirement_stands_in_the_table():
    asked = {
        f"{section}.{number}" for section, last in LAST.items() for number in range(1, last + 1)
    }
    told = [row[0] for row in rows()]
    told.remove("6.6.1 to 6.6.3")
    assert {*told, "6.6.1", "6.6.2", "6.6.3"} == asked
    assert len(told) == len(set(told))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_row_says_how_it_stands_and_names_tests_that_are_there(row):
    _, _, stands, says = row
    assert STANDS.fullmatch(stands)
    named = re.findall(r"`(tests/[\w/]+\.py)`, `(\w+)`", says)
    assert named or not re.search(r"test_|tests/", says)
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text())
        assert name in {node.name for node in ast.walk(tree) if hasattr(node, "name")}
