r"""Arguments of TeX commands, found by counting braces.

Regular expressions read arguments to a fixed depth only: `\frac{{a}}{b}` and `\text{if \(x>0\)}`
need a count. Escaped braces (`\{`) are characters and count as none.
"""

import re
from collections.abc import Callable

_OPEN_OR_CLOSED = re.compile(r"[{}()\[\]]")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[^\s{}\\]", re.DOTALL)
_BLANKS = re.compile(r"\s*")
_BRACKET = re.compile(r"\\.|[{}\]]", re.DOTALL)

# What a rewriter gets: the match of the command's name, and the whole text. What it returns: the
# replacement and where the rest begins, or None to leave the command alone.
Rewriter = Callable[[re.Match[str], str], tuple[str, int] | None]


# Whoever rewrites commands within the arguments of others calls itself once for each level.
DEEPEST = 60


def is_too_deep(tex: str) -> bool:
    """True if brackets of any kind are open inside of each other beyond `DEEPEST`."""
    if tex.count("{") + tex.count("(") + tex.count("[") <= DEEPEST:
        return False
    depth = 0
    for sign in _OPEN_OR_CLOSED.findall(tex):
        depth = depth + 1 if sign in "{([" else max(0, depth - 1)
        if depth > DEEPEST:
            return True
    return False


def closing_brace(tex: str, start: int) -> int:
    """Where the group that was opened just before `start` closes, -1 if it does not.

    >>> closing_brace("{a{b}}", 1)
    5
    """
    depth = 1
    for match in _BRACE.finditer(tex, start):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.start()
    return -1


def read_group(tex: str, position: int) -> tuple[str, int] | None:
    """The group in braces at `position`, without its braces, and where it ends; None where there
    is none or it never closes. Blanks before it are passed over, as TeX does."""
    start = _BLANKS.match(tex, position).end()
    if not tex.startswith("{", start):
        return None
    end = closing_brace(tex, start + 1)
    return (tex[start + 1 : end], end + 1) if end >= 0 else None


def read_groups(tex: str, position: int, count: int) -> tuple[list[str], int] | None:
    """`count` groups in a row from `position` on, and where the last ends; None for fewer."""
    groups: list[str] = []
    for _ in range(count):
        found = read_group(tex, position)
        if found is None:
            return None
        groups.append(found[0])
        position = found[1]
    return groups, position


def read_argument(tex: str, position: int) -> tuple[str, int] | None:
    r"""The argument at `position` as TeX takes it, a group or one token, and where it ends.

    >>> read_argument(r"\frac12", 5)
    ('1', 6)
    """
    start = _BLANKS.match(tex, position).end()
    if tex.startswith("{", start):
        return read_group(tex, start)
    token = _TOKEN.match(tex, start)
    return (token[0], token.end()) if token else None


def read_option(tex: str, position: int) -> tuple[str | None, int]:
    """The argument in square brackets at `position`, or None, and where reading goes on."""
    start = _BLANKS.match(tex, position).end()
    if not tex.startswith("[", start):
        return None, position
    depth = 0
    for match in _BRACKET.finditer(tex, start + 1):
        if match[0] == "]" and depth == 0:
            return tex[start + 1 : match.start()], match.end()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    return None, position


def rewrite_commands(tex: str, command: re.Pattern[str], rewrite: Rewriter) -> str:
    """`tex` with what `rewrite` makes of each command that `command` finds, from left to right.

    A replacement is not searched again: who wants nested commands rewritten does so in `rewrite`.
    """
    pieces: list[str] = []
    position = searched = 0
    while match := command.search(tex, searched):
        found = rewrite(match, tex)
        if found is None:
            searched = match.end()
            continue
        pieces += (tex[position : match.start()], found[0])
        position = searched = found[1]
    pieces.append(tex[position:])
    return "".join(pieces)
