"""How alike some texts are to each other, and to what is in their middle. Pure.

Sums of unit vectors give both in one pass: the mean cosine of all pairs of n vectors is
(|sum|² - n) / (n(n - 1)).
"""

from collections.abc import Collection, Iterable
from math import sqrt

from articles.core.relatedness.signatures import Signature

# A centre says what many articles have in common: more terms than one text's signature.
_TERMS_OF_A_CENTRE = 96
_NOTHING: frozenset[int] = frozenset()


def mean_likeness(signatures: Iterable[Signature], without: Collection[int] = _NOTHING) -> float:
    """Return the mean cosine of all pairs, from 0 to 1, leaving some terms out of every text."""
    sums: dict[int, float] = {}
    count = 0
    for signature in signatures:
        count += 1
        left = {term: x for term, x in signature.items() if term not in without}
        length = sqrt(sum([x * x for x in left.values()])) or 1.0
        for term, x in left.items():
            sums[term] = sums.get(term, 0.0) + x / length
    if count < 2:
        return 0.0
    return max(sum([x * x for x in sums.values()]) - count, 0.0) / (count * (count - 1))


def centre_of(signatures: Iterable[Signature]) -> Signature:
    """Return the strongest terms of the sum, of length 1, the strongest first."""
    sums: dict[int, float] = {}
    for signature in signatures:
        for term, x in signature.items():
            sums[term] = sums.get(term, 0.0) + x
    strongest = sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:_TERMS_OF_A_CENTRE]
    length = sqrt(sum([x * x for _, x in strongest])) or 1.0
    return {term: x / length for term, x in strongest}
