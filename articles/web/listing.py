"""Paginated lists of articles: one page of rows, and links to every other page."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.web.article_links import LINK_COLUMNS, Entry, entry_of

PAGE_SIZE = 50
# Pages that stand side by side in the list of pages. With more, each page links to its own
# hundred and to the first of every other hundred, so that any page of 10,000 is two clicks from
# any other: the first page of a subject is one click from home, and so each of its half a million
# articles is within four.
BLOCK_SIZE = 100


@dataclass(frozen=True, slots=True)
class PageList:
    """Where page `number` stands among all; an empty list has one page."""

    number: int
    article_count: int

    @property
    def page_count(self) -> int:
        return max(1, -(-self.article_count // PAGE_SIZE))

    @property
    def offset(self) -> int:
        """How many articles stand on the pages before."""
        return (self.number - 1) * PAGE_SIZE

    @property
    def first(self) -> int:
        """The position of the page's first article, counted from 1."""
        return min(self.offset + 1, self.article_count)

    @property
    def last(self) -> int:
        """The position of the page's last article."""
        return min(self.offset + PAGE_SIZE, self.article_count)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.page_count else None

    @property
    def block(self) -> range:
        """The pages of this page's hundred."""
        start = (self.number - 1) // BLOCK_SIZE * BLOCK_SIZE + 1
        return range(start, min(start + BLOCK_SIZE, self.page_count + 1))

    @property
    def blocks(self) -> list[range]:
        """All hundreds, where there is more than one."""
        if self.page_count <= BLOCK_SIZE:
            return []
        return [
            range(start, min(start + BLOCK_SIZE, self.page_count + 1))
            for start in range(1, self.page_count + 1, BLOCK_SIZE)
        ]


class Order(StrEnum):
    """In what order a list stands; the value is that of `?sort=`."""

    NEWEST = "newest"
    ALPHABET = "az"
    READ = "read"


# Each ends with the key, so that it is a total one.
_ORDERS = {
    Order.NEWEST: ("-published_on", "-pk"),
    Order.ALPHABET: (Lower("title"), "pk"),
    Order.READ: (
        F("readership__recent_views").desc(nulls_last=True),
        F("readership__views").desc(nulls_last=True),
        "-published_on",
        "-pk",
    ),
}

# What the list prints, for `values_list`.
_ROW = (*LINK_COLUMNS, "published_on", "rendering__excerpt")


def page_of(
    articles: ArticleQuerySet, offset: int, size: int, order: Order = Order.NEWEST
) -> QuerySet:
    """Return the query for articles of a list; `entries_of` takes its rows. Most read are those of
    the last 30 days.

    The offset of the newest is counted in the index alone, and only the page's own rows are read.
    """
    keys = articles.order_by(*_ORDERS[order]).values("pk")[offset : offset + size]
    rows = Article.objects.live().filter(pk__in=keys).order_by(*_ORDERS[order])
    return rows.values_list(*_ROW)


def count_in_subject(articles: ArticleQuerySet) -> Coalesce:
    """Return how many of the articles are a subject's, for a query of subjects."""
    counts = (
        articles.filter(subject=OuterRef("pk"))
        .order_by()
        .values("subject")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Coalesce(Subquery(counts), 0)


def entries_of(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """Return the entries of a list, from the rows of `page_of`."""
    return [
        entry_of(*link, published_on=published_on, excerpt=excerpt)
        for *link, published_on, excerpt in rows
    ]
