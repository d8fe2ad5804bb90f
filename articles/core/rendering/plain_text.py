"""Plain text and excerpt of rendered HTML.

The input is the sanitiser's well-formed output, so regular expressions read it. A second HTML
parser would cost as much as Markdown does.
"""

import re
from collections.abc import Callable
from html import unescape

from articles.core.rendering.footnotes import footnotes_as_text, without_footnotes
from articles.core.rendering.tex_to_text import to_plain_text, to_text
from articles.core.text.script_signs import set_typed_scripts

EXCERPT_CHARACTERS = 200
# A first sentence shorter than this is joined by the next.
_SHORTEST_EXCERPT = 90
# So much may stand alone where what comes next only announces.
_SHORTEST_ALONE = 40
# A list of items, paragraphs or sections that begin with a name; and how far it is read.
_LIST = re.compile(
    r"\s*(?:(?P<list><(?:ul|ol)\b[^>]*>\s*<li\b[^>]*>(?:\s*<p>)?<strong>)|<p><strong>|(?P<heading><h3\b))"
)
_NAME = re.compile(
    r"(?P<start><(?:ul|ol)\b)|(?P<end></(?:ul|ol)>)|<h3\b[^>]*>(?P<heading>.{1,200}?)</h3>"
    r"|<(?:li\b[^>]*|p)>(?:\s*<p>)?<strong>(?P<name>(?:(?!</strong>).){1,200})</strong>"
)
_NO_NAME = re.compile(r"[:,?]")
_FRAMES = frozenset(("Introduction", "Overview", "Conclusion", "Summary", "References"))
LONGEST_NAME, _LOOKED_AT = 60, 12_000
_DISPLAY = re.compile(
    r'\s*<p>\s*<span class="math-display[^>]*>\s*<math\b.*?</math></span>(?=\s*</p>)', re.DOTALL
)
_STOPS = frozenset(".!?…:;,")

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
    return _without_tags(html, to_plain_text)


def as_typed(html: str) -> str:
    """The same with formulas as somebody types them: `x^2`, of which addresses are made."""
    return _without_tags(html, to_text)


def _without_tags(html: str, write: Callable[[str], str]) -> str:
    def formula(match: re.Match[str]) -> str:
        return write(unescape(match[1])).replace("&", "&amp;").replace("<", "&lt;")

    if "<math" in html:
        html = _FORMULA.sub(formula, html)
    if 'class="footnote' in html:
        html = footnotes_as_text(html)
    if "tex-source" in html:
        html = _TEX_SOURCE.sub(formula, html)
    return _TAG.sub("", html)


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
    It ends after a whole sentence where one ends late enough, else after a word, with "…". A
    sentence that only announces a list is left out where enough stands before it; else the names
    of what is listed follow it, or the formula that it announces.
    """
    text = ""
    if 'class="footnote' in html:
        html = without_footnotes(html)
    start = html.find("<p>")
    while start >= 0 and len(text) <= EXCERPT_CHARACTERS:
        end = html.find("</p>", start)
        piece = _one_line(html[start:end])
        if piece.endswith(":"):
            rest = html[end + 4 :]
            whole = _join(text, _with_what_follows(text, piece, rest))
            # A label of a paragraph ("Definition of validity:") announces no list.
            if len(whole) >= _SHORTEST_ALONE or not rest.startswith("\n<p>"):
                text = whole
                break
        text = _join(text, piece)
        start = html.find("<p>", end)
    if not text:
        lines = plain_text[:2000].split("\n")
        text = " ".join(" ".join(x for x in lines if x.strip() not in headings).split())
    return set_typed_scripts(shorten(text))


def _one_line(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def _join(text: str, piece: str) -> str:
    """Two paragraphs as one; a formula that stands as a paragraph has no stop of its own."""
    if not text or not piece:
        return text or piece
    return f"{text} {piece}" if text[-1] in _STOPS else f"{text}. {piece}"


def _with_what_follows(before: str, piece: str, rest: str) -> str:
    """What becomes of a paragraph that ends with a colon: what stands before its last sentence, if
    that is enough; with that sentence and the names of the list behind it, or its formula."""
    ends = [match.end() for match in _SENTENCE_END.finditer(piece)]
    said = piece[: ends[-1]].strip() if ends else ""
    announced = piece[ends[-1] :].strip() if ends else piece
    if len(before) + len(said) >= _SHORTEST_EXCERPT:
        return said
    room = EXCERPT_CHARACTERS - len(before) - len(said) - len(announced) - 3
    listed = _formula_behind(rest, room) or _names_behind(rest, room)
    if listed:
        return _join(said, f"{announced} {listed}")
    return said if len(before) + len(said) >= _SHORTEST_ALONE else _join(said, announced[:-1] + "…")


def _formula_behind(html: str, room: int) -> str:
    """The formula that a display right behind shows, where there is room for it."""
    match = _DISPLAY.match(html)
    text = _one_line(match[0]) if match else ""
    return text.rstrip(" .,;") + "." if text and len(text) < room else ""


def _names_behind(html: str, room: int) -> str:
    """The bold beginnings of the items of a list right behind, or its headings, with commas; as
    many as there is room for, "" for fewer than two."""
    names: list[str] = []
    for name in listed_names(html):
        if len(", ".join((*names, name))) > room:
            return f"{', '.join(names)}…" if names else ""
        names.append(name)
    return f"{', '.join(names)}." if len(names) > 1 else ""


def listed_names(html: str) -> list[str]:
    """The names of what is listed right behind, none where one is no name. Those of lists within
    the list are left out, and what comes behind it."""
    opening = _LIST.match(html)
    if not opening:
        return []
    names: list[str] = []
    depth, wanted = 0, 1 if opening["list"] else 0
    for match in _NAME.finditer(html, 0, _LOOKED_AT):
        if match["end"] or match["start"]:
            depth += 1 if match["start"] else -1
            if depth < wanted:
                break
            continue
        if depth != wanted or (match["heading"] is None) != (opening["heading"] is None):
            continue
        name = _one_line(match["name"] or match["heading"]).rstrip(" :.")
        if not name or len(name) > LONGEST_NAME or _NO_NAME.search(name) or name in names:
            return []
        if name not in _FRAMES:
            names.append(name)
    return names


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
