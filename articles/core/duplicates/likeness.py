"""Likeness of two articles, by the words that their texts share in the same order and by what they
ask. The numbers were chosen on a hundred pairs judged by reading and checked on another hundred:
docs/duplicates.md.
"""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from articles.core.text.question_key import question_key

# Of two articles at or above it a publisher would keep one. Texts alone do not tell: three in four
# that share six tenths of their words answer one question, as nineteen in twenty do by this.
NEAR = 0.68
# Texts that share less are two texts, whatever they are asked.
LEAST_SHARED_WORDS = 0.5
# A text that stands under another question is the same text still.
_COPY = 0.9


def shared_words(one: Sequence[str], other: Sequence[str], *, least: float = 0.0) -> float:
    """Return twice the longest common subsequence of words by the number of words of both, from 0
    to 1; 0.0 where it is below `least`, which costs less to find out than how much it is.

    >>> shared_words("plants use light".split(), "green plants use light".split())
    0.8571428571428572
    """
    return Indel.normalized_similarity(one, other, score_cutoff=least)


def asked_words(question: str) -> list[str]:
    """Return what a question asks, as words to compare, in an order of their own.

    >>> asked_words("What are the key components of an email system?")
    ['component', 'email', 'system', 'what']
    """
    return sorted(set(question_key(question).split()))


def likeness(
    texts: tuple[Sequence[str], Sequence[str]], asked: tuple[Sequence[str], Sequence[str]]
) -> float:
    """Return how nearly two articles are one, from 0 to 1: the mean of the words that their texts
    and their questions share; 0.0 where the texts share less than a half of theirs. `asked` are of
    `asked_words`."""
    shared = shared_words(*texts, least=LEAST_SHARED_WORDS)
    if not shared or shared >= _COPY:
        return shared
    return (shared + shared_words(*asked)) / 2
