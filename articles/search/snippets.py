"""Snippets of a text with its matches marked; never HTML."""

import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
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


def highlight(text: str, terms: Collection[str]) -> tuple[Piece, ...]:
    """Return the whole text in pieces; together they are the text (in normal form C)."""
    text = unicodedata.normalize("NFC", text)
    return tuple(_pieces(text, _matches(text, terms)))


def snippet(
    text: str, weights: Mapping[str, float], *, characters: int = SNIPPET_CHARACTERS
) -> tuple[Piece, ...]:
    """Return the best passage of a text, on one line, in pieces: the paragraph, heading or item of
    a list that holds most of what was looked for, and what follows it.

    `text` is a Rendering's plain text, a block a line, `weights` those of Results. About
    `characters` long, "…" where something is left out; the beginning of the text where no word
    stands in it.
    """
    lines = [" ".join(line.split()) for line in _looked_at(text).split("\n")]
    lines = [line for line in lines if line]
    text = " ".join(lines)
    matches = _matches(text, weights)
    if len(text) <= characters:
        return tuple(_pieces(text, matches))
    start = _best_start(lines, matches, weights, characters)
    end = min(len(text), start + characters)
    if end - start < characters // 2:
        start = max(0, end - characters)
    if start and text[start - 1] != " ":
        start = text.find(" ", start, start + 40) + 1 or start
    if end < len(text):
        cut = text.rfind(" ", start, end)
        end = cut if cut > start else end
    inside = [(a - start, b - start, term) for a, b, term in matches if a >= start and b <= end]
    pieces = _pieces(text[start:end], inside)
    opening = [Piece("…", False)] if start else []
    closing = [Piece("…", False)] if end < len(text) else []
    return (*opening, *pieces, *closing)


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
) -> int:
    """Where the passage with most of the weight begins, the first of equal ones; within one that
    is longer, some words before the part with most of it."""
    best, best_start, start, first = 0.0, 0, 0, 0
    for line in lines:
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
                best, best_start = worth, begin
        start, first = end + 1, last
    return best_start


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
