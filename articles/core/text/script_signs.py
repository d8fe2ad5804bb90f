"""Superscripts and subscripts as signs of Unicode, where it has them: `x^2` as x², `R_x` as Rₓ.

The plain text of formulas is shown in excerpts, snippets, descriptions and titles, where no markup
can raise a sign. Unicode has digits, + − = ( ) and most small letters (Unicode 15.0, "Superscripts
and Subscripts", "Phonetic Extensions"); what holds anything else stays as it is typed, `e^(-x²)`.
"""

import re

_RAISED = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzTβγδθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵝᵞᵟᶿᵠᵡ",
        strict=True,
    )
)
_LOWERED = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_TABLES = {"^": _RAISED, "_": _LOWERED}
# One sign, or several in brackets: as `articles.core.rendering.tex_to_text` writes scripts.
_SCRIPT = re.compile(r" ?([\^_])(?:\((\([^()^_]{1,10}\)|[^()^_]{1,12})\)|([^\W_]|[+\-−]))")
# In prose only what is plainly mathematics: a letter, a number or a bracket, raised to a number, a
# letter or a simple sum: `O(n^2)`, `10^-19`, `(x + q)^n`, `[H^+]`; and a letter with a number.
_TYPED = re.compile(
    r"(?<![\w^_.\\])((?:\d*[A-Za-z]{1,2}|\d+)|(?<=[)\]]))"
    r"\^(?:\(([-−+\w ]{1,8})\)|\{([-−+\w ]{1,8})\}|([-−+]?\d{1,4}|[a-z]|[+\-−](?=[\])\s,.;]|\Z)))"
    r"(?![\w^_({])"
)
_TYPED_SIGNS = {sign: typed for table in (_LOWERED, _RAISED) for typed, sign in table.items()}
_LOWERED_DIGITS = set("₀₁₂₃₄₅₆₇₈₉")
_DIGITS = re.compile(f"[{''.join(_LOWERED_DIGITS)}]+")
_RAISED_RUN = "".join(set(_RAISED.values()))
_LOWERED_RUN = "".join(set(_LOWERED.values()) - _LOWERED_DIGITS)
_SIGNS = re.compile(f"[{_RAISED_RUN}]+|[{_LOWERED_RUN}]+")


def set_scripts(text: str) -> str:
    """Return a formula's plain text with its scripts as signs, where all of a script has some.

    >>> set_scripts("R_x^2 + a_(n+1) = e^(-x^2) + e^q")
    'Rₓ² + aₙ₊₁ = e^(-x²) + e^q'
    """
    if "^" not in text and "_" not in text:
        return text
    return _SCRIPT.sub(_signs, text)


def set_typed_scripts(text: str) -> str:
    """Return prose in which powers that somebody typed are signs.

    >>> set_typed_scripts("O(n^2), 6.02 x 10^23 and (x + q)^n, but snake_case and ^_^")
    'O(n²), 6.02 x 10²³ and (x + q)ⁿ, but snake_case and ^_^'
    """
    return _TYPED.sub(_typed_signs, text) if "^" in text else text


def as_words(text: str) -> str:
    """Return the text with its raised and lowered signs as they are searched: "x²" as "x 2", which
    "x^2" is as well, and "H₂O" as "H2O"."""
    return _SIGNS.sub(lambda match: f" {_typed(match[0])}", _DIGITS.sub(_as_digits, text))


def _as_digits(match: re.Match[str]) -> str:
    return _typed(match[0])


def _typed(signs: str) -> str:
    return "".join(map(_TYPED_SIGNS.__getitem__, signs))


def _signs(match: re.Match[str]) -> str:
    return _written(match[1], match[2] or match[3]) or match[0]


def _typed_signs(match: re.Match[str]) -> str:
    raised = _written("^", match[2] or match[3] or match[4])
    return f"{match[1]}{raised}" if raised else match[0]


def _written(kind: str, script: str) -> str:
    """The script in signs, "" where one has none."""
    table = _TABLES[kind]
    signs = [table.get(sign, "") for sign in script.replace(" ", "")]
    return "".join(signs) if all(signs) else ""
