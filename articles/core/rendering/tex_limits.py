r"""Limits on TeX before conversion: nesting depth, open brackets and commands.

math-core recurses: `\frac{` 400 deep overflows a stack of one megabyte, which no exception
reports. And it looks ahead for the partner of every bracket: each one that stays open doubles
the time, so that `f(g(f(g(…` with 30 of them takes 37 seconds. The library's deepest formula has
four brackets inside each other and 30 commands; these limits leave it alone.
"""

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

from articles.core.tex_commands import BRACKET_SIZES, SIDES, STYLES

MAX_CHARACTERS = 10_000
MAX_DEPTH = 40
MAX_OPEN_BRACKETS = 10

_TOKEN = re.compile(
    rf"\\(?:{SIDES}|{BRACKET_SIZES})(?![A-Za-z])\s*\\?.|\\[A-Za-z]+|\\.|[{{}}()\[\]]",
    re.DOTALL,
)
# Openers that the walk below does not pair. Each that stays open doubles the time, too.
_OTHER_OPENERS = re.compile(
    r"[⟨⌈⌊⟦⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗❨❪❬❮❰❲❴⌜⌞⎰〈《「『【〔〖〘〚]"
    r"|\\[bB]igg?l?(?![A-Za-z])|\\l(?:Brace|langle|Angle|Bracket|Paren|Vert)(?![A-Za-z])"
)
_SIDE = re.compile(r"\\(left|right)(?![A-Za-z])")
# They take all that follows as their argument, whatever stands there.
_SWITCHES = frozenset("\\" + name for name in ("color", *STYLES.split("|")))
_PLAIN_CONVERTER = LatexToMathML(fancy_error=False)
_OPENING = (
    r"( [ \{ \( \[ \lbrace \langle \lfloor \lceil \lvert \lVert \llbracket \lbrack \lparen"
    r" \lgroup \lmoustache \ulcorner \llcorner"
)
_CLOSING = (
    r") ] \} \) \] \rbrace \rangle \rfloor \rceil \rvert \rVert \rrbracket \rbrack \rparen"
    r" \rgroup \rmoustache \urcorner \lrcorner"
)
_OPENING_BRACKETS = frozenset(_OPENING.split())
_CLOSING_BRACKETS = frozenset(_CLOSING.split())


def is_within_limits(tex: str) -> bool:
    """True if converting `tex` takes neither a deep stack nor exponential time."""
    if len(_OTHER_OPENERS.findall(tex)) > MAX_OPEN_BRACKETS:
        return False
    if len(tex) <= 40:
        return tex.count("(") + tex.count("[") + tex.count("\\") <= MAX_OPEN_BRACKETS or (
            _is_shallow(tex)
        )
    return len(tex) <= MAX_CHARACTERS and _is_shallow(tex)


def _is_shallow(tex: str) -> bool:
    """Walks the groups. A bracket in one group finds no partner in another."""
    groups: list[tuple[bool, int]] = [(False, 0)]  # opened by \left?, brackets open before it
    open_brackets = unbraced = 0
    for match in _TOKEN.finditer(tex):
        token = match[0]
        side = _SIDE.match(token)
        if token in {"{", "\\begin"} or (side and side[1] == "left"):
            groups.append((side is not None, open_brackets))
            # One that no `\right` closes doubles the time as any other open bracket does.
            open_brackets += side is not None
        elif token in {"}", "\\end"} or side:
            is_left, before = groups.pop() if len(groups) > 1 else (False, open_brackets)
            # What one side of a pair opened and another closed counts as open.
            open_brackets = before if is_left == (side is not None) else open_brackets
        elif token in _OPENING_BRACKETS:
            open_brackets += 1
        elif token in _CLOSING_BRACKETS:
            open_brackets = max(open_brackets - 1, groups[-1][1] + groups[-1][0])
        elif len(token) > 2 and _recurses(token, tex[match.end() : match.end() + 1]):
            unbraced += 1
        if len(groups) > MAX_DEPTH or open_brackets > MAX_OPEN_BRACKETS:
            return False
    return unbraced <= MAX_DEPTH


def _recurses(command: str, follows: str) -> bool:
    """True if `command` reads an argument that no brace delimits (`\\sqrt\\sqrt\\sqrt x`)."""
    return command in _SWITCHES or (follows != "{" and _takes_argument(command))


@lru_cache(maxsize=1024)
def _takes_argument(command: str) -> bool:
    """True unless `command` is a whole formula by itself, as `\\alpha` is."""
    try:
        _PLAIN_CONVERTER.convert_with_local_state(command, displaystyle=False)
    except LatexError:
        return True
    return False
