"""Formulas as plain text, for the plain text, excerpts, titles, cards and the search index.

The notation is neither speech nor TeX but what people type: `x^2 + 1/2`, `α ≤ √(b)`. What is shown
has its scripts as signs where Unicode has them: `x² + 1/2`.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape

from math_core import LatexError, LatexToMathML

from articles.core.rendering.commutative_diagrams import expand_diagrams
from articles.core.rendering.physical_units import expand_pu
from articles.core.rendering.physics_package import expand_physics
from articles.core.rendering.tex_macros import SIGN_MACROS
from articles.core.rendering.tex_spelling import respell, spell_texts
from articles.core.rendering.tex_text_forms import in_text_form
from articles.core.rendering.units import expand_units
from articles.core.tex_commands import (
    BINOMIALS,
    BRACKET_SIZES,
    FRACTIONS,
    LIMITS,
    OPERATOR_NAME,
    SIDES,
    SIGN_ALPHABETS,
    STYLES,
    TEXT,
    TYPE_SIZES,
    UNNUMBERED,
)
from articles.core.tex_groups import is_too_deep
from articles.core.text.script_signs import set_scripts

_CONVERTER = LatexToMathML(macros=SIGN_MACROS, fancy_error=False)
_TAGS = re.compile(r"<[^>]*>")

# Innermost groups first, so each pattern needs to know no nesting; repeated while it matches.
_GROUP = r"\s*\{([^{}]*)\}"
_FRACTION = re.compile(rf"\\{FRACTIONS}{_GROUP}{_GROUP}")
_ROOT = re.compile(rf"\\sqrt\s*(?:\[([^\]]*)\])?{_GROUP}")
_BINOMIAL = re.compile(rf"\\{BINOMIALS}{_GROUP}{_GROUP}")
_DOUBLE_STRUCK = re.compile(rf"\\(?:{SIGN_ALPHABETS})\s*\{{[A-Za-z]\}}")
_WORDS = re.compile(
    rf"\\(?:{TEXT}|math[a-z]+|{OPERATOR_NAME}|boldsymbol|bm|boxed|overline|underline|bar"
    rf"|hat|vec|tilde|dot|ddot|widehat|cancel|underbrace|overbrace|overrightarrow){_GROUP}"
)
# Typed as it is said: H2O, CO2, x1. Nobody searches for "H_2O".
_INDEX_NUMBER = re.compile(r"(?<=[A-Za-z)])_(\d+)(?!\w)|(?<=[A-Za-z)])_(\d)")
# As `_part` writes an operand.
_BARE_SCRIPT = re.compile(r"([_^])\((\w+|∂\w+|\d+[+-])\)")
_CHEMISTRY = re.compile(r"\\ce\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_SCRIPT = re.compile(rf"([_^]){_GROUP}")
_ENVIRONMENT = re.compile(
    r"\\begin\s*\{(?:array|tabular|subarray|darray)\}(?:\s*\[\w\])?\s*\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\[[tbclr]\])?(?:\s*\{(?:[clr|:@\s]*|\d+)\})?"
)
# What makes brackets grow leaves no blank beside them, but for one behind a fraction: a/b (c).
_GROWING = re.compile(rf"\\(?:{SIDES}|{BRACKET_SIZES})(?![A-Za-z])\s*\.?|\\!")
_NOISE = re.compile(
    rf"\\(?:{STYLES}|{LIMITS}|{UNNUMBERED}|{TYPE_SIZES}|hline|hfill"
    r"|[hd]ashline|allowbreak|nobreak|displaylimits|rm|bf|it|sf|tt|cal|strut|mathstrut)(?![A-Za-z])\.?"
    r"|\\enclose\s*\{[^{}]*\}(?:\s*\[[^\[\]]*\])?|\\(?:m?kern|[mh]skip)\s*-?[\d.]+\s*[a-z]{2}"
    r"|\\[,;:>]|(?<!\\)[&~]"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?(\s*)|\\(.)", re.DOTALL)
# Brackets by name: the blank behind an opening one is TeX's, that before a closing one nobody's.
_OPENING = {"lvert", "lVert", "langle", "lfloor", "lceil", "lbrace", "lbrack", "llbracket"}
_CLOSING = {"rvert", "rVert", "rangle", "rfloor", "rceil", "rbrace", "rbrack", "rrbracket"}
_BEFORE_CLOSING = re.compile(rf"\s+(?=\\(?:{'|'.join(sorted(_CLOSING))})(?![A-Za-z]))")
_BEFORE_SCRIPT = re.compile(r"(?<=[A-Za-z]) +(?=[\^_])")
_CHARGE = re.compile(r"\^(\d*[+-])(?![\w{])")
_BREAK = re.compile(
    r"\\\\\*?(?:\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?"
    r"|\\(?:newline|cr)(?![A-Za-z])(?:\s*\[[^\]]*\])?|\\q?quad(?![A-Za-z])"
)
# Braces around what is no argument: `{{4}}`, `a {b}`; and the older form of fractions in them.
_BARE_GROUP = re.compile(
    r"(?<![}\]^_A-Za-z])(\s*)\{([^{}]*)\}|(?<=(?<![\\A-Za-z])[A-Za-z])\{([^{}]*)\}"
)
_BARE_INFIX = re.compile(r"\\(?:over|choose|atop)(?![A-Za-z])")
_INFIX = re.compile(r"\{([^{}]*)\\(over|choose|atop)(?![A-Za-z])([^{}]*)\}")
# Signs of a formula within the words of another: `\text{if $x$ is even}`.
_TEXT_DOLLARS = re.compile(r"(?<!\\)\$|\\[()](?=[^{}]*\})")
_NEGATED = re.compile(r"\\not\s*(\\[A-Za-z]+|[=<>])")
_DEGREE = re.compile(r"\^(?:\(∘\)|∘)(?:\s+(?=[CF]\b))?")
_RAISED_PRIME = re.compile(r"\^(?:\(([′″]+)\)|([′″]+))")
_PARTIAL = re.compile(r"(?:\\partial(?![A-Za-z])|∂)\s*")
_TIMES = re.compile(r"(?<=[^\s(])× ")
_SPACES = re.compile(r"\s+")
_WORD_SYMBOL = re.compile(r"[A-Za-z]+\Z")

# Far longer than any formula of the library (275 characters): the loops below see each
# character once per level of nesting.
_LONGEST = 4_000


def to_text(tex: str) -> str:
    r"""A formula in one line of readable text, as it is typed; never raises, and whatever it does
    not know it leaves out of its backslash.

    >>> to_text(r"\frac{a+b}{2} \leq \sqrt{x^{2}}")
    '(a+b)/2 ≤ √(x^2)'
    """
    text = _in_a_line(tex)
    if "^" in text or "_" in text:
        text = _INDEX_NUMBER.sub(r"\1\2", _BARE_SCRIPT.sub(r"\1\2", text))
    return text


def to_plain_text(tex: str) -> str:
    r"""A formula in one line of readable text, as it is shown.

    >>> to_plain_text(r"H_2O \leq \sqrt{x^{2}}")
    'H₂O ≤ √(x²)'
    """
    return set_scripts(_in_a_line(tex))


@lru_cache(maxsize=8192)
def _in_a_line(tex: str) -> str:
    """A formula as it is typed, its scripts of several signs in brackets: `H_(12)O`."""
    if "\\" not in tex and "{" not in tex:
        return _SPACES.sub(" ", tex).strip()
    if len(tex) > _LONGEST or is_too_deep(tex):
        return _SPACES.sub(" ", re.sub(r"[\\{}$&]+", " ", tex)).strip()
    if "\\verb" in tex or "\\char" in tex:
        tex = respell(tex)
    if "\\text" in tex or "\\mbox" in tex or "\\hbox" in tex:
        tex = _TEXT_DOLLARS.sub("", spell_texts(tex))
    # Units first: `\bar` is one of them and, elsewhere, an accent that nobody types.
    text = expand_physics(
        in_text_form(expand_pu(expand_units(_BREAK.sub(" ", expand_diagrams(tex)))))
    )
    text = _CHEMISTRY.sub(_write_chemistry, _ENVIRONMENT.sub(" ", text))
    if "\\partial" in text or "∂" in text:
        text = _PARTIAL.sub("∂", text)
    text = text.replace(r"\{", "\ufdd0").replace(r"\}", "\ufdd1")
    text = _NOISE.sub(" ", _GROWING.sub(_shrink, text))
    if _BARE_INFIX.search(text):
        # `n \choose k` without braces takes the whole formula.
        text = f"{{{text}}}"
    while True:
        before = text
        if "{" not in text:
            break
        if "\\" in text:
            text = _DOUBLE_STRUCK.sub(lambda match: _symbol(match[0]), text)
            text = _WORDS.sub(r"\1", text)
            text = _FRACTION.sub(lambda match: f"{_part(match[1])}/{_part(match[2])}", text)
            text = _ROOT.sub(lambda match: f"{match[1] or ''}√({match[2].strip()})", text)
            text = _BINOMIAL.sub(r"C(\1, \2)", text)
            text = _INFIX.sub(_write_infix, text)
        text = _SCRIPT.sub(lambda match: match[1] + _script(match[2]), text)
        if text == before:
            text = _BARE_GROUP.sub(_unwrap, text)
        if text == before:
            break
    if "\\not" in text:
        text = _NEGATED.sub(lambda match: _symbol(match[0]), text)
    text = _COMMAND.sub(_replace_command, _BEFORE_CLOSING.sub("", text))
    text = _BEFORE_SCRIPT.sub("", text.replace("{", "").replace("}", ""))
    text = text.replace("\ufdd0", "{").replace("\ufdd1", "}")
    if "∘" in text or "′" in text or "″" in text:
        text = _RAISED_PRIME.sub(r"\1\2", _DEGREE.sub("°", text))
    if "× " in text:
        text = _TIMES.sub(" × ", text)
    return _SPACES.sub(" ", text).strip()


def _unwrap(match: re.Match[str]) -> str:
    return f"{match[1] or ''}{match[2] if match[2] is not None else match[3]}"


def _write_infix(match: re.Match[str]) -> str:
    if match[2] == "over":
        return f"{_part(match[1])}/{_part(match[3])}"
    return f"C({match[1].strip()}, {match[3].strip()})"


def _part(text: str) -> str:
    """One operand: in brackets unless it is a single number, letter or word."""
    core = text.strip()
    return core if re.fullmatch(r"[\w.°∘+-]|∂?\w+|∂|\\[A-Za-z]+|\d+[+-]", core) else f"({core})"


def _script(text: str) -> str:
    """What is raised or lowered: in brackets unless it is a single sign."""
    core = text.strip()
    return core if re.fullmatch(r".|\\[A-Za-z]+", core, re.DOTALL) else f"({core})"


def _shrink(match: re.Match[str]) -> str:
    is_behind_group = match.string[match.start() - 1 : match.start()] == "}"
    return " " if is_behind_group and match[0].startswith("\\left") else ""


def _write_chemistry(match: re.Match[str]) -> str:
    r"""As it is typed, charges in braces: `\ce{Fe^3+}` -> `{Fe^{3+}}`."""
    formula = _CHARGE.sub(r"^{\1}", match[1])
    return f"{{{formula}}}"


def _replace_command(match: re.Match[str]) -> str:
    if match[3]:
        # A norm, not an amount: one bar would be another sign.
        return "‖" if match[3] == "|" else match[3]
    symbol = _symbol(match[0].rstrip())
    # `\log x` would else become "logx"; a sign needs no space of its own.
    if _WORD_SYMBOL.match(symbol):
        return f" {symbol} "
    return symbol if _takes_blank(match, symbol) else symbol + match[2]


def _takes_blank(match: re.Match[str], symbol: str) -> bool:
    """Whether the blank behind a command only ends its name: `A\\cup B` is "A∪B". A sign that has
    a blank before it keeps that behind it, too ("a ∪ b"), and so does one with nothing to join."""
    if match[1] in _OPENING or match[1] in _CLOSING:
        return match[1] in _OPENING
    before = match.string[match.start() - 1 : match.start()]
    joins = before.isalnum() or before in tuple(")]}")
    return joins and unicodedata.category(symbol[-1]).startswith("S") and symbol != "×"


@lru_cache(maxsize=2048)
def _symbol(command: str) -> str:
    r"""The character for a command, by asking the converter: `\alpha` -> "α"; else its name."""
    try:
        mathml = _CONVERTER.convert_with_local_state(command, displaystyle=False)
    except LatexError:
        return command.lstrip("\\")
    return unescape(_TAGS.sub("", mathml)).replace("\u2061", "").strip() or " "
