"""The order of what was found: pure, and so the same on both vendors.

The database finds some dozens of candidates by their rare words; here each is compared with what
was typed, word by word: how much of it stands in the question, how much of the question was typed,
and in what order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from articles.search.terms import Term
from articles.text.words import STOP_WORDS

_STEM, _BEGINNING, _KEYWORD = 0.85, 0.8, 0.55
_COVERED, _ADJACENT, _LEAD = 0.45, 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be what is looked for; `is_lead`: it begins with what was typed."""

    article_id: int
    question: str
    keywords: str
    is_lead: bool = False


def weigh(documents: int, total: int) -> float:
    """Return what a word tells: much where few of all documents have it."""
    return log(1 + (total + 1) / (documents + 1))


def rank(
    candidates: Sequence[Candidate],
    terms: Sequence[Term],
    weights: Sequence[float],
    *,
    is_open: bool,
) -> list[tuple[float, Candidate]]:
    """Return (score, candidate), best first; equal ones in the order in which they came.

    A score of 1 or more says that all that was typed stands in the question.
    """
    scored = [
        (_score(candidate, terms, weights, is_open=is_open), candidate) for candidate in candidates
    ]
    return sorted(scored, key=lambda pair: -pair[0])


def is_inflection(one: str, other: str) -> bool:
    """Tell whether two words may be forms of one: equal but for a short ending.

    >>> is_inflection("cell", "cells"), is_inflection("political", "politics")
    (True, True)
    >>> is_inflection("cell", "cellar"), is_inflection("universe", "university")
    (False, True)
    """
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    longest = max(len(one), len(other))
    return shared >= 3 and longest - shared <= (1 if shared == 3 else 4 if shared >= 6 else 3)


def _score(
    candidate: Candidate, terms: Sequence[Term], weights: Sequence[float], *, is_open: bool
) -> float:
    question = candidate.question.split()
    places = {word: place for place, word in reversed(list(enumerate(question)))}
    keywords = set(candidate.keywords.split())
    total = sum(weights) or 1.0
    found = 0.0
    at: list[int | None] = []
    for index, (term, weight) in enumerate(zip(terms, weights, strict=True)):
        may_be_longer = is_open and index == len(terms) - 1
        value, place = _match(term, question, places, keywords, may_be_longer=may_be_longer)
        found += weight * value
        at.append(place)
    pairs = list(pairwise(at))
    adjacent = sum(1 for a, b in pairs if a is not None and b == a + 1)
    matched = {place for place in at if place is not None}
    lengths = [0.3 if word in STOP_WORDS else min(len(word), 8) for word in question]
    covered = sum(lengths[place] for place in matched) / (sum(lengths) or 1)
    return (
        found / total
        + _COVERED * covered
        + (_ADJACENT * adjacent / len(pairs) if pairs else 0.0)
        + _LEAD * candidate.is_lead
    )


def _match(
    term: Term,
    question: Sequence[str],
    places: dict[str, int],
    keywords: set[str],
    *,
    may_be_longer: bool,
) -> tuple[float, int | None]:
    """(how well a document has the term, its place in the question)."""
    for form in term.forms:
        if form in places:
            return 1.0, places[form]
    for form in term.forms:
        if len(form) >= 3:
            for word, place in places.items():
                if word[:3] == form[:3]:
                    if is_inflection(form, word):
                        return _STEM, place
                    if may_be_longer and word.startswith(form):
                        return _BEGINNING, place
    for form in term.forms:
        if form in keywords:
            return _KEYWORD, None
    for form in term.forms:
        if len(form) >= 3 and any(
            word[:3] == form[:3] and is_inflection(form, word) for word in keywords
        ):
            return _KEYWORD * _STEM, None
    return 0.0, None
