"""Body of a file: where the text of it stands, and whether there is any.

The library's files have `&nbsp;` below their front matter, a placeholder that holds nothing
(docs/corpus.md, "One file"). In a text it is a no-break space, which belongs to it.
"""

import re
from typing import NamedTuple

_PLACEHOLDER = re.compile(r"(?:\s|&(?:nbsp|NonBreakingSpace|#160|#[xX]0*[aA]0);)*")


# The body of all real files, tried first.
_NOTHING = ("", "&nbsp;")


class Span(NamedTuple):
    """`body[start:end]`; equal where the body holds no text."""

    start: int
    end: int


def text_span(body: str) -> Span:
    r"""Where the text of a body stands: from its first line to its last sign.

    Lines of nothing but blanks and placeholders around it are none of it. The indentation of the
    first line is: without it an indented listing would become a paragraph.

    >>> body = "\n&nbsp;\n    x = 5&nbsp;km\n\n"
    >>> body[slice(*text_span(body))]
    '    x = 5&nbsp;km'
    """
    if body.strip() in _NOTHING:
        return Span(0, 0)
    lines = body.split("\n")
    first, last = 0, len(lines)
    while first < last and _PLACEHOLDER.fullmatch(lines[first]):
        first += 1
    while first < last and _PLACEHOLDER.fullmatch(lines[last - 1]):
        last -= 1
    start = sum(len(line) + 1 for line in lines[:first])
    if first == last:
        return Span(0, 0)
    end = start + sum(len(line) + 1 for line in lines[first:last]) - 1
    return Span(start, start + len(body[start:end].rstrip()))
