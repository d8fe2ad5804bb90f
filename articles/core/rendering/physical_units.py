r"""mhchem's `\pu{…}`, a number with its unit, as plain TeX.

The rules follow mhchem's manual, "Physical units": powers stand behind their unit (`mol-1`, `m^2`),
`e` is a power of ten with a point, `E` one with a cross, `/` stays, `//` becomes a fraction.
"""

import re

from articles.core.rendering.unit_names import ABBREVIATIONS, SYMBOLS, UNITS
from articles.core.tex_groups import closing_brace

_PU = re.compile(r"\\pu(?![A-Za-z])\s*\{")
_PU_NUMBER = re.compile(
    r"\s*(?P<sign>\+-|[+\-±])?\s*(?P<digits>\d[\d.,\s]*\d|\d)?"
    r"(?P<doubt>\(\d+(?:[.,]\d+)?\))?(?:(?P<e>[eE])(?P<exponent>[+-]?\d+|\{[+-]?\d+\}))?"
    r"(?P<fraction>/\d+(?=\s|\Z))?\s*"
)
_PU_UNIT = re.compile(
    r"(?P<letters>[A-Za-zµμΩΩÅ€]+|\\[A-Za-z]+)(?:\^?(?P<power>\{[^{}]*\}|[+-]?\d+))?"
    r"|(?P<degrees>°[CFK]?|\\degree|\^\\circ)|(?P<percent>\\?%)|(?P<slashes>//?)|(?P<dot>[.*·~]|\\cdot)"
    r"|(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<other>.)",
    re.DOTALL,
)


def expand_pu(tex: str) -> str:
    r"""`tex` with mhchem's `\pu{…}` written out (mhchem's manual, "Physical units").

    >>> expand_pu(r"\pu{8.314 J mol-1}")
    '{8.314\\,\\mathrm{J}\\,\\mathrm{mol}^{-1}}'
    """
    pieces: list[str] = []
    position = 0
    while call := _PU.search(tex, position):
        end = closing_brace(tex, call.end())
        if end < 0:
            break
        pieces += [tex[position : call.start()], "{", _physical(tex[call.end() : end]), "}"]
        position = end + 1
    pieces.append(tex[position:])
    return "".join(pieces)


def _physical(text: str) -> str:
    match = _PU_NUMBER.match(text)
    sign = {"+-": r"\pm ", "±": r"\pm "}.get(match["sign"], match["sign"] or "")
    shown = sign + (match["digits"] or "").strip().replace(" ", r"\,") + (match["doubt"] or "")
    if match["e"]:
        # mhchem: a small e is a point, a capital one a cross.
        times = (r"\cdot " if match["e"] == "e" else r"\times ") if match["digits"] else ""
        shown += f"{times}10^{{{match['exponent'].strip('{}')}}}"
    shown += match["fraction"] or ""
    units = text[match.end() :]
    if "//" in units:
        above, below = units.split("//", 1)
        fraction = rf"\frac{{{_pu_units(above)}}}{{{_pu_units(below)}}}"
        return shown + ("\\," if shown else "") + fraction
    rest = _pu_units(units)
    is_close = rest.startswith(("{}^{\\circ}", r"\%")) and not text[: match.end()].endswith(" ")
    return shown + ("\\," if shown and rest and not is_close else "") + rest


def _pu_units(text: str) -> str:
    pieces: list[str] = []
    joint = ""
    for match in _PU_UNIT.finditer(text.strip()):
        if match["space"]:
            joint = joint or "\\,"
            continue
        if match["slashes"] or match["dot"]:
            joint = "/" if match["slashes"] else r"\cdot "
            continue
        if match["letters"]:
            name = match["letters"]
            known = (UNITS | ABBREVIATIONS).get(name[1:], name) if name[0] == "\\" else name
            shown = f"\\mathrm{{{''.join(SYMBOLS.get(c, c) for c in known).strip()}}}"
            if match["power"]:
                shown += f"^{{{match['power'].strip('{}')}}}"
        elif match["degrees"]:
            letter = match["degrees"][1:] if match["degrees"][0] == "°" else ""
            shown = r"{}^{\circ}" + (f"\\mathrm{{{letter}}}" if letter else "")
        else:
            shown = r"\%" if match["percent"] else match[0]
        pieces.append((joint if pieces or joint == "/" else "") + shown)
        joint = ""
    return "".join(pieces)
