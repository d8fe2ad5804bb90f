"""Marks of alerts, as GitHub reads them: `> [!NOTE]` alone on its line, with words below it.

The engine knows titles behind the mark (`> [!NOTE] Title`) and alerts without words, which GitHub
shows as plain quotes, and wants exactly one blank before the mark, which GitHub does not.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from articles.core.text.markdown_scanner import Span

_MARK = re.compile(
    r"^ {0,3}(?:(?:[-*+]|\d{1,9}[.)]) {1,3})?(?:> {0,3})*>(?P<gap> {0,3})"
    r"\[!(?:note|tip|important|warning|caution)\](?P<rest>[^\n]*)"
    r"(?P<words>(?:(?:\n {0,8}>[> \t]*)+[^>\s])?)",
    re.MULTILINE | re.IGNORECASE,
)


def read_alert_marks(markdown: str, spans: Sequence[Span]) -> list[tuple[int, int, str]]:
    r"""The edits (start, end, text) that let the engine see alerts where GitHub does.

    >>> read_alert_marks("> [!NOTE] Title", [])
    [(1, 3, ' \\\\\\\\[')]
    """
    if "[" not in markdown or "[!" not in markdown:
        return []
    starts = [span.start for span in spans]
    edits = []
    for match in _MARK.finditer(markdown):
        start, end = match.span("gap")
        index = bisect_right(starts, end) - 1
        if index >= 0 and end < spans[index].end:
            continue
        if match["rest"].strip() or not match["words"]:
            edits.append((start, end + 1, " \\["))
        elif match["gap"] != " ":
            edits.append((start, end, " "))
    return edits
