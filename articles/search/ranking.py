"""Ranking of candidates. Pure, and so identical on both vendors.

The database returns some dozens of candidates by their rare words; here each is compared with the
query word by word: the share of the query that occurs in the question, the share of the question
that the query covers, and the order of the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from articles.core.text.search_words import STOP_WORDS
from articles.search.inflection import SHORTEST_STEM, is_inflection
from articles.search.query_terms import Term

# Found by trying, on the queries of benchmarks/searching.py from one half of the library.
_STEM, _BEGINNING, _KEYWORD = 0.85, 0.8, 0.8
# A small word's part of a question, in letters; what two forms of one word share at least.
_SMALL, _HEAD = 0.3, SHORTEST_STEM
_COVERED, _ADJACENT, _LEAD = 0.45, 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be what is looked for; `is_lead`: it begins with what was typed."""

    article_id: int
    question: str
    keywords: str
    is_lead: bool = False


def weigh(documents: int, total: int) -> float:
    """Return a word's weight: high where few of all documents have it."""
    return log(1 + (total + 1) / (documents + 1))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate and what it is worth; `share` (0 to 1): how much of the weight of what was typed
    stands in its question or keywords, None where it was not compared."""

    candidate: Candidate
    score: float
    share: float | None


def rank(
    candidates: Sequence[Candidate],
    terms: Sequence[Term],
    weights: Sequence[float],
    *,
    is_open: bool,
) -> list[Ranked]:
    """Return the candidates, best first; equal ones in the order in which they came."""
    scored = [_scored(candidate, terms, weights, is_open=is_open) for candidate in candidates]
    return sorted(scored, key=lambda ranked: -ranked.score)


def _scored(
    candidate: Candidate, terms: Sequence[Term], weights: Sequence[float], *, is_open: bool
) -> Ranked:
    question = candidate.question.split()
    heads: dict[str, list[int]] = {}
    for place, word in enumerate(question):
        heads.setdefault(word[:_HEAD], []).append(place)
    keywords = f" {candidate.keywords} "
    found = 0.0
    at: list[int | None] = []
    last = len(terms) - 1
    for index, term in enumerate(terms):
        value, place = _in_question(term, question, heads, is_open=is_open and index == last)
        if place is None:
            value = _in_keywords(term, keywords)
        found += weights[index] * value
        at.append(place)
    pairs = list(pairwise(at))
    adjacent = sum(1 for one, other in pairs if one is not None and other == one + 1)
    lengths = [_SMALL if word in STOP_WORDS else min(len(word), 8) for word in question]
    covered = sum([lengths[place] for place in set(at) if place is not None]) / (sum(lengths) or 1)
    share = found / (sum(weights) or 1)
    score = (
        share
        + _COVERED * covered
        + (_ADJACENT * adjacent / len(pairs) if pairs else 0)
        + _LEAD * candidate.is_lead
    )
    return Ranked(candidate, score, share)


def _in_question(
    term: Term, question: Sequence[str], heads: dict[str, list[int]], *, is_open: bool
) -> tuple[float, int | None]:
    """(how well a question has the term, its place there: None where it has not)."""
    near: tuple[float, int | None] = (0.0, None)
    for form in term.forms:
        for place in heads.get(form[:_HEAD], ()):
            word = question[place]
            if word == form:
                return 1.0, place
            if near[1] is None and len(form) >= _HEAD:
                if is_inflection(form, word):
                    near = _STEM, place
                elif is_open and word.startswith(form):
                    near = _BEGINNING, place
    return near


def _in_keywords(term: Term, keywords: str) -> float:
    """How well keywords, with a space on each side, have the term."""
    for form in term.forms:
        if f" {form} " in keywords:
            return _KEYWORD
    for form in term.forms:
        at = keywords.find(f" {form[:_HEAD]}") if len(form) >= _HEAD else -1
        while at >= 0:
            end = keywords.index(" ", at + 1)
            if is_inflection(form, keywords[at + 1 : end]):
                return _KEYWORD * _STEM
            at = keywords.find(f" {form[:_HEAD]}", end)
    return 0.0
