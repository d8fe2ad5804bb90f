"""Likeness of two texts, by the words that they share in the same order.

Judged by reading: `benchmarks/duplicate_verdicts.csv`, docs/duplicates.md.
"""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

# Of two texts at or above it a publisher would keep one.
NEAR = 0.6


def likeness(one: Sequence[str], other: Sequence[str], *, least: float = 0.0) -> float:
    """Return twice the longest common subsequence of words by the number of words of both, from 0
    to 1; 0.0 where it is below `least`, which costs less to find out than how much it is.

    >>> likeness("plants use light".split(), "green plants use light".split())
    0.8571428571428572
    """
    return Indel.normalized_similarity(one, other, score_cutoff=least)
