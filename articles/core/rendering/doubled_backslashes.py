r"""Detection of commands with two backslashes, as chat exporters and some editors write them.

TeX reads `\\frac` as a row's end and four letters, and so does every converter: the formula says
something else without a word. It is reported, not repaired: a row may begin with letters.
"""

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

# Exactly two: `\\\alpha` is a row's end and a command.
_DOUBLED = re.compile(r"(?<!\\)\\\\(?:([A-Za-z]{2,})|[_%#{}])")
_ESCAPED = re.compile(r"(?<!\\)\\\\([{}])")
_CONVERTER = LatexToMathML(fancy_error=False)


def find_doubled(tex: str, known: frozenset[str]) -> str:
    r"""The first doubled command of a formula, "" where there is none.

    `known` holds the names of commands that the converter itself does not know.

    >>> find_doubled(r"\\frac{a}{b}", frozenset())
    '\\\\frac'
    """
    if "\\\\" not in tex:
        return ""
    for match in _DOUBLED.finditer(tex):
        name = match[1]
        if name is None:
            # A brace may begin a group in a row of its own: `\\{a}`.
            if match[0][-1] not in "{}" or "\\begin" not in tex:
                return match[0]
        elif name in known or _is_command(name):
            return match[0]
    return ""


def unescape_braces(tex: str) -> str:
    r"""`\\{1,2\\}` -> `\{1,2\}`, as Jekyll and GitHub take it."""
    return _ESCAPED.sub(r"\\\1", tex)


@lru_cache(maxsize=1024)
def _is_command(name: str) -> bool:
    try:
        _CONVERTER.convert_with_local_state(f"\\{name}", displaystyle=False)
    except LatexError as error:
        return "Unknown command" not in str(error)
    return True
