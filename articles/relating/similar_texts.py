"""Similar texts: found by a text's rarest strong terms, compared by full signatures."""

from collections import Counter
from collections.abc import Mapping

from articles.models import TextPosting
from articles.relating.term_frequencies import Frequencies
from articles.relating.text_signatures import TERMS_INDEXED, Signature

# What one search reads, whatever the size of the library: terms that more articles have are left
# out, the most frequent first.
_MOST_POSTINGS = 4_000


def find_similar(signature: Signature, frequencies: Frequencies, *, most: int) -> list[int]:
    """Return the keys of at most `most` indexable articles, likely the most similar, one query."""
    weights = _searched(signature, frequencies)
    if not weights:
        return []
    sums: Counter[int] = Counter()
    rows = TextPosting.objects.filter(term__in=list(weights)).values_list("term", "article_id")
    for term, article in rows[: 2 * _MOST_POSTINGS]:
        sums[article] += weights[term]
    ranked = sorted(sums.items(), key=lambda x: (-x[1], x[0]))
    return [article for article, _ in ranked[:most]]


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
