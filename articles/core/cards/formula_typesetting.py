"""Formulas as runs of text on, above and below the baseline, for one line of a card.

Not a mathematical typesetter: fractions and roots are written as they are typed (`(a+b)/2`,
`√(b)`, by `articles.core.rendering.tex_to_text`), indices and exponents stand where they belong.
"""

import re
from typing import NamedTuple

from articles.core.rendering.chemistry import expand_chemistry
from articles.core.rendering.tex_to_text import to_text
from articles.core.tex_commands import ALPHABETS, FRACTIONS, OPERATOR_NAME, TEXT

# A longer one is no part of a headline: it is shown as its text.
_LONGEST = 400

_SIMPLE_ARGUMENT = re.compile(r"\\[A-Za-z]+\*?(?:\s*\{[^{}]*\})*|\\.|.", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]+\*?|\\.", re.DOTALL)
# Letters are variables, and italic, but for those in the words of a formula.
_LETTERS = re.compile(
    rf"\\(?:{TEXT}|{ALPHABETS}|{OPERATOR_NAME})\s*\{{[^{{}}]*\}}|\\[A-Za-z]+\*?|([A-Za-z])"
)
_TYPED_SCRIPT = re.compile(r"([\^_])(\([^()]*\)|[+−-]?\d+|\S)")
_RELATION = re.compile(r"\s*([=≠≈≡≤≥∝→⟶⟵⟹⇌↔])\s*")
# Between two operands; a sign before one alone keeps to it.
_BINARY = re.compile(r"(?<=[\w)\]′!∞])\s*([+−])\s*(?=[^\s+−])")
_FRACTION = re.compile(rf"\\{FRACTIONS}\s*\{{([^{{}}^_]*)\}}\s*\{{([^{{}}^_]*)\}}")
_PLAIN_OPERAND = re.compile(r"√?[\w∂∞]{1,4}")
_ROOT_OF_ONE = re.compile(r"√\((\w)\)")
# A line may end before the relations of a longer formula, and in one that is a sentence of its
# own before plus and minus as well; else a formula stays whole.
_LONG, _VERY_LONG = 14, 30
_TYPED_POWER = re.compile(r"\^(?:\(([\dn+−]+)\)|([\dn]))")
_RAISED = str.maketrans("0123456789n+−", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁺⁻")
_NBSP = "\xa0"


class Piece(NamedTuple):
    """Text and where it stands: 0 on the line, 1 above it (an exponent), -1 below (an index).

    An exponent right behind an index, or the reverse, stands over it.
    """

    text: str
    shift: int = 0


def formula_pieces(tex: str) -> list[Piece]:
    r"""Return the pieces of a formula in TeX; never raises.

    >>> formula_pieces(r"E = mc^2")
    [Piece(text='𝐸\\xa0=\\xa0𝑚𝑐', shift=0), Piece(text='2', shift=1)]
    >>> formula_pieces(r"\ce{H2O}")
    [Piece(text='H', shift=0), Piece(text='2', shift=-1), Piece(text='O', shift=0)]
    """
    tex = " ".join(tex.split())
    if len(tex) > _LONGEST or "\\begin" in tex:
        return _typed(to_text(tex))
    pieces = _pieces(_LETTERS.sub(_italic, expand_chemistry(tex)))
    length = sum(len(piece.text) for piece in pieces)
    spaced: list[Piece] = []
    for piece in pieces:
        text = piece.text if piece.shift else _spaced(piece.text, length, is_first=not spaced)
        spaced.append(piece._replace(text=text))
    return spaced


def prose_pieces(text: str) -> list[Piece]:
    """Return the pieces of a text in which a power is typed: `O(n^2)`."""
    pieces, position = [], 0
    for match in re.finditer(r"(?<=[\w)])\^(\d+|[a-z](?!\w))", text):
        pieces += [Piece(text[position : match.start()]), Piece(match[1], 1)]
        position = match.end()
    return [piece for piece in (*pieces, Piece(text[position:])) if piece.text]


def _pieces(tex: str) -> list[Piece]:
    """Scan one level of TeX: what stands in a command's braces is that command's."""
    pieces: list[Piece] = []
    base, position = "", 0
    while position < len(tex):
        sign = tex[position]
        if sign in "^_":
            pieces += _typed(_text(base))
            base = ""
            argument, position = _argument(tex, position + 1)
            pieces.append(Piece(_script(argument), 1 if sign == "^" else -1))
        elif sign == "{":
            inner, position = _argument(tex, position)
            pieces += [*_typed(_text(base)), *_pieces(inner)]
            base = ""
        elif fraction := _slanted(tex, position):
            pieces += [*_typed(_text(base)), *fraction[0]]
            base, position = "", fraction[1]
        elif sign == "\\":
            start, position = position, _end_of_command(tex, position)
            base += tex[start:position]
        else:
            base += "′" if sign == "'" else sign
            position += 1
    return [piece for piece in (*pieces, *_typed(_text(base))) if piece.text]


def _argument(tex: str, position: int) -> tuple[str, int]:
    """The group or the token at a position, without its braces, and where it ends."""
    while tex[position : position + 1] == " ":
        position += 1
    if tex[position : position + 1] != "{":
        match = _SIMPLE_ARGUMENT.match(tex, position)
        return (match[0], match.end()) if match else ("", position)
    depth = 0
    for end in range(position, len(tex)):
        depth += {"{": 1, "}": -1}.get(tex[end], 0)
        if depth == 0:
            return tex[position + 1 : end], end + 1
    return tex[position + 1 :], len(tex)


def _end_of_command(tex: str, position: int) -> int:
    """Where a command with its arguments in braces and brackets ends."""
    match = _COMMAND.match(tex, position)
    end = match.end() if match else position + 1
    while match and match[0][1:2].isalpha() and match[0] not in {r"\left", r"\right"}:
        if tex[end : end + 1] == "{":
            _, end = _argument(tex, end)
        elif tex[end : end + 1] == "[" and "]" in tex[end:] and match[0] == r"\sqrt":
            end = tex.index("]", end) + 1
        else:
            break
    return end


def _slanted(tex: str, position: int) -> tuple[list[Piece], int] | None:
    """A fraction of two short operands as it is set in a line: ½; and where it ends."""
    match = _FRACTION.match(tex, position)
    if not match:
        return None
    above, below = _text(match[1]).strip(), _text(match[2]).strip()
    if not (_PLAIN_OPERAND.fullmatch(above) and _PLAIN_OPERAND.fullmatch(below)):
        return None
    return [Piece(above, 1), Piece("⁄"), Piece(below, -1)], match.end()


def _text(tex: str) -> str:
    """A stretch of TeX as text, with a true minus; a blank at either end is kept."""
    if not tex.strip():
        return " " if tex else ""
    text = _ROOT_OF_ONE.sub(r"√\1", to_text(tex)).replace("-", "−")
    return " " * (tex[0] == " ") + text + " " * (tex[-1] == " ")


def _script(tex: str) -> str:
    """An index or exponent, set close; its own exponents are signs of Unicode."""
    text = re.sub(r"\s*([=≤≥+−→])\s*", r"\1", _text(tex))
    return re.sub(
        r"\^(?:\(([\dn+−]+)\)|([\dn]))", lambda m: (m[1] or m[2]).translate(_RAISED), text
    )


def _spaced(text: str, length: int, *, is_first: bool) -> str:
    """A stretch on the line with room around relations and sums, and blanks that hold."""
    text = " ".join(text.split(" "))
    text = _RELATION.sub(r" \1 ", text)
    text = _BINARY.sub(r" \1 ", text)
    if not is_first:
        text = re.sub(r"^\s*([+−])\s*", r" \1 ", text)
    if text.endswith(("+", "−")):
        text += " "
    breaks = "=≠≈≡≤≥∝→⟶⟵⟹⇌↔" * (length > _LONG) + "+−" * (length > _VERY_LONG)
    return re.sub(rf" (?![{breaks}])" if breaks else " ", _NBSP, text)


def _typed(text: str) -> list[Piece]:
    """The pieces of a formula's text: what `to_text` typed of scripts inside of its braces."""
    pieces, position = [], 0
    for match in _TYPED_SCRIPT.finditer(text):
        script = match[2].strip("()") if match[2] not in "()" else match[2]
        shift = 1 if match[1] == "^" else -1
        pieces += [Piece(text[position : match.start()]), Piece(script, shift)]
        position = match.end()
    return [piece for piece in (*pieces, Piece(text[position:])) if piece.text]


def _italic(match: re.Match[str]) -> str:
    """A letter of Unicode's mathematical italic; its small h is Planck's constant."""
    letter = match[1]
    if letter is None:
        return match[0]
    if letter == "h":
        return "ℎ"
    base = 0x1D434 - ord("A") if letter.isupper() else 0x1D44E - ord("a")
    return chr(base + ord(letter))
