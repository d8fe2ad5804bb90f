r"""Commands with arguments in the form that `tex_to_text` reads: every argument in braces.

`\frac12` becomes `\frac{1}{2}`, `\hat\beta` loses its hat, an arrow takes what stands above it into
brackets, and what nobody sees (colours, lengths, labels) goes. Commands are read from the last to
the first, so that an argument is in order before the command around it takes it.
"""

import re
from collections.abc import Callable

from articles.core.tex_groups import read_argument, read_option

_COMMAND = re.compile(r"\\([A-Za-z]+)(\*?)")

# What stands in place of a command: made from its option in brackets and its arguments.
Form = Callable[[str | None, list[str]], str]


def _same(name: str) -> Form:
    def write(option: str | None, arguments: list[str]) -> str:
        bracket = "" if option is None else f"[{option}]"
        return f"\\{name}{bracket}" + "".join(f"{{{argument}}}" for argument in arguments)

    return write


def _shown(index: int) -> Form:
    """Only one of the arguments is seen: of `\\textcolor{red}{x}` the second."""
    return lambda _, arguments: f"{{{arguments[index]}}}"


def _unseen(_: str | None, _arguments: list[str]) -> str:
    return " "


def _template(template: str) -> Form:
    def write(_: str | None, arguments: list[str]) -> str:
        text = template
        for index, argument in enumerate(arguments, 1):
            text = text.replace(f"#{index}", argument.strip())
        return text

    return write


def _root(option: str | None, arguments: list[str]) -> str:
    index = "" if option is None else f"[{option}]"
    return f"\\sqrt{index}{{{arguments[0]}}}"


def _arrow(sign: str) -> Form:
    """`\\xrightarrow[b]{a}` -> `→[a; b]`: as chemists type conditions."""

    def write(option: str | None, arguments: list[str]) -> str:
        parts = (arguments[0].strip(), (option or "").strip())
        conditions = "; ".join(part for part in parts if part)
        return f" {sign}[{{{conditions}}}] " if conditions else f" {sign} "

    return write


_RELATION = re.compile(
    r"\s*(?:[=<>~≈≡→]|\\(?:to|equiv|sim|simeq|approx|cong|leq?|geq?|neq?|propto|in|implies|iff"
    r"|(?:long|Long)?(?:left|right|Left|Right|leftright|Leftright)arrow|rightleftharpoons"
    r"|triangleq|coloneqq|doteq)(?![A-Za-z]))\s*\Z"
)


_ARCS = frozenset({r"\frown", r"\smile", "⌢", r"\sim", r"\wedge", r"\rightarrow", r"\to"})


def _over(_: str | None, arguments: list[str]) -> str:
    """`\\overset{d}{\\to}` -> `→[d]`; on anything but a relation it is an exponent."""
    above, base = arguments
    if not above.strip():
        return f"{{{base}}}"
    if above.strip() in _ARCS:
        return f"{{{base}}}"
    if _RELATION.match(base):
        return f" {base.strip()} [{{{above.strip()}}}] "
    return f"{{{base}}}^{{{above}}}"


def _under(_: str | None, arguments: list[str]) -> str:
    below, base = arguments
    return f"{{{base}}}_{{{below}}}" if below.strip() else f"{{{base}}}"


