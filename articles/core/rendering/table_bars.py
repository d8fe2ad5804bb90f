r"""Bars of formulas in table cells: `\|` is an escape of the table there, and no command.

GitHub's specification (GFM 0.29, 4.10) takes the backslash of `\|` off before it reads a cell,
formulas included: `| $P(A\|B)$ |` is P(A|B). Formulas are cut out before Markdown sees a table, so
it is done here. An author who types bare bars in the same table's formulas does not escape them;
there `\|` stays TeX's double bar.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from articles.core.text.markdown_scanner import Kind, Span

# The row under a table's head, behind the signs of a quote or a list.
_DELIMITER_ROW = re.compile(
    r"^[ \t>]*(?:[-*+] |\d+[.)] )?[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$",
    re.MULTILINE,
)
_BLANK_LINE = re.compile(r"^[ \t>]*$", re.MULTILINE)
_BARE_BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")


def formulas_with_escaped_bars(text: str, spans: Sequence[Span]) -> frozenset[int]:
    r"""Where the formulas start whose `\|` is a bar that the table made their author escape."""
    if "\\|" not in text or "-" not in text:
        return frozenset()
    found: set[int] = set()
    formulas = [span for span in spans if span.kind >= Kind.INLINE_MATH]
    starts = [span.start for span in formulas]
    end = -1
    for row in _DELIMITER_ROW.finditer(text):
        # Below the head of a table, such a row is one of its cells.
        if "|" not in row[0] or row.start() < end:
            continue
        head = text.rfind("\n", 0, max(0, row.start() - 1)) + 1
        blank = _BLANK_LINE.search(text, row.end() + 1)
        end = blank.start() if blank else len(text)
        inside = formulas[bisect_right(starts, head - 1) : bisect_right(starts, end)]
        inside = [span for span in inside if "\n" not in text[span.start : span.end]]
        if not any(_BARE_BAR.search(text[span.start : span.end]) for span in inside):
            found.update(span.start for span in inside)
    return frozenset(found)


def unescape_bars(tex: str) -> str:
    r"""`P(A\|B)` -> `P(A|B)`, in a formula of a cell."""
    return tex.replace("\\|", "|")
