r"""Commands of the physics package as plain TeX: derivatives, brackets that grow, vectors.

The rules follow the manual of the package (Sergio C. de la Barrera, CTAN, section 2): `\dv{x}` is
the operator d/dx and `\dv{f}{x}` the derivative; `\qty(…)` and its kind take the bracket that
follows; a star or a size (`\abs*`, `\norm\big`) says how a bracket grows.
"""

import re

from articles.core.tex_groups import read_argument, read_group, read_option, rewrite_commands

_COMMAND = re.compile(
    r"\\(dv|derivative|pdv|pderivative|partialderivative|fdv|fderivative|functionalderivative"
    r"|dd|differential|qty|quantity|pqty|bqty|Bqty|vqty|abs|absolutevalue|norm|eval|evaluated"
    r"|comm|commutator|acomm|anticommutator|ketbra|dyad|outerproduct|ev|expval|expectationvalue"
    r"|mel|matrixel|matrixelement|vb|va|vu|vectorbold|vectorarrow|vectorunit|order)(?![A-Za-z])"
    r"(\*?)(?:\\(?:[bB]igg?)(?![A-Za-z]))?"
)
_DIFFERENTIALS = {"dv": r"\mathrm{d}", "pdv": r"\partial ", "fdv": r"\delta "}
_DIFFERENTIALS |= {"derivative": r"\mathrm{d}", "fderivative": r"\delta "}
_DIFFERENTIALS |= dict.fromkeys(["pderivative", "partialderivative"], r"\partial ")
_DIFFERENTIALS["functionalderivative"] = r"\delta "
_BRACKETS = {"(": ("(", ")"), "[": ("[", "]"), "{": (r"\{", r"\}"), "|": ("|", "|")}
_GROUP_BRACKETS = {"qty": "{", "quantity": "{", "pqty": "(", "bqty": "[", "Bqty": "{", "vqty": "|"}
_CLOSERS = {"(": ")", "[": "]"}
# A replacement and where it ends, or None: as articles.core.tex_groups.Rewriter returns it.
_Rewritten = tuple[str, int] | None
_BRACKET = re.compile(r"\\.|[()\[\]{}|]", re.DOTALL)


def expand_physics(tex: str) -> str:
    r"""`tex` with the commands of the physics package written out.

    >>> expand_physics(r"\dv{x} f(x)")
    '\\frac{\\mathrm{d}}{\\mathrm{d}x} f(x)'
    """
    return rewrite_commands(tex, _COMMAND, _rewrite)


def _rewrite(match: re.Match[str], tex: str) -> _Rewritten:
    name, position = match[1], match.end()
    if name in _DIFFERENTIALS:
        return _derivative(_DIFFERENTIALS[name], tex, position, is_flat=bool(match[2]))
    if name in ("dd", "differential"):
        return _differential(tex, position)
    if name in _GROUP_BRACKETS:
        return _quantity(name, tex, position)
    if name in ("abs", "absolutevalue", "norm"):
        sign = "V" if name == "norm" else "v"
        return _enclosed(match, tex, sign)
    if name in ("eval", "evaluated"):
        found = read_group(tex, position)
        return found and (rf"\left.{expand_physics(found[0])}\right|", found[1])
    if name in ("comm", "commutator", "acomm", "anticommutator"):
        opening, closing = (r"\{", r"\}") if name.startswith("a") else ("[", "]")
        return _pair(tex, position, rf"\left{opening}", ",", rf"\right{closing}")
    if name in ("ketbra", "dyad", "outerproduct"):
        return _pair(tex, position, r"\left|", r"\right\rangle\left\langle ", r"\right|")
    return _state(name, tex, position)


def _derivative(sign: str, tex: str, position: int, *, is_flat: bool) -> _Rewritten:
    order, position = read_option(tex, position)
    groups: list[str] = []
    while len(groups) < (3 if sign == r"\partial " else 2):
        found = read_group(tex, position) if groups else read_argument(tex, position)
        # A blank before a further group separates it: `\dv{x} {f}` is the operator and a group.
        if found is None:
            break
        groups.append(expand_physics(found[0]))
        position = found[1]
    if not groups:
        return None
    function = groups[0] if len(groups) > 1 else ""
    variables = groups[1:] or groups
    power = f"^{{{order}}}" if order else "^{2}" if len(variables) > 1 else ""
    above = f"{sign.strip()}{power} {function}" if function else f"{sign.strip()}{power}"
    raised = f"^{{{order}}}" if order else ""
    below = "".join(f"{sign}{variable}{raised}" for variable in variables)
    return (f"{{{above}}}/{{{below}}}" if is_flat else rf"\frac{{{above}}}{{{below}}}"), position


