"""Parts of a question: prose, code and formulas, without their Markdown marks."""

import re
from typing import NamedTuple

from articles.core.text.markdown_scanner import Kind, Span, find_spans

# `**Ka Bya**` and `*Agamemnon*`, but neither `D*** in a Box` nor `2 * 3 * 4`.
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]+)(?<=[^\s*])\1(?![\w*])")
_MATH = frozenset({Kind.INLINE_MATH, Kind.DISPLAY_MATH})


class Part(NamedTuple):
    """A stretch of a question without its marks: TeX where `is_formula`, else text."""

    text: str
    is_formula: bool


def question_parts(text: str) -> list[Part]:
    """Return the prose, the code and the formulas of a question in order, their marks taken off.

    Titles are plain text in almost every file (of 11,573, three hold code, two emphasis and none
    a formula). A fence keeps its marks: on one line it is none.

    >>> question_parts("Is **it** $x^2$?")
    [Part(text='Is it ', is_formula=False), Part(text='x^2', is_formula=True), \
Part(text='?', is_formula=False)]
    """
    parts, position = [], 0
    for span in find_spans(text) if "`" in text or "$" in text or "\\" in text else ():
        parts.append(_prose(text[position : span.start]))
        parts.append(Part(_body(text, span), span.kind in _MATH))
        position = span.end
    parts.append(_prose(text[position:]))
    return [part for part in parts if part.text]


def _prose(text: str) -> Part:
    return Part(_EMPHASIS.sub(r"\2", text), is_formula=False)


def _body(text: str, span: Span) -> str:
    if span.kind is Kind.FENCE:
        return text[span.start : span.end]
    return text[span.body_start : span.body_end].strip()
