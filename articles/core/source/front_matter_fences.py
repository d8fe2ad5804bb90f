"""Lines that begin and end a front matter, and what stands there in their place.

A person who writes one by hand gets a line wrong: `----`, `--`, a dash of typography. Whoever reads
of it should be sent to that line.
"""

import re
from typing import NamedTuple

FENCE = "---"
_DOTS = "..."
# A line that was meant to be the fence.
_MEANT = re.compile(
    r"[ \t]*(?:[-\u2010-\u2015\u2212](?:[ \t]*[-\u2010-\u2015\u2212])*|\.\.\.|\+\+\+)\s*"
)
# Inside the text of a field these are ordinary; only a line that is no field's can be meant.
_NEAR_END = re.compile(
    r"^(?:[ \t]*(?:-{2}|-{4,}|(?:- )+-|[\u2010-\u2015\u2212]+-*)|[ \t]+---|\.\.\.|\+\+\+"
    r"|---(?:[ \t]+#[^\n]*|[\u200b-\u200f\u2060\ufeff]+|[.,;:_~*=]+))[ \t]*$",
    re.MULTILINE,
)
# Of a line, in a message.
_MOST_QUOTED = 80


class End(NamedTuple):
    """Where the closing line begins, and where the body does, behind it."""

    start: int
    body: int


def end_of(text: str, start: int) -> End | None:
    """The line `---` that ends a front matter whose first line begins at `start`; where there is
    none, a line `...`, YAML's end of a document (1.2.2, 9.1.2), which Jekyll and pandoc take."""
    # The newline before is part of the search, so that empty front matter ends too.
    search = max(0, start - 1)
    while (newline := text.find("\n---", search)) >= 0:
        line_end = text.find("\n", newline + 1)
        line_end = line_end if line_end >= 0 else len(text)
        if text[newline + 1 : line_end].rstrip() == FENCE:
            return End(newline + 1, line_end + 1)
        search = newline + 1
    near = _NEAR_END.search(text, start)
    return End(near.start(), near.end() + 1) if near and near[0].rstrip() == _DOTS else None


def why_no_end(text: str) -> tuple[str, int]:
    """Why a front matter does not end, and the line of the text (from 0) to be changed: the one
    that was meant to be its end, else the first (0)."""
    near = _NEAR_END.search(text)
    if near is None:
        return "has front matter that does not end with a line “---”", 0
    meant = near[0].strip()[:_MOST_QUOTED]
    reason = f"lacks the closing “---” of its front matter: the line is “{meant}”"
    return reason, text.count("\n", 0, near.start())


def why_no_start(opening: str, text: str) -> str:
    """Why a text has no front matter, by its first line that is not blank."""
    if not opening.strip():
        return "is empty"
    if _MEANT.fullmatch(opening) and opening.strip() != FENCE:
        is_now = opening.strip()[:_MOST_QUOTED]
        return f"has no front matter: its first line must be “---” and is “{is_now}”"
    return "has no front matter"
