"""Pages that name an article as the one before or behind it in a topic."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from articles.database.among import among
from articles.database.compiled_query import CompiledQuery
from articles.models import ArticleTopic, IndexStatus

Member = tuple[int, bool]  # the key of an article, and whether other pages may name it

_TOPICS = CompiledQuery(
    lambda articles: (
        ArticleTopic.objects.filter(among("article_id", articles))
        .order_by()
        .values_list("topic_id", flat=True)
    ),
    articles=list,
)
_MEMBERS = CompiledQuery(
    lambda topics: (
        ArticleTopic.objects.filter(among("topic_id", topics))
        .order_by("topic_id", "article_id")
        .values_list("topic_id", "article_id", "article__index_status")
    ),
    topics=list,
)


def pages_beside(keys: Collection[int]) -> set[int]:
    """Return the articles next to one of these in a topic, or next to the gap that it leaves: with
    or without it their pages name another article. Two queries; one where none has a topic.

    Each topic is read whole: it has some dozens of articles, a few hundred at most.
    """
    if not keys:
        return set()
    numbers = sorted(set(_TOPICS.flat(articles=sorted(keys))))
    if not numbers:
        return set()
    found: set[int] = set()
    for _, members in groupby(_MEMBERS.rows(topics=numbers), key=itemgetter(0)):
        order = [(key, status == IndexStatus.INDEXABLE) for _, key, status in members]
        found.update(_behind(order, keys))
        found.update(_behind(order[::-1], keys))
    return found.difference(keys)


def _behind(order: Sequence[Member], keys: Collection[int]) -> Iterator[int]:
    """Yield what stands behind one of the keys with nothing between that is named instead."""
    is_behind = False
    for key, is_named in order:
        if is_behind:
            yield key
        if key in keys:
            is_behind = True
        elif is_named:
            is_behind = False
