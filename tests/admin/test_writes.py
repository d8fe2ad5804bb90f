"""The desk writes articles through publishing alone: nothing in it saves, updates or deletes."""

import ast
from pathlib import Path

import pytest

ADMIN = Path(__file__).resolve().parents[2] / "articles" / "admin"
# Findings are no content: their one column that an editor changes is changed here.
# A picture is saved into memory.
ALLOWED = {("finding.py", "update"), ("logo_upload.py", "save")}


@pytest.mark.parametrize("path", sorted(ADMIN.rglob("*.py")), ids=lambda path: path.name)
def test_nothing_is_written_past_publishing(path):
    writes = {
        (path.name, node.func.attr)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) != "publishing"
        and (
            node.func.attr in {"save", "update", "delete", "create", "update_or_create", "asave"}
            or node.func.attr.startswith("bulk_")
        )
    }
    assert writes <= ALLOWED
