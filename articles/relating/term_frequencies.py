"""Document frequency of each term over all articles."""

import sys
import zlib
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log

from articles.models import Article, TermFrequencies
from articles.relating.terms import BUCKETS, count_terms
from articles.relating.text_reader import read_texts

_COMPRESSION = 1


@dataclass(slots=True)
class Frequencies:
    """`counts` has a number of articles for every term, 4 MB; `articles` is how many there were."""

    articles: int
    counts: array

    def weight(self, term: int) -> float:
        """The inverse document frequency; 0 for a term that one article alone has, and which so
        leads nowhere. One that was never counted is new, not alone."""
        count = self.counts[term]
        return 0.0 if count == 1 else max(log((self.articles + 1) / (count + 1)), 0.0)


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


def count_again(progress: Callable[[int], None] = lambda done: None) -> Frequencies:
    """Count the terms of every indexable article and store the result."""
    counts = array("I", bytes(4 * BUCKETS))
    articles = 0
    for text in read_texts(Article.objects.indexable()):
        for term in count_terms(text.question, text.keywords, text.plain_text):
            counts[term] += 1
        articles += 1
        progress(articles)
    _store(articles, counts)
    return Frequencies(articles, counts)


def growth_since(frequencies: Frequencies) -> float:
    """Return how many times as many articles there are as were counted."""
    return Article.objects.indexable().count() / max(frequencies.articles, 1)


def _store(articles: int, counts: Iterable[int]) -> None:
    counts = array("I", counts)
    if sys.byteorder != "little":
        counts.byteswap()
    values = {
        "counted_articles": articles,
        "counts": zlib.compress(counts.tobytes(), _COMPRESSION),
    }
    TermFrequencies.objects.update_or_create(pk=1, defaults=values)
