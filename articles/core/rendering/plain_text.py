"""Plain text and excerpt of rendered HTML.

The input is the sanitiser's well-formed output, so regular expressions read it. A second HTML
parser would cost as much as Markdown does.
"""

import re
from html import unescape

from articles.core.rendering.footnotes import footnotes_as_text, without_footnotes
from articles.core.rendering.tex_to_text import to_text

EXCERPT_CHARACTERS = 200
# A first sentence shorter than this is joined by the next.
_SHORTEST_EXCERPT = 90

_FORMULA = re.compile(
    r"<math\b(?:(?!</math>).)*?<annotation[^>]*>([^<]*)</annotation></semantics></math>", re.DOTALL
)
_TEX_SOURCE = re.compile(r'<code class="tex-source">([^<]*)</code>')
_TAG = re.compile(r"<[^>]*>")
_CELL_END = re.compile(r"</t[hd]>\n(?=<t[hd])")
_INLINE_CELL_END = re.compile(r"(</t[dh]>)(?=<t[dh])")
_BLOCK_END = re.compile(r"</(?:summary|dt|dd|figcaption|caption|tr|details)>(?!\n)")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*(?=\s+[A-Z“\"(])")


def strip_tags(html: str) -> str:
    """`html` without tags, formulas as text; entities stay as they are."""
    if "<math" in html:
        html = _FORMULA.sub(_formula_text, html)
    if 'class="footnote' in html:
        html = footnotes_as_text(html)
    if "tex-source" in html:
        html = _TEX_SOURCE.sub(_formula_text, html)
    return _TAG.sub("", html)


def _formula_text(match: re.Match[str]) -> str:
    return to_text(unescape(match[1])).replace("&", "&amp;").replace("<", "&lt;")


def extract_text(html: str) -> str:
    """The text of a page: a block a line, the cells of a row in one line.

    >>> extract_text("<p>a <b>b</b></p>\\n<ul>\\n<li>c &lt; d</li>\\n</ul>\\n")
    'a b\\nc < d'
    """
    # Each search costs a hundredth of rendering: a caption, say, has a table around it.
    has_table = "</table>" in html
    if has_table or "</d" in html or "</fig" in html:
        # Raw HTML may stand on one line; its parts are none.
        html = _BLOCK_END.sub(r"\g<0>\n", _INLINE_CELL_END.sub(r"\1 \t", html))
    if has_table:
        html = _CELL_END.sub(" \t", html)
    if "<br" in html:
        html = html.replace("<br>\n", "\n").replace("<br>", "\n")
    text = unescape(strip_tags(html)).replace("\xa0", " ")
    return "\n".join(filter(str.strip, text.split("\n"))).strip()


def extract_excerpt(html: str, plain_text: str, *, headings: frozenset[str]) -> str:
    """The first sentences of the prose, at most `EXCERPT_CHARACTERS`, on one line.

    Prose is what stands in paragraphs; where an answer has none, its lines that are no heading.
    It ends after a whole sentence where one ends late enough, else after a word, with "…".
    """
    pieces: list[str] = []
    length = 0
    if 'class="footnote' in html:
        html = without_footnotes(html)
    start = html.find("<p>")
    while start >= 0:
        end = html.find("</p>", start)
        piece = " ".join(unescape(strip_tags(html[start:end])).split())
        start = html.find("<p>", end)
        if piece:
            pieces.append(piece)
            length += len(piece) + 1
        if length > _SHORTEST_EXCERPT and piece.endswith(":"):
            # What follows is a list: as a running text it would not read.
            pieces[-1] = piece[:-1] + "…"
            break
        if length > EXCERPT_CHARACTERS:
            break
    if not pieces:
        lines = plain_text[:2000].split("\n")
        pieces = [line for line in lines if line.strip() not in headings]
    return shorten(" ".join(" ".join(pieces).split()))


def shorten(text: str) -> str:
    """`text` cut at the last sentence that ends between 90 and 200 characters, else at a word."""
    if len(text) <= EXCERPT_CHARACTERS:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, EXCERPT_CHARACTERS + 2)]
    fitting = [end for end in ends if _SHORTEST_EXCERPT <= end <= EXCERPT_CHARACTERS]
    if fitting:
        return text[: fitting[-1]]
    head = text[:EXCERPT_CHARACTERS]
    cut = head.rfind(" ")
    head = head[:cut] if cut > _SHORTEST_EXCERPT else head[: EXCERPT_CHARACTERS - 1]
    return head.rstrip(" ,;:–—-(") + "…"
