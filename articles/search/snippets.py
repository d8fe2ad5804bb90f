"""Snippets of a text with its matches marked; never HTML."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from operator import itemgetter
from typing import NamedTuple

from articles.core.text.search_words import words_in
from articles.search.inflection import is_inflection

SNIPPET_CHARACTERS = 200
# An answer has at most 5,000 characters; a longer text is looked at so far.
_LOOKED_AT = 20_000
_CONTEXT = 60
_PARTS_OF_A_LINE = 50


class Piece(NamedTuple):
    """A part of a text; `is_match` where it is one of the words that were looked for."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """The part of a text that says most of what was looked for, in pieces; `heading` is the place
    of the heading above it among those that were given, None where there is none; `said` are the
    terms that stand anywhere in the text."""

    pieces: tuple[Piece, ...]
    heading: int | None = None
    said: frozenset[str] = frozenset()


def highlight(text: str, terms: Collection[str]) -> tuple[Piece, ...]:
    """Return the whole text in pieces; together they are the text (in normal form C)."""
    text = unicodedata.normalize("NFC", text)
    return tuple(_pieces(text, _matches(text, terms)))


def snippet(
    text: str, weights: Mapping[str, float], *, characters: int = SNIPPET_CHARACTERS
) -> tuple[Piece, ...]:
    """Return the best passage of a text whose headings are not known, in pieces."""
    return best_passage(text, weights, characters=characters).pieces


def best_passage(
    text: str,
    weights: Mapping[str, float],
    *,
    headings: Sequence[str] = (),
    characters: int = SNIPPET_CHARACTERS,
) -> Passage:
    """Return the best passage of a text, on one line: the paragraph, heading or item of a list that
    holds most of what was looked for, and what follows it under the same heading.

    `text` is a Rendering's plain text, a block a line, `weights` those of Results, `headings` those
    of the text in its order. A heading is named beside the passage, not in it. About `characters`
    long, "…" where something is left out; the beginning of the text where no word stands in it.
    """
    lines = [" ".join(line.split()) for line in _looked_at(text).split("\n")]
    lines = [line for line in lines if line]
    text = " ".join(lines)
    matches = _matches(text, weights)
    said = frozenset(term for _, _, term in matches)
    if len(text) <= characters:
        return Passage(tuple(_pieces(text, matches)), said=said)
    start, line = _best_start(lines, matches, weights, characters)
    section = _section_of(line, lines, headings)
    start = max(start, section.start)
    end = min(len(text), start + characters)
    if end - start < characters // 2:
        start = max(section.start, end - characters)
    if section.end - start > characters // 2:
        end = min(end, section.end)
    if start > section.start and text[start - 1] != " ":
        start = text.find(" ", start, start + 40) + 1 or start
    if end < section.end:
        cut = text.rfind(" ", start, end)
        end = cut if cut > start else end
    inside = [(a - start, b - start, term) for a, b, term in matches if a >= start and b <= end]
    pieces = _pieces(text[start:end].rstrip(), inside)
    is_begun = start > (0 if section.heading is None else section.start)
    opening = [Piece("…", False)] if is_begun else []
    closing = [Piece("…", False)] if end < len(text) else []
    return Passage((*opening, *pieces, *closing), section.heading, said)


@dataclass(frozen=True, slots=True)
class _Section:
    """The part of a text under one heading: where it begins and ends, and the place of the heading
    among all."""

    start: int
    end: int
    heading: int | None = None


def _section_of(line: int, lines: Sequence[str], headings: Sequence[str]) -> _Section:
    """The section in which a line stands; of a heading's line, the one that it begins. Headings
    with nothing between them have one section together."""
    places = _heading_lines(lines, headings)
    above = max((place for place in places if place <= line), default=-1)
    first = above + 1
    while first in places:
        first += 1
    starts = list(accumulate((len(text) + 1 for text in lines), initial=0))
    if first == len(lines):  # a heading at the end has nothing to show
        return _Section(0, starts[-1] - 1)
    last = min((place for place in places if place >= first), default=len(lines))
    return _Section(starts[first], starts[last] - 1, places.get(above))


def _heading_lines(lines: Sequence[str], headings: Sequence[str]) -> dict[int, int]:
    """{line: place of the heading that stands there}, in order. A heading that is none of the lines
    is left out."""
    by_text: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        by_text.setdefault(line, []).append(number)
    places: dict[int, int] = {}
    after = -1
    for place, heading in enumerate(headings):
        there = by_text.get(" ".join(unicodedata.normalize("NFC", heading).split()), ())
        index = bisect_right(there, after)
        if index < len(there):
            after = there[index]
            places[after] = place
    return places


def _looked_at(text: str) -> str:
    return unicodedata.normalize("NFC", text[:_LOOKED_AT])


def _matches(text: str, terms: Collection[str]) -> list[tuple[int, int, str]]:
    """(start, end, term) of the words that are one of the terms, or a form of one; of a script
    without spaces, each sign of a pair that stands there."""
    found: list[tuple[int, int, str]] = []
    exact = set(terms)
    by_head: dict[str, list[str]] = {}
    for term in terms:
        by_head.setdefault(term[:3], []).append(term)
    signs = {sign: term for term in terms if len(term) == 2 and not term.isascii() for sign in term}
    for word in words_in(text):
        term = word.text if word.text in exact else signs.get(word.text)
        if term:
            found.append((word.start, word.end, term))
            continue
        for term in by_head.get(word.text[:3], ()):
            if len(term) >= 3 and is_inflection(term, word.text):
                found.append((word.start, word.end, term))
                break
    return found


def _best_start(
    lines: Sequence[str],
    matches: Sequence[tuple[int, int, str]],
    weights: Mapping[str, float],
    characters: int,
) -> tuple[int, int]:
    """Where the passage with most of the weight begins, the first of equal ones, and its line;
    within one that is longer, some words before the part with most of it."""
    best, best_start, best_line, start, first = 0.0, 0, 0, 0, 0
    for number, line in enumerate(lines):
        end = start + len(line)
        last = bisect_left(matches, end, lo=first, key=itemgetter(0))
        inside = matches[first:last]
        # Every match of a long line begins a part; of a word said a thousand times, some do.
        step = max(1, len(inside) // _PARTS_OF_A_LINE) if len(line) > characters else end
        for index in range(0, len(inside), step):
            begin = max(start, inside[index][0] - _CONTEXT) if len(line) > characters else start
            terms = set()
            for _, stop, term in islice(inside, index, None):
                if stop > begin + characters:
                    break
                terms.add(term)
            worth = sum(map(weights.__getitem__, terms))
            if worth > best:
                best, best_start, best_line = worth, begin, number
        start, first = end + 1, last
    return best_start, best_line


def _pieces(text: str, matches: Sequence[tuple[int, int, str]]) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for start, stop, _ in matches:
        if start > end:
            pieces.append(Piece(text[end:start], False))
        pieces.append(Piece(text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append(Piece(text[end:], False))
    return pieces
