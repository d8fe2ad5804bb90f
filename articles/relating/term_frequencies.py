"""Document frequency of each term over all articles, as the database keeps it."""

import sys
import zlib
from array import array

from articles.core.relatedness.term_weights import Frequencies
from articles.models import Article, TermFrequencies

_COMPRESSION = 1


def load() -> Frequencies | None:
    """Return the stored frequencies; None before the first count."""
    row = TermFrequencies.objects.first()
    if row is None:
        return None
    counts = array("I")
    counts.frombytes(zlib.decompress(row.counts))
    if sys.byteorder != "little":
        counts.byteswap()
    return Frequencies(row.counted_articles, counts)


def store(frequencies: Frequencies) -> None:
    """Replace the stored ones."""
    counts = array("I", frequencies.counts)
    if sys.byteorder != "little":
        counts.byteswap()
    values = {
        "counted_articles": frequencies.articles,
        "counts": zlib.compress(counts.tobytes(), _COMPRESSION),
    }
    TermFrequencies.objects.update_or_create(pk=1, defaults=values)


def growth_since(frequencies: Frequencies) -> float:
    """Return how many times as many articles there are as were counted."""
    return Article.objects.indexable().count() / max(frequencies.articles, 1)
