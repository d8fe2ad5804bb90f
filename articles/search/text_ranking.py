"""Ranking of whole texts against a query. Pure, and so identical on both vendors.

BM25F (Robertson, Zaragoza and Taylor 2004: a term's frequencies are added over the weighted fields
before they are saturated) over the words that may stand for what was typed, and how much of the
weight of what was typed occurs at all: an article that has each of the rare words, if only once, is
meant rather than one that has one of them often.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.search.inflection import SHORTEST_STEM, is_inflection
from articles.search.text_terms import TextTerm

# Question, keywords, description, answer.
_FIELD_WEIGHTS = (3.0, 2.0, 2.0, 1.0)
_K1, _B = 1.2, 0.75
# Words of a text in the middle, small words left out of description and answer.
_AVERAGE_LENGTH = 265
# What another inflection of a word is worth.
_INFLECTION = 0.6
_COVERAGE = 1.6


@dataclass(frozen=True, slots=True)
class Text:
    """A document that may be what is looked for, as its row has it."""

    article_id: int
    question: str
    keywords: str
    description: str
    answer: str


@dataclass(frozen=True, slots=True)
class RankedText:
    """A text's key and what it is worth; `coverage` (0 to 1): how much of the weight of what was
    typed occurs in it."""

    article_id: int
    score: float
    coverage: float


def rank_texts(texts: Sequence[Text], terms: Sequence[TextTerm]) -> list[RankedText]:
    """Return the texts, best first; equal ones in the order in which they came."""
    occurrences = _Occurrences(terms)
    total = sum([term.weight for term in terms]) or 1
    ranked = [_ranked(text, terms, occurrences, total) for text in texts]
    return sorted(ranked, key=lambda one: -one.score)


class _Occurrences(dict[str, tuple[tuple[int, float], ...]]):
    """{word of a text: (place of a term, worth) of each term for which it stands}, found out when
    a word is first met: a hundred texts have twenty thousand words, of which four thousand differ.
    """

    def __init__(self, terms: Sequence[TextTerm]) -> None:
        self._by_head: dict[str, list[tuple[int, str, float]]] = {}
        for place, term in enumerate(terms):
            for form, worth in term.forms.items():
                head = form[:SHORTEST_STEM]
                self._by_head.setdefault(head, []).append((place, form, worth))

    def __missing__(self, word: str) -> tuple[tuple[int, float], ...]:
        best: dict[int, float] = {}
        for place, form, worth in self._by_head.get(word[:SHORTEST_STEM], ()):
            if form != word:
                if len(form) < SHORTEST_STEM or not is_inflection(form, word):
                    continue
                worth *= _INFLECTION
            best[place] = max(worth, best.get(place, 0.0))
        found = self[word] = tuple(best.items())
        return found


def _ranked(
    text: Text, terms: Sequence[TextTerm], occurrences: _Occurrences, total: float
) -> RankedText:
    frequencies = [0.0] * len(terms)
    best = [0.0] * len(terms)
    length = 0
    fields = (text.question, text.keywords, text.description, text.answer)
    for field, field_weight in zip(fields, _FIELD_WEIGHTS, strict=True):
        words = field.split()
        length += len(words)
        for found in filter(None, map(occurrences.__getitem__, words)):
            for place, worth in found:
                frequencies[place] += field_weight * worth
                if worth > best[place]:
                    best[place] = worth
    norm = _K1 * (1 - _B + _B * length / _AVERAGE_LENGTH)
    score = sum(
        [
            term.weight * frequency * (_K1 + 1) / (frequency + norm)
            for term, frequency in zip(terms, frequencies, strict=True)
        ]
    )
    covered = sum([term.weight * worth for term, worth in zip(terms, best, strict=True)])
    return RankedText(text.article_id, (score + _COVERAGE * covered) / total, covered / total)
