"""The library of relatedness as the database has it."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, F, Q

from articles.core.relatedness.library import MOST_INBOUND, Link, Node, question_of
from articles.core.relatedness.signatures import Signature
from articles.database.among import among
from articles.database.batches import batches
from articles.models import Article, IndexStatus, Related, TextPosting
from articles.relating.shown_articles import indexable_among, live_among
from articles.relating.text_signatures import read_signatures

_KEYS_A_QUERY = 500


class StoredLibrary:
    """A `Library` of articles by their keys; every method is one query for up to 500 of them."""

    def nodes(self, keys: Iterable[int]) -> dict[int, Node]:
        columns = ("pk", "canonical_id", "index_status", "title")
        return {
            pk: Node(pk, canonical or pk, status == IndexStatus.INDEXABLE, question_of(title))
            for some in batches(sorted(set(keys)), _KEYS_A_QUERY)
            for pk, canonical, status, title in Article.objects.filter(
                among("pk", some)
            ).values_list(*columns)
        }

    def twins(self, texts: Collection[int]) -> list[int]:
        return [
            twin
            for some in batches(sorted(texts), _KEYS_A_QUERY)
            for twin in Article.objects.filter(among("canonical", some)).values_list(
                "pk", flat=True
            )
        ]

    def short_of(self, count: int, keys: Sequence[int]) -> list[int]:
        live = live_among(keys)
        rows: list[tuple[int, int]] = []
        for some in batches(sorted(live), _KEYS_A_QUERY):
            own = Related.objects.filter(among("article", some)).exclude(target=None).order_by()
            rows += own.values_list("article_id", "target_id")
        indexable = indexable_among({target for _, target in rows})
        shown = Counter(article for article, target in rows if target in indexable)
        return [key for key in keys if key in live and shown[key] < count]

    def links_from(self, keys: Collection[int], *, waiting: bool = False) -> Iterator[Link]:
        links = Related.objects.all() if waiting else Related.objects.exclude(target=None)
        # The address, the widest column, is read only of links that wait for their article.
        columns = ("article_id", "target_id", *(("path",) if waiting else ()))
        for some in batches(sorted(keys), _KEYS_A_QUERY):
            for row in links.filter(among("article", some)).order_by().values_list(*columns):
                yield Link(row[0], row[1], row[2] if waiting and row[1] is None else "")

    def links_to(self, keys: Collection[int]) -> Iterator[Link]:
        for article, target, _ in _inbound("target", keys, Q()):
            yield Link(article, target, "")

    def links_waiting(self, addresses: Collection[Hashable]) -> Iterator[Link]:
        for article, _, path in _inbound("path", addresses, Q(target=None)):
            yield Link(article, None, path)

    def signatures(self, keys: Collection[int]) -> dict[int, Signature]:
        return read_signatures(sorted(keys))

    def holders(self, terms: Collection[int], most: int) -> Iterator[tuple[int, Sequence[int]]]:
        rows = TextPosting.objects.filter(term__in=list(terms)).order_by("term", "article")
        found = rows.values_list("term", "article_id")[:most]
        for term, some in groupby(found, key=itemgetter(0)):
            yield term, [article for _, article in some]


def _inbound(
    column: str, values: Collection[Hashable], condition: Q
) -> Iterator[tuple[int, int | None, str]]:
    """Yield (article, target, path) of the links with one of the values in a column; nothing of a
    value that more than a hundred have."""
    for some in batches(sorted(set(values)), _KEYS_A_QUERY):
        links = Related.objects.filter(condition, **{f"{column}__in": some}).order_by()
        counts = links.values(value=F(column)).annotate(count=Count("pk"))
        usual = [row["value"] for row in counts if row["count"] <= MOST_INBOUND]
        links = Related.objects.filter(condition, **{f"{column}__in": usual}).order_by()
        yield from links.values_list("article_id", "target_id", "path")
