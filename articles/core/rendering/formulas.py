r"""Replacement of formulas by placeholders before Markdown, and by MathML after it.

Markdown alone destroys a quarter of the library's formulas: `_` and `*` are emphasis to it, `|`
ends a table cell, and `\(` is a bracket. So each formula becomes a word of letters and digits,
which comes through Markdown unchanged in any position, and afterwards its MathML.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from itertools import count
from typing import NamedTuple

from articles.core.rendering.definitions import expand_definitions, has_definitions
from articles.core.rendering.doubled_backslashes import find_doubled
from articles.core.rendering.equation_numbers import number_equations
from articles.core.rendering.headings import ID_PREFIX, slugify
from articles.core.rendering.mathml import to_mathml
from articles.core.rendering.table_bars import formulas_with_escaped_bars, unescape_bars
from articles.core.rendering.tex_macros import MACROS
from articles.core.text.markdown_scanner import Kind, Span

# A formula longer than this may be wider than a telephone: it can be scrolled by keyboard.
_WIDE_TEX = 50
_QUOTE_MARK = re.compile(r"\n[ \t]*>[ \t]?")
# References to formulas in prose; `\cref` and `\autoref` say what is referred to.
_REFERENCE = re.compile(r"\\(eqref|ref|autoref|[cC]ref)\{([^{}\n]{1,80})\}")
_REFERENCE_FORMS = {
    **{"eqref": "({})", "ref": "{}", "autoref": "Equation {}"},
    **{"cref": "eq. ({})", "Cref": "Equation ({})"},
}
# Without these there is no number, label or reference to a formula.
_NUMBERING = ("\\begin", "\\label", "ref")
_MACRO_NAMES = frozenset(MACROS)
# What `choose_prefix` makes, for any text: a pattern of one text's own prefix has to be compiled
# for that text, which took a seventh of rendering. Whose it is, is looked at where it is found.
_PREFIX = r"qz[0-9a-f]{16}\d+f"
_WORD = re.compile(rf"({_PREFIX})(\d+)x")
# In `[a](b_\(c\))` the brackets are those of an address, escaped.
_ESCAPED = re.compile(r"\\([()\[\]])")
_PLACE = re.compile(rf"<code[^>]*>[^<]*</code>|<[a-z][^<>]*{_PREFIX}\d+x[^<>]*>|({_PREFIX})(\d+)x")


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of a text: its TeX, its source with delimiters, where it starts.

    `prepared` is what is converted: the TeX with the article's definitions and numbers, None where
    those cannot be read, "" where nothing is to be seen. `anchors` are the ids of its labels,
    `link` the id that it leads to where it is nothing but a reference.
    """

    tex: str
    source: str
    start: int
    is_display: bool
    prepared: str | None = None
    anchors: tuple[str, ...] = ()
    link: str = ""


class Notice(NamedTuple):
    """What an editor should know: a kind of problem, where it stands, the words."""

    kind: str
    start: int
    detail: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A text whose formulas are words, `f"{prefix}{index}x"`, and those formulas in order.

    Behind them stand the references of the prose, which are words as well. `notices` are about
    references to nothing.
    """

    markdown: str
    prefix: str
    formulas: tuple[Formula, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def formula_count(self) -> int:
        """How many of them a reader sees as formulas."""
        return sum(formula.prepared != "" and not formula.link for formula in self.formulas)


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
    formulas, numbers = _prepare(formulas, prefix)
    references, notices = _find_references(text, spans, numbers, prefix)
    for reference in references:
        end = reference.start + len(reference.source)
        changes.append((reference.start, end, f"{prefix}{len(formulas)}x"))
        formulas.append(reference)
    if not changes:
        return Cut(text, prefix, (), tuple(notices))
    pieces: list[str] = []
    position = 0
    for start, end, replacement in sorted(changes):
        if start < position:
            continue
        pieces += (text[position:start], replacement)
        position = end
    pieces.append(text[position:])
    return Cut("".join(pieces), prefix, tuple(formulas), tuple(notices))


def _prepare(formulas: list[Formula], prefix: str) -> tuple[list[Formula], dict[str, str]]:
    """The formulas with the article's definitions and numbers, and label -> number."""
    together = "\n".join([formula.tex for formula in formulas])
    # Nearly all articles: nothing is defined, numbered or referred to.
    if not any(name in together for name in _NUMBERING) and not has_definitions(together):
        return formulas, {}
    expanded = expand_definitions([formula.tex for formula in formulas])
    displays = [formula.is_display for formula in formulas]
    numbered, numbers = number_equations(
        [(tex or "", is_display) for tex, is_display in zip(expanded, displays, strict=True)]
    )
    anchored: set[str] = set()
    prepared: list[Formula] = []
    for formula, tex, now in zip(formulas, expanded, numbered, strict=True):
        # A label that stands twice is an anchor once: ids of a page are unique.
        labels = [label for label in dict.fromkeys(now.labels) if label not in anchored]
        anchored.update(labels)
        prepared.append(
            Formula(
                formula.tex,
                formula.source,
                formula.start,
                formula.is_display,
                prepared=None if tex is None else now.tex if tex.strip() or not formula.tex else "",
                anchors=tuple([_anchor(label, prefix) for label in labels]),
                link=_anchor(now.reference, prefix) if now.reference else "",
            )
        )
    return prepared, numbers


