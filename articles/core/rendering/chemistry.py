r"""mhchem's `\ce{…}` as plain TeX: the subset that school and university chemistry uses.

The rules follow the manual of the mhchem package (Martin Hensel, CTAN, section 3): a number
after an element or bracket is an index, one before it an amount; a sign right behind a substance
is its charge, one with spaces around it adds; `->`, `<=>` and the like are arrows; `^` and `v`
alone mean gas and precipitate.
"""

import re

from articles.core.tex_groups import closing_brace

_CALL = re.compile(r"\\(?:ce|cee|cf)\s*\{")

_ARROWS = {
    "<=>>": r"\rightleftharpoons",
    "<<=>": r"\rightleftharpoons",
    "<=>": r"\rightleftharpoons",
    "<-->": r"\rightleftarrows",
    "<->": r"\leftrightarrow",
    "->": r"\longrightarrow",
    "<-": r"\longleftarrow",
    "=>": r"\Longrightarrow",
    "→": r"\longrightarrow",
    "⟶": r"\longrightarrow",
    "←": r"\longleftarrow",
    "⇌": r"\rightleftharpoons",
    "↔": r"\leftrightarrow",
}
_BONDS = {"-": "{-}", "=": "{=}", "#": r"{\equiv}"}
# `\bond{…}` (mhchem's manual, section 3.5): signs, or numbers of bonds.
_NAMED_BONDS = {
    **_BONDS,
    **{"1": "{-}", "2": "{=}", "3": r"{\equiv}", "~": r"{\sim}"},
    **dict.fromkeys(["~-", "~=", "~--", "-~-"], r"{\simeq}"),
    **{"...": r"{\cdots}", "....": r"{\cdots\cdot}", "->": r"{\rightarrow}", "<-": r"{\leftarrow}"},
}
# A state of aggregation: `(aq)`, `(g, 1 atm)`; not `(ab)` inside of a substance.
_STATE = r"\((?:aq|s|l|g|cr|vap|conc|dil|sln|sol|lc|vit|am|ads|mon|pol|fl|cd)(?:,[^()]*)?\)"

_TOKEN = re.compile(
    r"(?P<arrow>(?:" + "|".join(map(re.escape, _ARROWS)) + r"))(?:\[([^\]]*)\])?(?:\[([^\]]*)\])?"
    rf"|(?P<state>{_STATE})"
    r"|(?P<bond>\\bond\s*\{[^{}]*\})"
    r"|(?P<script>[_^](?:\{[^{}]*\}|\d+[+-]?|[+-]|[A-Za-z*]))"
    r"|(?P<command>\\[A-Za-z]+(?:\{[^{}]*\})*|\\.)"
    r"|(?P<math>\$[^$]*\$)"
    r"|(?P<gas>(?<!\S)\^(?!\S))|(?P<solid>(?<!\S)v(?!\S))"
    r"|(?P<word>[A-Za-z]+)|(?P<number>(?<![\w)\]}])\d+[./]\d+|\d+)"
    # A charge stands right behind its substance, and nothing of a substance follows it but its
    # state: `OH-(aq)`, where `A-(CH2)` is a bond.
    rf"|(?P<charge>(?<=[\w)\]}}])[+-]+(?:(?={_STATE})|(?![\w(\[+-])))"
    r"|(?P<space>\s+)|(?P<sign>.)",
    re.DOTALL,
)


def expand_chemistry(tex: str) -> str:
    r"""`tex` with every `\ce{…}` written out; one whose brace never closes stays as it is.

    >>> expand_chemistry(r"\ce{2H2O} + x")
    '{2\\,\\mathrm{H}_{2}\\mathrm{O}} + x'
    """
    pieces: list[str] = []
    position = 0
    while call := _CALL.search(tex, position):
        end = closing_brace(tex, call.end())
        if end < 0:
            break
        formula = convert_chemistry(tex[call.end() : end])
        pieces += [tex[position : call.start()], "{", formula, "}"]
        position = end + 1
    pieces.append(tex[position:])
    return "".join(pieces)


def convert_chemistry(formula: str) -> str:
    r"""TeX for what stands inside a `\ce{…}`.

    >>> convert_chemistry("Cu^2+ + 2e- -> Cu(s)")
    '\\mathrm{Cu}^{2+}+2\\,\\mathrm{e}^{-}\\longrightarrow \\mathrm{Cu}\\mathrm{(s)}'
    """
    pieces: list[str] = []
    # Whether a number that follows belongs to what stands before it.
    in_substance = False
    for match in _TOKEN.finditer(formula):
        kind = next(name for name, text in match.groupdict().items() if text is not None)
        token = match[kind]
        if kind == "arrow":
            pieces.append(_arrow(token, match[2], match[3]))
        else:
            pieces.append(_write(kind, token, in_substance=in_substance))
        is_index = kind == "number" and in_substance
        in_substance = is_index or kind in {"word", "script", "command"} or token in {")", "]"}
    return "".join(pieces)


def _write(kind: str, token: str, *, in_substance: bool) -> str:
    """TeX for one token; arrows apart, which carry two texts of their own."""
    if kind == "number":
        return f"_{{{token}}}" if in_substance else f"{token}\\,"
    if kind in {"word", "state"}:
        return f"\\mathrm{{{token}}}"
    if kind == "script":
        inner = token[1:].strip("{}")
        # `^{2-}` is a charge; `_{a}` and `^x` stay letters.
        before = "" if in_substance else "{}"
        return f"{before}{token[0]}{{{inner}}}"
    if kind == "charge":
        return f"^{{{token}}}"
    if kind == "math":
        return f"{{{token[1:-1]}}}"
    if kind == "bond":
        name = token[token.index("{") + 1 : -1].strip()
        return _NAMED_BONDS.get(name, token)
    if kind == "sign":
        if in_substance and token in _BONDS:
            return _BONDS[token]
        return r"\cdot " if token in ".*·•" else token
    return {"gas": r"\uparrow ", "solid": r"\downarrow ", "space": ""}.get(kind, token)


def _arrow(arrow: str, above: str | None, below: str | None) -> str:
    """An arrow with the conditions that mhchem takes in brackets: above, then below."""
    sign = _ARROWS[arrow]
    if above:
        sign = rf"\overset{{{_condition(above)}}}{{{sign}}}"
    if below:
        sign = rf"\underset{{{_condition(below)}}}{{{sign}}}"
    return sign if above or below else f"{sign} "


def _condition(text: str) -> str:
    """`\\Delta` is TeX, `H2O` a formula, "heat" words (mhchem prints each upright)."""
    return text if "\\" in text else convert_chemistry(text)
