"""MathML attributes adapted to browsers, the HTML checker and the style sheet.

math-core's inline styles become classes of `static/css/mathematics.css`, so that a page needs no
`style` attribute and its security policy forbids it. The TeX stays in the formula as an annotation:
90 bytes more, and a reader can copy it.
"""

import re
from html import escape

from articles.core.rendering.mathml_tables import extend_last_rules
from articles.core.rendering.tex_colors import CLASS_OF_COLOUR
from articles.core.rendering.tex_drawings import DRAWN_STYLES

# The styles that math-core writes -> class.
STYLE_CLASSES = {
    **CLASS_OF_COLOUR,
    **DRAWN_STYLES,
    "width: 100%": "math-wide",
    "width: 50%": "math-half",
    "width: 7.5%": "math-edge",
    "padding-top: 0.1667em": "math-fraction-room",
    "padding-right:0.1667em": "math-operator-room",
    "padding-left: 0.1em": "math-near-left",
    "padding-right: 0.1em": "math-near-right",
    "text-align: left": "math-left",
    "text-align: right": "math-right",
    "padding-left: 0": "math-flush-left",
    "padding-left:0": "math-flush-left",
    "padding-left:1em": "math-space-left",
    "padding-right: 0": "math-flush-right",
    "padding-right:0": "math-flush-right",
    "padding-top: 0": "math-tight",
    "border-top: 0.05em solid currentcolor": "math-rule-top",
    "border-bottom: 0.05em solid currentcolor": "math-rule-bottom",
    "border-left: 0.05em solid currentcolor": "math-rule-left",
    "border-right: 0.05em solid currentcolor": "math-rule-right",
    "border-top: 0.05em dashed currentcolor": "math-dash-top",
    "border-bottom: 0.05em dashed currentcolor": "math-dash-bottom",
    "border-left: 0.05em dashed currentcolor": "math-dash-left",
    "border-right: 0.05em dashed currentcolor": "math-dash-right",
}
# Patterns of declarations that reach no page, with the reason.
REFUSED_STYLES = {
    "justify-items: end": "comes with text-align: right, whose class says both",
    "justify-items: start": "comes with text-align: left, whose class says both",
    "padding-bottom: 0": "comes with padding-top: 0, whose class says both",
    "math-shift:compact": "cramped style: exponents a hair lower, which nobody sees",
    r"width:[\d.]+rem": "the attribute `width` of the same space says it",
    "font-variant-caps: small-caps": "in words of a formula capitals read as well",
}
# A negative space of any width: the nearest of these, in em. Chromium ignores a negative `width`.
_BACK = re.compile(r"margin-left:-([\d.]+)(?:rem|em)")
BACK_CLASSES = {
    0.0556: "math-back-hair", 0.1667: "math-back-thin", 0.2222: "math-back-medium",
    0.2778: "math-back-thick", 0.5: "math-back-half", 1.0: "math-back-quad",
    2.0: "math-back-two",
}  # fmt: skip

# The room that a formula may ask for by name, in em; `\hspace{900em}` would push the page's text
# out of the window. A real formula asks for `\qquad`, 2em, at most.
_MOST_EM = {"linethickness": 0.5}
_MOST_EM_OTHERWISE = 10.0

_LENGTH = re.compile(
    r' (width|height|depth|lspace|rspace|voffset|linethickness)="(-?)([\d.]+)(r?em)"'
)
_STYLE = re.compile(r' style="([^"]*)"')
_ROOT = re.compile(r"<math([^>]*)>(.*)</math>\Z", re.DOTALL)
_PRIME = re.compile(r"<msup>(<m[ino](?: [^>]*)?>[^<]*</m[ino]>)<mo>([′″‴⁗])</mo></msup>")
_VECTOR = '<mo stretchy="false">⃗</mo>'
# In a row of its own: of an accent itself Chromium ignores the level. Half the size is KaTeX's.
_SMALL_ARROW = '<mrow><mstyle scriptlevel="2"><mo stretchy="false">→</mo></mstyle></mrow>'
# `displaystyle` and `scriptlevel` where the HTML checker does not know them, though MathML Core
# does: on a fraction (`\\dfrac`) and on a row (`\\displaystyle`).
_STYLED = re.compile(r"<(/?)(mfrac|mrow)\b([^>]*?)(/?)>")
_HAS_STYLED = re.compile(r"<m(?:frac|row)[^>]* (?:displaystyle|scriptlevel)=")
_LEVELS = re.compile(r' (?:displaystyle|scriptlevel)="[^"]*"')
_TABLE_LEVEL = re.compile(r'<mtable([^>]*?) scriptlevel="(\d)"')


