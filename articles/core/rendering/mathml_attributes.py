"""MathML attributes adapted to browsers, the HTML checker and the style sheet.

math-core's inline styles become classes of `static/css/mathematics.css`, so that a page needs no
`style` attribute and its security policy forbids it. The TeX stays in the formula as an annotation:
90 bytes more, and a reader can copy it.
"""

import re
from html import escape

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
_SMALL_ARROW = '<mstyle scriptlevel="1"><mo stretchy="false">→</mo></mstyle>'
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
    if "<mtable" in mathml:
        # The HTML checker knows `scriptlevel` on mstyle alone.
        mathml = _TABLE_LEVEL.sub(r'<mstyle scriptlevel="\2"><mtable\1', mathml)
        mathml = mathml.replace("</mtable>", "</mtable></mstyle>")
    if "′" in mathml or "″" in mathml or "‴" in mathml or "⁗" in mathml:
        # Latin Modern's primes are raised already; as exponents they would fly off.
        mathml = _PRIME.sub(r"<mrow>\1<mo>\2</mo></mrow>", mathml)
    if _VECTOR in mathml:
        # A combining arrow has no width: Chromium puts it beside the letter, and does not paint it
        # at all where its tiles meet (in 10% of the places tried at a scale of 1.3).
        mathml = mathml.replace(_VECTOR, _SMALL_ARROW)
    attributes, body = _ROOT.match(mathml).groups()
    source = escape(" ".join(tex.split()), quote=False)
    return (
        f"<math{attributes}><semantics><mrow>{body}</mrow>"
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )


def _bounded_length(match: re.Match[str]) -> str:
    name, sign, number, unit = match.groups()
    most = _MOST_EM.get(name, _MOST_EM_OTHERWISE)
    return match[0] if float(number) <= most else f' {name}="{sign}{most:g}{unit}"'


def _class_for_style(match: re.Match[str]) -> str:
    declarations = [part.strip() for part in match[1].split(";")]
    names = [STYLE_CLASSES[part] for part in declarations if part in STYLE_CLASSES]
    return f' class="{" ".join(names)}"' if names else ""