def _anchor(label: str, prefix: str) -> str:
    """The id of a label: with some of the text's digest, since two texts may stand on one page."""
    return f"{ID_PREFIX}equation-{slugify(label)}-{prefix[2:8]}"


def _find_references(
    text: str, spans: Sequence[Span], numbers: dict[str, str], prefix: str
) -> tuple[list[Formula], list[Notice]]:
    """References of the prose, as formulas that are links, and what is wrong with others."""
    references: list[Formula] = []
    notices: list[Notice] = []
    if "ref{" not in text:
        return references, notices
    starts = [span.start for span in spans]
    for match in _REFERENCE.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index >= 0 and match.start() < spans[index].end:
            continue
        label = match[2].strip()
        number = numbers.get(label)
        if number is None:
            notices.append(Notice("reference-unresolved", match.start(), match[0]))
            continue
        shown = _REFERENCE_FORMS[match[1]].format(number)
        references.append(
            Formula(match[0], match[0], match.start(), False, shown, (), _anchor(label, prefix))
        )
    return references, notices


def _read_formula(text: str, span: Span, *, has_escaped_bars: bool) -> Formula:
    tex = text[span.body_start : span.body_end]
    if has_escaped_bars:
        tex = unescape_bars(tex)
    if "\n" in tex:
        line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
        if line.lstrip().startswith(">"):
            # Inside a block quote each further line of the formula carries the quote's sign.
            tex = _QUOTE_MARK.sub("\n", f"\n{tex}")[1:]
    source = text[span.start : span.end]
    prepared = tex if not tex or tex.strip() else ""
    return Formula(tex, source, span.start, span.kind == Kind.DISPLAY_MATH, prepared)


def put_back(html: str, cut: Cut) -> tuple[str, list[Notice]]:
    """The HTML with MathML for the words, and what an editor should know about the formulas.

    Inside a code block or an attribute (`[a](/$x$)`) a formula is the source again: there it was
    never mathematics, the scanner and Markdown merely saw the line differently.
    """
    if not cut.formulas:
        return html, list(cut.notices)
    notices = list(cut.notices)

    def restore_source(match: re.Match[str]) -> str:
        is_ours = match[1] == cut.prefix
        return escape(cut.formulas[int(match[2])].source) if is_ours else match[0]

    def restore_address(match: re.Match[str]) -> str:
        return _ESCAPED.sub(r"\1", restore_source(match))

    def replace_word(match: re.Match[str]) -> str:
        if match[1] is None:
            is_link = match[0].startswith("<a ")
            return _WORD.sub(restore_address if is_link else restore_source, match[0])
        if match[1] != cut.prefix:
            return match[0]
        return _show(cut.formulas[int(match[2])], notices)

    html = _PLACE.sub(replace_word, html)
    if any(formula.prepared == "" for formula in cut.formulas):
        # A paragraph of definitions alone.
        html = html.replace("<p></p>\n", "")
    return html, notices


def _show(formula: Formula, notices: list[Notice]) -> str:
    """The HTML of one formula; what is wrong with it is added to `notices`."""
    if formula.link:
        return f'<a href="#{formula.link}">{escape(formula.prepared or "", quote=False)}</a>'
    if formula.prepared == "":
        return ""
    mathml = None
    if formula.prepared is not None:
        mathml = to_mathml(formula.prepared, is_display=formula.is_display)
    if mathml is None:
        notices.append(Notice("formula-unconverted", formula.start, formula.tex.strip()))
        return f'<code class="tex-source">{escape(formula.tex.strip(), quote=False)}</code>'
    doubled = find_doubled(formula.prepared or "", _MACRO_NAMES)
    if doubled:
        notices.append(Notice("formula-doubled", formula.start, formula.tex.strip()))
    return _dress(mathml, formula) if formula.is_display else mathml


def _dress(mathml: str, formula: Formula) -> str:
    """A display formula in a box that scrolls sideways by itself, not with the page."""
    focus = ' tabindex="0"' if len(formula.tex) > _WIDE_TEX else ""
    anchor, *others = (f' id="{anchor}"' for anchor in formula.anchors or ("",))
    further = "".join(f"<span{other}></span>" for other in others)
    anchor = anchor if formula.anchors else ""
    return f'<span class="math-display"{anchor}{focus}>{further}{mathml}</span>'
