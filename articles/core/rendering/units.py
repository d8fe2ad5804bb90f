r"""siunitx's numbers and quantities as plain TeX: `\num`, `\unit`, `\qty`, `\ang`, ranges, lists.

The rules follow the manual of siunitx, version 3 (Joseph Wright, CTAN), with its defaults: `e`
becomes "× 10", powers are written with exponents (`\per\second` is s⁻¹), digits stand in groups of
three from five digits on. The older names `\SI` and `\si` mean `\qty` and `\unit`.

`\qty(…)` and `\qty` with one group are the physics package's (physics_package.py).
"""

import re

from articles.core.rendering.unit_names import ABBREVIATIONS, PREFIXES, SYMBOLS, UNITS
from articles.core.tex_groups import read_groups, read_option, rewrite_commands

_COMMAND = re.compile(
    r"\\(numrange|numlist|numproduct|num|unit|si|SIrange|SIlist|SI|qtyrange|qtylist|qtyproduct|qty"
    r"|complexnum|ang)(?![A-Za-z])\*?"
)
_ARGUMENTS = {
    **dict.fromkeys(["num", "unit", "si", "numlist", "numproduct", "complexnum", "ang"], 1),
    **dict.fromkeys(["numrange", "qty", "SI", "qtylist", "SIlist", "qtyproduct"], 2),
    **dict.fromkeys(["qtyrange", "SIrange"], 3),
}
_NUMBER = re.compile(
    r"(?P<relation><=|>=|<<|>>|<|>|\\le\b|\\ge\b|\\approx\b|\\sim\b|~)?\s*(?P<sign>\+-|[+\-−±]|\\pm\b)?"
    r"\s*(?P<whole>\d[\d\s]*)?(?:[.,](?P<part>\d[\d\s]*)?)?\s*(?P<doubt>\(\d+(?:[.,]\d+)?\))?"
    r"\s*(?:(?:\+-|±|\\pm)\s*(?P<error>[\d.,]+))?"
    r"\s*(?:[eEdD](?P<exponent>[+\-−]?\d+))?"
)
_TIMES = re.compile(r"\s*(?:x|×|\\times)\s*")
_TEX_RELATIONS = {"<=": r"\le ", ">=": r"\ge ", "<<": r"\ll ", ">>": r"\gg ", "~": r"\sim "}
_UNIT_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)|(?P<power>\^(?:\{[^{}]*\}|-?\w))|(?P<index>_(?:\{[^{}]*\}|\w))"
    r"|(?P<product>[.~·*]|\\[,;: ])|(?P<slash>/)|(?P<letters>[A-Za-z]+|[%°µμΩΩÅ€])|(?P<other>\S)"
    r"|(?P<space>\s+)"
)
_POWERS_BEFORE = {"square": "2", "cubic": "3"}
_POWERS_BEHIND = {"squared": "2", "cubed": "3"}
_GROUPED_FROM = 5


def expand_units(tex: str) -> str:
    r"""`tex` with siunitx's commands written out; what is no number or unit is left as it is.

    >>> expand_units(r"\qty{5}{\metre\per\second}")
    '{5\\,\\mathrm{m}\\,\\mathrm{s}^{-1}}'
    """
    if not _COMMAND.search(tex):
        return tex
    return rewrite_commands(tex, _COMMAND, _rewrite)


def _rewrite(match: re.Match[str], tex: str) -> tuple[str, int] | None:
    name = match[1]
    option, position = read_option(tex, match.end())
    found = read_groups(tex, position, _ARGUMENTS[name])
    if found is None:
        return None
    arguments, end = found
    if name == "unit" and option and "=" not in option:
        # The older package units: `\unit[5]{kg}` is a quantity, its option no setting.
        return "{" + quantity(option, *arguments) + "}", end
    # Behind a number a unit needs the room that siunitx leaves to whoever types it.
    gap = "\\," if name in ("unit", "si") and tex[: match.start()].rstrip()[-1:].isdigit() else ""
    return gap + "{" + _WRITERS[name](*arguments) + "}", end


def number(text: str) -> str:
    r"""A number as siunitx prints it; any other text as it stands.

    >>> number("-1.5e-3")
    '-1.5\\times 10^{-3}'
    """
    factors = _TIMES.split(text.strip())
    return r"\times ".join(_factor(factor) for factor in factors)


def _factor(text: str) -> str:
    match = _NUMBER.fullmatch(text)
    if not match or not text:
        return text
    whole, part = _digits(match["whole"]), _digits(match["part"])
    has_digits = bool(whole or part)
    if not has_digits and match["exponent"] is None:
        return text
    mantissa = ""
    if has_digits:
        mantissa = _grouped(whole or "0") + (f".{_grouped(part, is_part=True)}" if part else "")
        mantissa += match["doubt"] or ""
        if match["error"]:
            mantissa += rf"\pm {match['error'].replace(',', '.')}"
            mantissa = f"({mantissa})" if match["exponent"] else mantissa
    relation = match["relation"] or ""
    sign = {"+-": r"\pm ", "±": r"\pm ", "−": "-"}.get(match["sign"], match["sign"] or "")
    power = "" if match["exponent"] is None else f"10^{{{match['exponent'].replace('−', '-')}}}"
    factors = [factor for factor in (mantissa, power) if factor]
    return _TEX_RELATIONS.get(relation, relation) + sign + r"\times ".join(factors)


def _digits(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def _grouped(digits: str, *, is_part: bool = False) -> str:
    r"""Groups of three with a thin space: `12\,345`; four digits stay together."""
    if len(digits) < _GROUPED_FROM:
        return digits
    if is_part:
        return r"\,".join(digits[start : start + 3] for start in range(0, len(digits), 3))
    first = len(digits) % 3 or 3
    return r"\,".join([digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))])