def _differential(tex: str, position: int) -> tuple[str, int]:
    order, position = read_option(tex, position)
    found = read_group(tex, position)
    power = f"^{{{order}}}" if order else ""
    if found is None:
        # The blank behind the command's name is none of the text.
        return rf"\mathrm{{d}}{power}", len(tex) - len(tex[position:].lstrip(" "))
    return rf"\,\mathrm{{d}}{power}{{{expand_physics(found[0])}}}", found[1]


def _quantity(name: str, tex: str, position: int) -> _Rewritten:
    """A bracket that grows: that which follows, or that of a group by the command's name."""
    group = read_group(tex, position)
    if group is not None:
        opening, closing = _BRACKETS[_GROUP_BRACKETS[name]]
        return rf"\left{opening}{expand_physics(group[0])}\right{closing}", group[1]
    start = position
    while tex[start : start + 1].isspace():
        start += 1
    sign = tex[start : start + 1]
    end = _closing_bracket(tex, start)
    if end < 0:
        return None
    inner = expand_physics(tex[start + 1 : end])
    opening, closing = _BRACKETS[sign]
    return rf"\left{opening}{inner}\right{closing}", end + 1


def _closing_bracket(tex: str, start: int) -> int:
    """The partner of the bracket at `start`, -1 where there is none."""
    opener = tex[start : start + 1]
    if opener not in ("(", "[", "|"):
        return -1
    closer = _CLOSERS.get(opener, "|")
    depth = braces = 0
    for match in _BRACKET.finditer(tex, start + 1):
        if match[0] in "{}":
            braces += 1 if match[0] == "{" else -1
        elif braces == 0 and match[0] == closer:
            if depth == 0:
                return match.start()
            depth -= 1
        elif braces == 0 and match[0] == opener:
            depth += 1
    return -1


def _enclosed(match: re.Match[str], tex: str, sign: str) -> _Rewritten:
    found = read_group(tex, match.end())
    if found is None:
        return None
    inner = expand_physics(found[0])
    left, right = ("\\left", "\\right") if match[0] != f"\\{match[1]}" else ("", "")
    return rf"{left}\l{sign}ert {inner}{right}\r{sign}ert ", found[1]


def _pair(tex: str, position: int, before: str, between: str, behind: str) -> _Rewritten:
    first = read_group(tex, position)
    second = first and read_group(tex, first[1])
    if not second:
        return None
    inner = f"{expand_physics(first[0])}{between}{expand_physics(second[0])}"
    return f"{before}{inner}{behind}", second[1]


def _state(name: str, tex: str, position: int) -> _Rewritten:
    """Expectation values, matrix elements, vectors and orders of magnitude."""
    first = read_argument(tex, position) if name[0] == "v" else read_group(tex, position)
    if first is None:
        return None
    inner, end = expand_physics(first[0]), first[1]
    second = read_group(tex, end) if name[0] not in "vo" else None
    if name[0] == "m":
        third = second and read_group(tex, second[1])
        if not third:
            return None
        parts = (inner, expand_physics(second[0]), expand_physics(third[0]))
        return r"\left\langle {}\middle|{}\middle|{}\right\rangle ".format(*parts), third[1]
    if name[0] == "e" and second:
        state = expand_physics(second[0])
        body = rf"{state}\middle|{inner}\middle|{state}"
        return rf"\left\langle {body}\right\rangle ", second[1]
    dressed = {
        "e": rf"\left\langle {inner}\right\rangle ",
        "o": rf"\mathcal{{O}}\left({inner}\right)",
        "vb": rf"\mathbf{{{inner}}}",
        "vectorbold": rf"\mathbf{{{inner}}}",
        "va": rf"\vec{{\mathbf{{{inner}}}}}",
        "vectorarrow": rf"\vec{{\mathbf{{{inner}}}}}",
        "vu": rf"\hat{{\mathbf{{{inner}}}}}",
        "vectorunit": rf"\hat{{\mathbf{{{inner}}}}}",
    }
    return dressed.get(name) or dressed[name[0]], end
