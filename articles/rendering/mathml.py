r"""TeX to MathML, and the limits within which the converter may be used.

math-core (Rust) writes MathML Core, which every browser draws without a script. Its inline
styles become classes of `static/css/mathematics.css`, so that a page needs no `style` at all.
The TeX stays in the formula as an annotation: 90 bytes more, and it can be copied.
"""

import re
from functools import lru_cache
from html import escape

from math_core import LatexError, LatexToMathML

from articles.rendering.chemistry import expand_chemistry
from articles.rendering.tex_limits import is_within_limits
from articles.rendering.tex_repair import REPAIRS, normalise_tex

# Commands of common packages and of other converters, by their meaning.
MACROS = {
    "mbox": r"\text{#1}",
    "hbox": r"\text{#1}",
    "textsuperscript": r"^{\text{#1}}",
    "textsubscript": r"_{\text{#1}}",
    "textdegree": r"^{\circ}",
    "celsius": r"{}^{\circ}\mathrm{C}",
    "degreeCelsius": r"{}^{\circ}\mathrm{C}",
    "ohm": r"\Omega",
    "micro": r"\mu",
    "angstrom": r"\mathrm{Å}",
    "euro": "€",
    "unit": r"\,\mathrm{#1}",
    "si": r"\mathrm{#1}",
    "SI": r"#1\,\mathrm{#2}",
    "qty": r"\left(#1\right)",
    "ang": r"#1^{\circ}",
    "num": "#1",
    "pu": r"\mathrm{#1}",
    "ensuremath": "#1",
    "norm": r"\lVert #1\rVert",
    "abs": r"\lvert #1\rvert",
    "dd": r"\mathrm{d}",
    "dv": r"\frac{\mathrm{d}#1}{\mathrm{d}#2}",
    "pdv": r"\frac{\partial #1}{\partial #2}",
    "hdots": r"\ldots",
    "sech": r"\operatorname{sech}",
    "csch": r"\operatorname{csch}",
    "cosec": r"\operatorname{cosec}",
    "arcsinh": r"\operatorname{arcsinh}",
    "arccosh": r"\operatorname{arccosh}",
    "arctanh": r"\operatorname{arctanh}",
    "sgn": r"\operatorname{sgn}",
    "sign": r"\operatorname{sign}",
    "rank": r"\operatorname{rank}",
    "tr": r"\operatorname{tr}",
    "Tr": r"\operatorname{Tr}",
    "Var": r"\operatorname{Var}",
    "Cov": r"\operatorname{Cov}",
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
    "smash": "#1",
    "widetilde": r"\tilde{#1}",
    "nicefrac": r"{}^{#1}/_{#2}",
    "sfrac": r"{}^{#1}/_{#2}",
    "cancelto": r"\overset{#1}{\cancel{#2}}",
    "mathclap": "#1",
    "mathllap": "#1",
    "mathrlap": "#1",
    "llap": r"\text{#1}",
    "hfill": r"\quad",
    "vspace": "{}",
    "intertext": r"\text{#1}",
    "qed": r"\blacksquare",
    "/": "{}",
}

# The styles that math-core writes -> class. Everything else (colours) is dropped: a colour that
# the author chose for white paper may be unreadable in dark mode.
STYLE_CLASSES = {
    "text-align: left": "math-left",
    "text-align: right": "math-right",
    "padding-left: 0": "math-flush-left",
    "padding-left:0": "math-flush-left",
    "padding-left:1em": "math-space-left",
    "padding-right: 0": "math-flush-right",
    "padding-right:0": "math-flush-right",
    "padding-top: 0": "math-tight",
    "width: 100%": "math-full",
    "width: 50%": "math-half",
    "width: 7.5%": "math-margin",
    "margin-left:-0.16666667em": "math-back-thin",
    "margin-left:-0.2222em": "math-back-medium",
    "margin-left:-0.2778em": "math-back-thick",
    "border-top: 0.05em solid currentcolor": "math-rule-top",
    "border-bottom: 0.05em solid currentcolor": "math-rule-bottom",
    "border-left: 0.05em solid currentcolor": "math-rule-left",
    "border-right: 0.05em solid currentcolor": "math-rule-right",
    "border-top: 0.05em dashed currentcolor": "math-dash-top",
    "border-bottom: 0.05em dashed currentcolor": "math-dash-bottom",
    "border-left: 0.05em dashed currentcolor": "math-dash-left",
    "border-right: 0.05em dashed currentcolor": "math-dash-right",
}

_CONVERTER = LatexToMathML(macros=MACROS, fancy_error=False)
_STYLE = re.compile(r' style="([^"]*)"')
_ROOT = re.compile(r"<math([^>]*)>(.*)</math>\Z", re.DOTALL)
# Signs that the converter gave up inside of its output, should it ever do so without an error.
_GIVEN_UP = ("<merror", "math-core-error")


@lru_cache(maxsize=8192)
def to_mathml(tex: str, *, is_display: bool) -> str | None:
    r"""A `<math>` element for a formula, None where it cannot be converted.

    Formulas repeat (10,895 distinct among 33,029), hence the cache. Never raises.

    >>> to_mathml("x", is_display=False)
    '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x</annotation>…'
    """
    prepared = normalise_tex(expand_chemistry(tex))
    if not prepared.strip() or not is_within_limits(prepared):
        return None
    mathml = _convert(prepared, is_display=is_display)
    for repair in REPAIRS:
        if mathml is not None:
            return _finish(mathml, tex)
        repaired = repair(prepared)
        if repaired != prepared:
            prepared = repaired
            mathml = _convert(prepared, is_display=is_display)
    return None if mathml is None else _finish(mathml, tex)


def _convert(tex: str, *, is_display: bool) -> str | None:
    try:
        mathml = _CONVERTER.convert_with_local_state(tex, displaystyle=is_display)
    except LatexError:
        return None
    return None if any(sign in mathml for sign in _GIVEN_UP) else mathml


def _finish(mathml: str, tex: str) -> str:
    """Classes for styles, and the TeX as an annotation."""
    if ' style="' in mathml:
        mathml = _STYLE.sub(_class_for_style, mathml)
    attributes, body = _ROOT.match(mathml).groups()
    source = escape(" ".join(tex.split()), quote=False)
    return (
        f"<math{attributes}><semantics><mrow>{body}</mrow>"
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )


def _class_for_style(match: re.Match[str]) -> str:
    declarations = [part.strip() for part in match[1].split(";")]
    names = [STYLE_CLASSES[part] for part in declarations if part in STYLE_CLASSES]
    return f' class="{" ".join(names)}"' if names else ""
