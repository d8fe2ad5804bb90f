"""Similar texts: found by a text's rarest strong terms, compared by full signatures."""

from collections.abc import Mapping

from articles.core.relatedness.library import Library
from articles.core.relatedness.signatures import TERMS_INDEXED, Signature
from articles.core.relatedness.term_weights import Frequencies

# What one search reads, whatever the size of the library: terms that more articles have are left
# out, the most frequent first.
_MOST_POSTINGS = 4_000


def find_similar(
    library: Library, signature: Signature, frequencies: Frequencies, *, most: int
) -> list[int]:
    """Return the keys of at most `most` indexable articles, likely the most similar, one query."""
    weights = _searched(signature, frequencies)
    if not weights:
        return []
    sums: dict[int, float] = {}
    for term, articles in library.holders(weights, 2 * _MOST_POSTINGS):
        weight = weights[term]
        for article in articles:
            sums[article] = sums.get(article, 0.0) + weight
    # Most share one term alone: what no place among the first is left for is not sorted.
    least = sorted(sums.values(), reverse=True)[:most][-1:]
    best = [(article, value) for article, value in sums.items() if value >= least[0]]
    best.sort(key=lambda x: (-x[1], x[0]))
    return [article for article, _ in best[:most]]


def _searched(signature: Signature, frequencies: Frequencies) -> Mapping[int, float]:
    """{term: what sharing it counts}: the square, for the other's weight of it is about the same.

    In how many articles a term stands bounds how many have it among their strongest; a term that
    is new since the last count is bounded by the slice of the query.
    """
    terms = list(signature.items())[:TERMS_INDEXED]
    chosen: dict[int, float] = {}
    budget = _MOST_POSTINGS
    for term, weight in sorted(terms, key=lambda x: frequencies.counts[x[0]]):
        budget -= frequencies.counts[term]
        if budget < 0 and chosen:
            break
        chosen[term] = weight * weight
    return chosen