def unit(text: str) -> str:
    r"""A unit as TeX, given by names (`\metre\per\second`) or by symbols (`m/s^2`, `kg.m`).

    >>> unit("kg.m/s^2")
    '\\mathrm{kg}\\,\\mathrm{m}/\\mathrm{s}^{2}'
    """
    writer = _UnitWriter()
    position = 0
    while match := _UNIT_TOKEN.match(text, position):
        position = match.end()
        if match["name"] in {"tothe", "raiseto", "of", "per", "qualifier"}:
            position = writer.take_named(match["name"], text, position)
        else:
            writer.take(match)
    return writer.finish()


class _UnitWriter:
    """The factors of one unit, as they are read from left to right."""

    def __init__(self) -> None:
        self.factors: list[str] = []
        self.joints: list[str] = []
        self.prefix = ""
        self.power = ""
        self.is_divided = False
        self.joint = ""

    def take_named(self, name: str, text: str, position: int) -> int:
        """`\\per` and the commands with an argument; returns where reading goes on."""
        if name == "per":
            self.is_divided = True
            return position
        found = read_groups(text, position, 1)
        argument, end = (found[0][0], found[1]) if found else ("", position)
        if name == "raiseto":
            self.power = argument
        elif name == "tothe":
            self._raise_last(argument)
        elif self.factors:
            self.factors[-1] += f"_{{\\mathrm{{{argument}}}}}"
        return end

    def take(self, match: re.Match[str]) -> None:
        name = match["name"]
        if name in PREFIXES and name not in UNITS:
            self.prefix += PREFIXES[name]
        elif name in _POWERS_BEFORE:
            self.power = _POWERS_BEFORE[name]
        elif name in _POWERS_BEHIND:
            self._raise_last(_POWERS_BEHIND[name])
        elif name:
            self._add(UNITS.get(name) or ABBREVIATIONS.get(name) or f"\\{name} ")
        elif match["power"]:
            self._raise_last(match["power"][1:].strip("{}"))
        elif match["index"] and self.factors:
            self.factors[-1] += f"_{{\\mathrm{{{match['index'][1:].strip('{}')}}}}}"
        elif match["slash"]:
            self.joint = "/"
        elif match["product"]:
            self.joint = self.joint or "\\,"
        elif match["letters"]:
            self._add(SYMBOLS.get(match["letters"]) or match["letters"].replace("%", r"\%"))
        elif match["other"]:
            self._add_bare(match["other"])

    def _add(self, symbol: str) -> None:
        shown = self.prefix + symbol
        # What is TeX itself stands alone: `{}^{\circ}` in `\mathrm` would lose its place.
        factor = shown if shown.startswith("{}") else f"\\mathrm{{{shown.strip()}}}"
        is_attached = bool(self.factors) and self.factors[-1] in SYMBOLS.values()
        self.joints.append("" if is_attached else self.joint or ("\\," if self.factors else ""))
        self.factors.append(factor)
        self.prefix = self.joint = ""
        power, self.power = self.power, ""
        if self.is_divided:
            self.is_divided = False
            power = f"-{power or 1}"
        if power:
            self.factors[-1] += f"^{{{power}}}"

    def _add_bare(self, sign: str) -> None:
        self.joints.append(self.joint)
        self.factors.append(sign)
        self.joint = ""

    def _raise_last(self, power: str) -> None:
        if not self.factors:
            return
        last = self.factors[-1]
        if last.endswith("^{-1}"):
            self.factors[-1] = f"{last[: -len('1}')]}{power}}}"
        else:
            self.factors[-1] = f"{last}^{{{power}}}"

    def finish(self) -> str:
        return "".join(
            joint + factor for joint, factor in zip(self.joints, self.factors, strict=True)
        )


def quantity(value: str, units: str) -> str:
    """A number and its unit; degrees, minutes and seconds of an angle stand close."""
    shown = unit(units)
    is_close = re.fullmatch(r"\{\}(?:\^\{\\circ\}|'{1,2})", shown)
    return number(value) + ("" if is_close or not shown else "\\,") + shown


def _angle(text: str) -> str:
    parts = [part.strip() for part in text.split(";")]
    if len(parts) > len(_ANGLE_SIGNS):
        return text
    return "".join(number(p) + sign for p, sign in zip(parts, _ANGLE_SIGNS, strict=False) if p)


_ANGLE_SIGNS = (r"^{\circ}", "'", "''")


def _listed(shown: list[str]) -> str:
    if len(shown) < 2:
        return "".join(shown)
    return r"\text{, }".join(shown[:-1]) + r"\text{ and }" + shown[-1]


def _quantity_product(values: str, units: str) -> str:
    factors = [quantity(value, units) for value in _TIMES.split(values)]
    return r"\times ".join(factors)


def _imaginary(text: str) -> str:
    return re.sub(r"([ij])\Z", r"\\mathrm{\1}", text.strip())


_WRITERS = {
    "num": number,
    "unit": unit,
    "si": unit,
    "qty": quantity,
    "SI": quantity,
    "ang": _angle,
    "complexnum": _imaginary,
    "numrange": lambda low, high: number(low) + r"\text{ to }" + number(high),
    "numlist": lambda values: _listed([number(value) for value in values.split(";")]),
    "numproduct": number,
    "qtylist": lambda values, units: _listed([quantity(v, units) for v in values.split(";")]),
    "SIlist": lambda values, units: _listed([quantity(v, units) for v in values.split(";")]),
    "qtyproduct": _quantity_product,
    "qtyrange": lambda low, high, u: quantity(low, u) + r"\text{ to }" + quantity(high, u),
    "SIrange": lambda low, high, u: quantity(low, u) + r"\text{ to }" + quantity(high, u),
}