def _forms() -> dict[str, tuple[int, Form]]:
    """Name -> how many arguments, and the form."""
    forms: dict[str, tuple[int, Form]] = {}

    def add(names: str, count: int, form: Form) -> None:
        forms.update(dict.fromkeys(names.split(), (count, form)))

    for name in ["frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom"]:
        forms[name] = (2, _same(name))
    for name in ["mathbb", "mathcal", "mathfrak", "mathscr"]:
        forms[name] = (1, _same(name))
    add("nicefrac sfrac flatfrac", 2, _template(r"\frac{#1}{#2}"))
    add("genfrac", 6, lambda _, a: rf"\frac{{{a[4]}}}{{{a[5]}}}")
    add("sqrt", 1, _root)
    add("Bbb", 1, _template(r"\mathbb{#1}"))
    add("frak", 1, _template(r"\mathfrak{#1}"))
    add(
        "hat widehat vec bar tilde widetilde dot ddot dddot check breve acute grave mathring"
        " overline underline overrightarrow overleftarrow overleftrightarrow underrightarrow"
        " underleftarrow overbrace underbrace overbracket underbracket overparen underparen utilde"
        " mathrm mathbf mathit mathsf mathtt mathnormal mathop mathrel mathbin mathord mathopen"
        " mathclose mathpunct mathinner boldsymbol bm bold pmb boxed fbox cancel bcancel xcancel"
        " sout emph underbar textsl smash mathclap mathllap mathrlap llap rlap clap substack"
        " ensuremath vcenter operatorname text textnormal textup textmd textrm textbf textit textsf"
        " texttt textsc mbox hbox",
        1,
        _shown(0),
    )
    for name, words in (("sup", "lim sup"), ("inf", "lim inf")):
        add(f"varlim{name}", 0, _template(rf"\text{{{words}}} "))
    add("varinjlim", 0, _template(r"\text{inj lim} "))
    add("varprojlim", 0, _template(r"\text{proj lim} "))
    add("textcolor colorbox raisebox cancelto", 2, _shown(1))
    add("red blue green orange pink purple gray", 1, _shown(0))
    add("fcolorbox", 3, _shown(2))
    add("color pagecolor hspace vspace mspace label phantom hphantom vphantom", 1, _unseen)
    add("rule", 2, _unseen)
    add("tag", 1, _template(" (#1) "))
    add("eqref", 1, _template("(#1)"))
    add("ref", 1, _template("#1"))
    add("pmod", 1, _template(" (mod #1)"))
    add("mod", 1, _template(" mod #1"))
    add("pod", 1, _template(" (#1)"))
    add("norm", 1, _template("‖#1‖"))
    add("abs", 1, _template("|#1|"))
    add("bra", 1, _template("⟨#1|"))
    add("ket", 1, _template("|#1⟩"))
    add("braket", 1, _template("⟨#1⟩"))
    add("overset stackrel", 2, _over)
    add("underset", 2, _under)
    add("bond", 1, _template("#1"))
    for name, sign in (
        ("rightarrow", "→"), ("leftarrow", "←"), ("leftrightarrow", "↔"), ("Rightarrow", "⇒"),
        ("Leftarrow", "⇐"), ("Leftrightarrow", "⇔"), ("longrightarrow", "→"), ("mapsto", "↦"),
        ("rightleftharpoons", "⇌"), ("leftrightharpoons", "⇋"), ("hookrightarrow", "↪"),
        ("hookleftarrow", "↩"), ("twoheadrightarrow", "↠"), ("longequal", "="), ("tofrom", "⇄"),
        ("rightharpoonup", "⇀"), ("leftharpoonup", "↼"), ("twoheadleftarrow", "↞"),
    ):  # fmt: skip
        forms["x" + name] = (1, _arrow(sign))
    return forms


_FORMS = _forms()
_STARRED = {"tag": " #1 "}


def in_text_form(tex: str) -> str:
    r"""`tex` with the commands of the table above in their text form.

    >>> in_text_form(r"\frac12 \xrightarrow{a} \hat\beta")
    '\\frac{1}{2}  →[{a}]  {\\beta}'
    """
    for match in reversed(list(_COMMAND.finditer(tex))):
        found = _FORMS.get(match[1])
        if found is not None:
            tex = _write(tex, match, *found)
    return tex


def _write(tex: str, match: re.Match[str], count: int, form: Form) -> str:
    option, position = read_option(tex, match.end())
    arguments: list[str] = []
    for _ in range(count):
        found = read_argument(tex, position)
        if found is None:
            return tex
        arguments.append(found[0])
        position = found[1]
    if match[2] and match[1] in _STARRED:
        form = _template(_STARRED[match[1]])
    if match[1] == "sqrt" and not tex[match.end() : position].rstrip().endswith("}"):
        # Typed without braces it is read without brackets: √2.
        return f"{tex[: match.start()]}{option or ''}√{{{arguments[0]}}}{tex[position:]}"
    return tex[: match.start()] + form(option, arguments) + tex[position:]
