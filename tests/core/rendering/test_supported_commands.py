"""docs/format.md lists the commands that convert, as they do."""

import runpy
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "script" / "formulas"


def test_the_document_lists_what_converts():
    """`script/formulas` writes it anew."""
    script = runpy.run_path(str(SCRIPT))
    assert script["document"]() == script["DOCUMENT"].read_text("utf-8")
