"""Rendering pipeline of an answer.

The steps, in order, each in its own module: formulas become placeholders, raw tags are escaped,
Markdown becomes HTML, code is highlighted, formulas become MathML, headings get levels and ids,
blocks get page markup, the sanitiser runs, and plain text is extracted from its output.
"""

import re
from html import escape
from operator import attrgetter

from articles.core.article_content import MAX_LENGTHS
from articles.core.rendering.alert_marks import read_alert_marks
from articles.core.rendering.emphasis_repair import CLOSER, mend_emphasis
from articles.core.rendering.footnotes import dress_footnotes
from articles.core.rendering.formulas import Notice, choose_prefix, cut_formulas, put_back
from articles.core.rendering.headings import FIRST_LEVEL, mark_headings
from articles.core.rendering.highlight import highlight_blocks
from articles.core.rendering.html_comments import settle_comments
from articles.core.rendering.html_elements import dress_blocks
from articles.core.rendering.list_leads import mark_leads
from articles.core.rendering.markdown import to_html
from articles.core.rendering.plain_text import extract_excerpt, extract_text
from articles.core.rendering.raw_html import neutralise, shields
from articles.core.rendering.result import Rendered
from articles.core.rendering.sanitizer import sanitize
from articles.core.rendering.unclosed_formulas import find_unclosed
from articles.core.text.markdown_scanner import find_spans
from articles.core.text.problem_kinds import Problem

# Not characters of any text: halves of surrogate pairs, which UTF-8 cannot hold (a JSON file
# can), NUL and other controls, which neither HTML nor XML may contain, and noncharacters.
# The last two of each plane are noncharacters.
_NO_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_DETAIL_CHARACTERS = 200
_start = attrgetter("start")


def render(markdown: str, *, first_level: int = FIRST_LEVEL) -> Rendered:
    """An answer as safe HTML, as plain text, and what an editor should know about it.

    `markdown` is decoded (real newlines). Total: any string gives a result and none raises;
    what is too deep or too long for a step appears as it was typed. `first_level` is that of the
    outermost headings: 3 below an article's "Answer", 2 on a page of which the text is all.

    >>> render("### Why?\\n\\nBecause $x^2 > 0$.").html
    '<h3 id="section-why">Why?</h3>\\n<p>Because <math>…</math>.</p>\\n'
    """
    text = _NO_CHARACTER.sub("\ufffd", markdown.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > MAX_LENGTHS["answer"]:
        return _as_typed(text)
    spans = find_spans(text)
    prefix = choose_prefix(text)
    less_than = f"{prefix}lt"
    mended = mend_emphasis(text, spans)
    edits = [*neutralise(text, spans, less_than), *read_alert_marks(text, spans), *mended]
    cut = cut_formulas(text, spans, edits, prefix)
    html = to_html(cut.markdown)
    if less_than in html:
        html = settle_comments(html, text, less_than)
        for stand_in, shown in shields(less_than).items():
            html = html.replace(stand_in, shown)
    html = dress_footnotes(html.replace(CLOSER, ""), prefix[2:8])
    html, notices = put_back(html, cut)
    notices += [
        Notice("emphasis-mended", start, _line_of(text, start))
        for start, *_ in mended
        if text[start].isalnum()
    ]
    notices += [Notice("formula-unclosed", *found) for found in find_unclosed(text, spans)]
    html = highlight_blocks(html)
    html, headings = mark_headings(html, first_level)
    html = sanitize(dress_blocks(html))
    plain_text = extract_text(html)
    return Rendered(
        html=mark_leads(html),
        plain_text=plain_text,
        excerpt=extract_excerpt(
            html, plain_text, headings=frozenset(heading.text for heading in headings)
        ),
        headings=headings,
        formula_count=cut.formula_count,
        problems=tuple(_problem(notice, text) for notice in sorted(notices, key=_start)),
    )


def _as_typed(text: str) -> Rendered:
    """Only a preview asks for it: files and forms refuse such a text, of which a table alone could
    take a minute."""
    html = f"<pre><code>{escape(text, quote=False)}</code></pre>\n"
    return Rendered(
        html=html, plain_text=text, excerpt="", headings=(), formula_count=0, problems=()
    )


def _line_of(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[text.rfind("\n", 0, position) + 1 : end if end >= 0 else len(text)].strip()


def _problem(notice: Notice, text: str) -> Problem:
    line = text.count("\n", 0, notice.start) + 1
    return Problem(notice.kind, "answer", line, notice.detail[:_DETAIL_CHARACTERS])
