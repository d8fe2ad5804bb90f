"""MathML as a line of text that shows its structure, so that a test can say what is right."""

import re
from html import unescape
from xml.etree import ElementTree

from articles.core.rendering import render

_MATH = re.compile(r"<math.*?</math>", re.DOTALL)
_TWO = {"msup": "{}^({})", "msub": "{}_({})", "mfrac": "({})/({})", "mroot": "root({}, {})"}
_TWO |= {"mover": "over({}, {})", "munder": "under({}, {})"}
_THREE = {"msubsup": "{}_({})^({})", "munderover": "underover({}, {}, {})"}


def read(markdown):
    """The formulas of a text, each as a line: `$\\frac{a}{b}$` -> ["(a)/(b)"]."""
    return [_read(ElementTree.fromstring(_parsable(math))) for math in _formulas(markdown)]


def read_one(tex, *, display=False):
    sign = "$$" if display else "$"
    [line] = read(f"{sign}{tex}{sign}")
    return line


def _formulas(markdown):
    return _MATH.findall(render(markdown).html)


def _parsable(math):
    return re.sub(r"&(?!(?:amp|lt|gt|quot);)\w+;", lambda match: unescape(match[0]), math)


def _read(element):
    tag = element.tag
    if tag in ("annotation", "mspace", "mphantom"):
        return ""
    parts = [_read(child) for child in element]
    if tag in _TWO and len(parts) == 2:
        return _TWO[tag].format(*parts)
    if tag in _THREE and len(parts) == 3:
        return _THREE[tag].format(*parts)
    if tag == "msqrt":
        return "sqrt(" + "".join(parts) + ")"
    if tag == "mtable":
        return "[" + " ; ".join(parts) + "]"
    if tag == "mtr":
        return " & ".join(parts)
    text = (element.text or "").translate({0x2062: None, 0x2061: None, 0x2063: None})
    return text + "".join(
        part + (child.tail or "") for part, child in zip(parts, element, strict=True)
    )
