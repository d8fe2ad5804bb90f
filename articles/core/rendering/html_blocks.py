"""Elements of raw HTML that stand for blocks: which tags of an answer become elements.

What GitHub's sanitiser lets through and is harmless: `<details>`, lists of definitions, figures and
tables. An element is kept where it begins a line, is closed, and stands in its proper parent;
everything else is shown as it was typed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

MAX_DEPTH = 12
MAX_ELEMENTS = 3_000
_MOST_SPANNED = 50

_ANYWHERE = frozenset({"", "details", "dd", "figure"})
# Element -> where it may stand; "" is the answer itself, or an element that holds anything.
_PARENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ["details", "dl", "figure", "table"], frozenset({"", "details", "dd", "figure"})
    ),
    "summary": frozenset({"details"}),
    **dict.fromkeys(["dt", "dd"], frozenset({"dl"})),
    "figcaption": frozenset({"figure"}),
    **dict.fromkeys(["caption", "thead", "tbody", "tfoot"], frozenset({"table"})),
    "tr": frozenset({"table", "thead", "tbody", "tfoot"}),
    **dict.fromkeys(["td", "th"], frozenset({"tr"})),
}
NAMES = frozenset(_PARENTS)
_ROOTS = frozenset(name for name, parents in _PARENTS.items() if "" in parents)
_TAG = re.compile(
    r"<(/?)([A-Za-z]+)"
    r"((?:[ \t\n]+[A-Za-z-]+(?:=(?:\"[^\"<>\n]*\"|'[^'<>\n]*'|[\w%-]+))?)*)[ \t\n]*/?>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([\w%-]+)))?")
# What may stand before a block on its line: indentation, signs of quotes and lists.
_LINE_LEAD = re.compile(r"(?:^|\n)[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*\Z")
_LEAD_CHARACTERS = 60


@dataclass(slots=True)
class _Open:
    """An element that waits for its end: its edit, and those of all that it holds."""

    name: str
    edit: tuple[int, int, str]
    inner: list[tuple[int, int, str]] = field(default_factory=list)


def find_blocks(markdown: str, is_outside: Callable[[int], bool]) -> list[tuple[int, int, str]]:
    """The tags that become elements, as (start, end, tag), in order.

    `is_outside` tells of a position whether it is prose, neither code nor mathematics.

    >>> find_blocks("<details>\\n<summary>a</summary>\\n</details>", lambda position: True)[0]
    (0, 9, '<details>')
    """
    if "</" not in markdown:
        return []
    kept: list[tuple[int, int, str]] = []
    opened: list[_Open] = []
    for match in _TAG.finditer(markdown):
        name = match[2].lower()
        if name not in NAMES or not is_outside(match.start()):
            continue
        if match[1]:
            _close(name, match, opened, kept)
        elif _may_open(name, match, markdown, opened) and len(kept) < MAX_ELEMENTS:
            edit = (match.start(), match.end(), _written(name, match[3]))
            opened.append(_Open(name, edit))
    return sorted(kept)


def _may_open(name: str, match: re.Match[str], markdown: str, opened: list[_Open]) -> bool:
    parent = opened[-1].name if opened else ""
    if len(opened) >= MAX_DEPTH:
        return False
    if name in _ROOTS:
        lead = markdown[max(0, match.start() - _LEAD_CHARACTERS) : match.start()]
        is_at_line = _LINE_LEAD.search(lead) is not None
        # On a line of its own it is a block to Markdown as well; inside of another, wherever.
        return is_at_line or (bool(opened) and parent in _PARENTS[name])
    return parent in _PARENTS[name]


def _close(
    name: str, match: re.Match[str], opened: list[_Open], kept: list[tuple[int, int, str]]
) -> None:
    """Closes the innermost element of the name; what is open inside of it stays text."""
    depth = next((i for i in reversed(range(len(opened))) if opened[i].name == name), None)
    if depth is None:
        return
    element = opened[depth]
    del opened[depth:]
    edits = [element.edit, *element.inner, (match.start(), match.end(), f"</{name}>")]
    holder = opened[-1].inner if opened and name not in _ROOTS else None
    (kept if holder is None else holder).extend(edits)


def _written(name: str, attributes: str) -> str:
    """The tag with the attributes that it may have, in our own words."""
    shown = ""
    for match in _ATTRIBUTE.finditer(attributes):
        attribute = match[1].lower()
        value = match[2] or match[3] or match[4] or ""
        if name == "details" and attribute == "open":
            shown += ' open=""'
        elif name in ("td", "th") and attribute in ("colspan", "rowspan"):
            if value.isascii() and value.isdigit() and 1 < int(value[:6]) <= _MOST_SPANNED:
                shown += f' {attribute}="{int(value)}"'
        elif name in ("td", "th") and attribute == "align" and value.lower() in _ALIGNED:
            shown += f' class="align-{value.lower()}"'
    return f"<{name}{shown}>"


_ALIGNED = frozenset({"left", "center", "right"})
