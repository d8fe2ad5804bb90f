r"""Operators that a formula makes itself: `\mathop{\rm arg\,max}\limits_{x}`.

In a display their limits stand below and above, as those of `\lim` do (TeXbook, chapter 18), and
inline with `\limits`. math-core's `\mathop` has its scripts at its side always and knows no
`\limits`. Its `\operatorname*` has both, for words alone: so words of digits go through it, and
what was made takes their place afterwards.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from articles.core.tex_groups import read_argument

_DIGITS = "98729"
_MOST = 20
_OPERATOR = re.compile(
    r"\\(?:mathop(?![A-Za-z])|(?P<name>varlimsup|varliminf|varinjlim|varprojlim)(?![A-Za-z]))"
)
_NAMED = {
    "varlimsup": r"\overline{\lim}",
    "varliminf": r"\underline{\lim}",
    "varinjlim": r"\underrightarrow{\lim}",
    "varprojlim": r"\underleftarrow{\lim}",
}
_PLACE = re.compile(rf"<mi>{_DIGITS}(\d\d)</mi>")
_ROOT = re.compile(r"<math[^>]*>(.*)</math>\Z", re.DOTALL)


class MadeOperators(NamedTuple):
    """A formula with words of digits for its own operators, and the TeX of each."""

    tex: str
    bodies: tuple[str, ...]

    def put_back(self, mathml: str, convert: Callable[[str], str | None]) -> str | None:
        """The MathML with the operators in their places; None where one does not convert."""
        shown: list[str] = []
        for body in self.bodies:
            root = _ROOT.match(convert(body) or "")
            if root is None:
                return None
            shown.append(f"<mrow>{root[1]}</mrow>")
        return _PLACE.sub(lambda match: shown[int(match[1])], mathml)


def take_operators(tex: str) -> MadeOperators:
    r"""The outermost operators of a formula taken out; those beyond a limit stay.

    >>> take_operators(r"\mathop{\rm Tr}\limits_A B")
    MadeOperators(tex='\\operatorname*{9872900}\\limits_A B', bodies=('\\rm Tr',))
    """
    if "\\mathop" not in tex and "\\var" not in tex:
        return MadeOperators(tex, ())
    pieces: list[str] = []
    bodies: list[str] = []
    position = 0
    while len(bodies) < _MOST and (match := _OPERATOR.search(tex, position)):
        name = match["name"]
        body, end = _NAMED.get(name or ""), match.end()
        if name is None:
            found = read_argument(tex, end)
            if found is None:
                break
            body, end = found
        pieces += (tex[position : match.start()], f"\\operatorname*{{{_DIGITS}{len(bodies):02}}}")
        bodies.append(body)
        position = end
    pieces.append(tex[position:])
    return MadeOperators("".join(pieces), tuple(bodies))
