"""The paragraphs of an answer's HTML that stand by themselves, and their sentences.

The input is the sanitiser's well-formed output, so regular expressions read it, as in
`articles/core/rendering/plain_text.py`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from articles.core.rendering.plain_text import strip_tags
from articles.core.text.script_signs import set_typed_scripts
from articles.core.text.sentences import find_sentence_ends

_BLOCK = re.compile(
    r"<(?P<close>/?)(?P<name>p|ul|ol|dl|blockquote|table|details|div|section|figure|aside|pre"
    r"|h[3-6])\b[^>]*>"
)
_PIECE = re.compile(
    r"(?P<math><math\b.*?</math>)|(?P<close></\w+>)|(?P<empty><(?:br|img|wbr)\b[^>]*>)"
    r"|(?P<open><\w[^>]*>)|(?P<entity>&#?\w+;)|(?P<text>[^<&]+|[<&])",
    re.DOTALL,
)
# Of a longer one the sentences are not looked for; real ones have 9,000 at most, formulas and all.
_LONGEST = 30_000
_CLOSING = re.compile(r"</\w+>")
# A reference to a footnote, a picture: no part of a sentence that may stand elsewhere.
_UNMOVABLE = re.compile(r"<(?:sup class=|a id=|img\b|input\b|br\b)")
_LABEL = re.compile(r"\s*<(strong|em|u)\b[^>]*>(?:(?!</?\1).)*</\1>\s*:?\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the first level: where its `<p>` begins and its `</p>` ends in the answer's
    HTML, and what stands between. `follows_heading`: a heading stands right before it."""

    start: int
    end: int
    html: str
    follows_heading: bool

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return plain(self.html)

    @property
    def is_formula(self) -> bool:
        """Whether it is one display alone."""
        return "math-display" in self.html


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph: its text on one line, its HTML, and where that ends in the
    paragraph's."""

    text: str
    html: str
    end: int

    @property
    def is_movable(self) -> bool:
        """Whether it may be shown at another place: it has no anchor and no picture."""
        return not _UNMOVABLE.search(self.html)


def plain(html: str) -> str:
    """The text of a piece of HTML on one line, formulas with signs of Unicode."""
    return set_typed_scripts(" ".join(unescape(strip_tags(html)).split()))


def paragraphs(html: str) -> Iterator[Paragraph]:
    """The paragraphs of the first level that are prose: none within a list, a table or a quotation,
    and no bold label that stands for a heading."""
    depth, start, is_behind_heading = 0, None, False
    for match in _BLOCK.finditer(html):
        name = match["name"]
        if name == "p" and not match["close"]:
            start = match if depth == 0 and match[0] == "<p>" else None
            continue
        if name == "p" and start is not None:
            inner = html[start.end() : match.start()]
            if len(inner) <= _LONGEST and not _LABEL.fullmatch(inner):
                yield Paragraph(start.start(), match.end(), inner, is_behind_heading)
            start = None
        elif name != "p" and name[0] != "h":
            depth += -1 if match["close"] else 1
        is_behind_heading = name[0] == "h"


@lru_cache(maxsize=16)  # a paragraph is asked for more than once while its answer is looked at
def sentences(html: str) -> tuple[Sentence, ...]:
    """The sentences of a paragraph's inner HTML; one that ends within an element goes on with the
    next, so that each is well-formed.

    >>> [each.html for each in sentences("<em>One.</em> Two <b>x. Y.</b> z.")]
    ['<em>One.</em>', 'Two <b>x. Y.</b> z.']
    """
    pieces = _pieces(html)
    text = "".join(piece.text for piece in pieces)
    starts = list(accumulate((len(piece.text) for piece in pieces), initial=0))
    found, begin = [], 0
    for stop in find_sentence_ends(text):
        number = bisect_right(starts, stop - 1) - 1
        end, depth = pieces[number].end_of(stop - starts[number]), pieces[number].depth
        while depth and (closing := _CLOSING.match(html, end)):
            end, depth = closing.end(), depth - 1
        if depth == 0 and end > begin:
            found.append(_sentence(html, begin, end))
            begin = end
    if html[begin:].strip():
        found.append(_sentence(html, begin, len(html)))
    return tuple(found)


def _sentence(html: str, begin: int, end: int) -> Sentence:
    own = html[begin:end].strip()
    return Sentence(plain(own), own, end)


class _Piece(NamedTuple):
    """A stretch of a paragraph: what it writes, where it stands in the HTML, within how many
    elements."""

    text: str
    start: int
    end: int
    depth: int

    def end_of(self, length: int) -> int:
        """Where its first characters end in the HTML; a formula and an entity have no parts."""
        is_literal = self.end - self.start == len(self.text)
        return self.start + length if is_literal else self.end


def _pieces(html: str) -> list[_Piece]:
    found: list[_Piece] = []
    depth = 0
    for match in _PIECE.finditer(html):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth -= 1
        else:
            found.append(_Piece(_written(match), match.start(), match.end(), depth))
    return found


def _written(match: re.Match[str]) -> str:
    if match["math"]:
        return "x"  # whatever it says, no sentence ends in it
    if match["empty"]:
        return " "
    return unescape(match[0]) if match["entity"] else match[0]