def dress_mathml(mathml: str, tex: str) -> str:
    r"""A `<math>` element of math-core as it goes into the page.

    >>> dress_mathml('<math><mi>x</mi></math>', "x")
    '<math><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">x…'
    """
    if ' style="' in mathml:
        mathml = _STYLE.sub(_class_for_style, mathml)
    if 'em"' in mathml:
        mathml = _LENGTH.sub(_bounded_length, mathml)
    if _HAS_STYLED.search(mathml):
        mathml = _wrap_styles(mathml)
    if "<mtable" in mathml:
        # The HTML checker knows `scriptlevel` on mstyle alone.
        mathml = _TABLE_LEVEL.sub(r'<mstyle scriptlevel="\2"><mtable\1', mathml)
        mathml = mathml.replace("</mtable>", "</mtable></mstyle>")
        mathml = extend_last_rules(mathml)
    if "′" in mathml or "″" in mathml or "‴" in mathml or "⁗" in mathml:
        # Latin Modern's primes are raised already; as exponents they would fly off.
        mathml = _PRIME.sub(r"<mrow>\1<mo>\2</mo></mrow>", mathml)
    if _VECTOR in mathml:
        # A combining arrow has no width: Chromium puts it beside the letter, and does not paint it
        # at all where its tiles meet (in 10% of the places tried at a scale of 1.3).
        mathml = mathml.replace(_VECTOR, _SMALL_ARROW)
    if "⃛" in mathml or "⃜" in mathml:
        # Combined dots have no width either, and stand before the letter.
        mathml = mathml.replace("<mo>⃛</mo>", "<mo>˙˙˙</mo>").replace("<mo>⃜</mo>", "<mo>˙˙˙˙</mo>")
    attributes, body = _ROOT.match(mathml).groups()
    source = escape(" ".join(tex.split()), quote=False)
    return (
        f"<math{attributes}><semantics><mrow>{body}</mrow>"
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )


def _wrap_styles(mathml: str) -> str:
    """`<mfrac displaystyle="true">…</mfrac>` -> the same in an `mstyle`; a row becomes one."""
    open_elements: list[str] = []

    def wrap(match: re.Match[str]) -> str:
        is_end, name, attributes, is_empty = match.groups()
        if is_end:
            return open_elements.pop() if open_elements else match[0]
        levels = "".join(_LEVELS.findall(attributes))
        if is_empty:
            return match[0]
        if not levels:
            open_elements.append(f"</{name}>")
            return match[0]
        if name == "mrow":
            open_elements.append("</mstyle>")
            return f"<mstyle{attributes}>"
        open_elements.append("</mfrac></mstyle>")
        return f"<mstyle{levels}><mfrac{_LEVELS.sub('', attributes)}>"

    return _STYLED.sub(wrap, mathml)


def _bounded_length(match: re.Match[str]) -> str:
    name, sign, number, unit = match.groups()
    most = _MOST_EM.get(name, _MOST_EM_OTHERWISE)
    return match[0] if float(number) <= most else f' {name}="{sign}{most:g}{unit}"'


def _class_for_style(match: re.Match[str]) -> str:
    declarations = [part.strip() for part in match[1].split(";")]
    names = [STYLE_CLASSES[part] for part in declarations if part in STYLE_CLASSES]
    names += [_back_class(back[1]) for part in declarations if (back := _BACK.fullmatch(part))]
    return f' class="{" ".join(names)}"' if names else ""


def _back_class(width: str) -> str:
    nearest = min(BACK_CLASSES, key=lambda known: abs(known - float(width)))
    return BACK_CLASSES[nearest]
