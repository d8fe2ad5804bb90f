"""Snippets of a text with its matches marked; never HTML."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from articles.core.text.search_words import words_in
from articles.search.inflection import is_inflection

SNIPPET_CHARACTERS = 200
# An answer has at most 5,000 characters; a longer text is looked at so far.
_LOOKED_AT = 20_000
_CONTEXT = 60


class Piece(NamedTuple):
    """A part of a text; `is_match` where it is one of the words that were looked for."""

    text: str
    is_match: bool


def highlight(text: str, terms: Sequence[str]) -> tuple[Piece, ...]:
    """Return the whole text in pieces; together they are the text (in normal form C)."""
    text = unicodedata.normalize("NFC", text)
    return tuple(_pieces(text, _matches(text, terms)))


def snippet(
    text: str, terms: Sequence[str], *, characters: int = SNIPPET_CHARACTERS
) -> tuple[Piece, ...]:
    """Return the part of a text in which most different words stand, on one line, in pieces.

    `text` is a Rendering's plain text, `terms` those of Results. About `characters` long, "…" where
    something is left out; the beginning of the text where no word stands in it.
    """
    text = unicodedata.normalize("NFC", " ".join(text[:_LOOKED_AT].split()))
    if len(text) <= characters:
        return tuple(_pieces(text, _matches(text, terms)))
    matches = _matches(text, terms)
    start = _best_start(matches, characters)
    end = min(len(text), start + characters)
    start = max(0, end - characters)
    if start:
        start = text.find(" ", start, start + 40) + 1 or start
    if end < len(text):
        cut = text.rfind(" ", start, end)
        end = cut if cut > start else end
    inside = [(a - start, b - start, term) for a, b, term in matches if a >= start and b <= end]
    pieces = _pieces(text[start:end], inside)
    opening = [Piece("…", False)] if start else []
    closing = [Piece("…", False)] if end < len(text) else []
    return (*opening, *pieces, *closing)


def _matches(text: str, terms: Sequence[str]) -> list[tuple[int, int, str]]:
    """(start, end, term) of the words that are one of the terms, or a form of one; of a script
    without spaces, each sign of a pair that stands there."""
    found: list[tuple[int, int, str]] = []
    exact = set(terms)
    by_head: dict[str, list[str]] = {}
    for term in terms:
        by_head.setdefault(term[:3], []).append(term)
    signs = {sign for term in terms if len(term) == 2 and not term.isascii() for sign in term}
    for word in words_in(text):
        if word.text in exact or (len(word.text) == 1 and word.text in signs):
            found.append((word.start, word.end, word.text))
            continue
        for term in by_head.get(word.text[:3], ()):
            if len(term) >= 3 and is_inflection(term, word.text):
                found.append((word.start, word.end, term))
                break
    return found


def _best_start(matches: Sequence[tuple[int, int, str]], characters: int) -> int:
    """The start of the window with the most different terms, the first of equal ones."""
    best, best_start = 0, 0
    for index, (start, _, _) in enumerate(matches):
        end = start + characters - _CONTEXT
        inside = set()
        for a, _, term in matches[index:]:
            if a >= end:
                break
            inside.add(term)
        if len(inside) > best:
            best, best_start = len(inside), start
    return max(0, best_start - _CONTEXT)


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
