r"""Replacement of formulas by placeholders before Markdown, and by MathML after it.

Markdown alone destroys a quarter of the library's formulas: `_` and `*` are emphasis to it, `|`
ends a table cell, and `\(` is a bracket. So each formula becomes a word of letters and digits,
which comes through Markdown unchanged in any position, and afterwards its MathML.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from itertools import count

from articles.core.rendering.mathml import to_mathml
from articles.core.rendering.table_bars import formulas_with_escaped_bars, unescape_bars
from articles.core.text.markdown_scanner import Kind, Span

# A formula longer than this may be wider than a telephone: it can be scrolled by keyboard.
_WIDE_TEX = 50
_QUOTE_MARK = re.compile(r"\n[ \t]*>[ \t]?")
# What `choose_prefix` makes, for any text: a pattern of one text's own prefix has to be compiled
# for that text, which took a seventh of rendering. Whose it is, is looked at where it is found.
_PREFIX = r"qz[0-9a-f]{16}\d+f"
_WORD = re.compile(rf"({_PREFIX})(\d+)x")
_PLACE = re.compile(rf"<code[^>]*>[^<]*</code>|<[a-z][^<>]*{_PREFIX}\d+x[^<>]*>|({_PREFIX})(\d+)x")


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of a text: its TeX, its source with delimiters, where it starts."""

    tex: str
    source: str
    start: int
    is_display: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """A text whose formulas are words, `f"{prefix}{index}x"`, and those formulas in order."""

    markdown: str
    prefix: str
    formulas: tuple[Formula, ...]


def choose_prefix(text: str) -> str:
    """Letters that occur nowhere in `text`, so that no word of it can pass for a formula.

    Made from the text's own digest: Markdown decodes entities and drops comments, and so could
    put a simple prefix together afterwards; nobody can write a text that holds its own digest.

    No character is both ours alone and safe in Markdown: private-use characters can be typed,
    and become %-escapes inside a link. A prefix that cannot overlap itself always can be found.
    """
    digest = blake2b(text.encode(), digest_size=8).hexdigest()
    return next(name for n in count() if (name := f"qz{digest}{n}f") not in text)


def cut_formulas(
    text: str, spans: Sequence[Span], edits: Sequence[tuple[int, int, str]], prefix: str
) -> Cut:
    """`text` with its formulas replaced by words, and with `edits` (start, end, text) made.

    >>> cut_formulas("so $a_1*b_1$ and", find_spans("so $a_1*b_1$ and"), [], "qz0f").markdown
    'so qz0f0x and'
    """
    formulas: list[Formula] = []
    escaped = formulas_with_escaped_bars(text, spans)
    changes = list(edits)
    for span in spans:
        if span.kind >= Kind.INLINE_MATH:
            changes.append((span.start, span.end, f"{prefix}{len(formulas)}x"))
            formulas.append(_read_formula(text, span, has_escaped_bars=span.start in escaped))
    if not changes:
        return Cut(text, prefix, ())
    pieces: list[str] = []
    position = 0
    for start, end, replacement in sorted(changes):
        if start < position:
            continue
        pieces += (text[position:start], replacement)
        position = end
    pieces.append(text[position:])
    return Cut("".join(pieces), prefix, tuple(formulas))


def _read_formula(text: str, span: Span, *, has_escaped_bars: bool) -> Formula:
    tex = text[span.body_start : span.body_end]
    if has_escaped_bars:
        tex = unescape_bars(tex)
    if "\n" in tex:
        line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
        if line.lstrip().startswith(">"):
            # Inside a block quote each further line of the formula carries the quote's sign.
            tex = _QUOTE_MARK.sub("\n", tex)
    return Formula(tex, text[span.start : span.end], span.start, span.kind == Kind.DISPLAY_MATH)


def put_back(html: str, cut: Cut) -> tuple[str, list[Formula]]:
    """The HTML with MathML for the words, and the formulas that could not be converted.

    Inside a code block or an attribute (`[a](/$x$)`) a formula is the source again: there it was
    never mathematics, the scanner and Markdown merely saw the line differently.
    """
    if not cut.formulas:
        return html, []
    unconverted: list[Formula] = []

    def restore_source(match: re.Match[str]) -> str:
        is_ours = match[1] == cut.prefix
        return escape(cut.formulas[int(match[2])].source) if is_ours else match[0]

    def replace(match: re.Match[str]) -> str:
        if match[1] is None:
            return _WORD.sub(restore_source, match[0])
        if match[1] != cut.prefix:
            return match[0]
        formula = cut.formulas[int(match[2])]
        mathml = to_mathml(formula.tex, is_display=formula.is_display)
        if mathml is None:
            unconverted.append(formula)
            return f'<code class="tex-source">{escape(formula.tex.strip(), quote=False)}</code>'
        return _dress(mathml, formula) if formula.is_display else mathml

    return _PLACE.sub(replace, html), unconverted


def _dress(mathml: str, formula: Formula) -> str:
    """A display formula in a box that scrolls sideways by itself, not with the page."""
    focus = ' tabindex="0"' if len(formula.tex) > _WIDE_TEX else ""
    return f'<span class="math-display"{focus}>{mathml}</span>'
