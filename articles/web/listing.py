"""Paginated lists of articles: one page of rows, and links to every other page."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.web.article_links import LINK_COLUMNS, Entry, entry_of

PAGE_SIZE = 50
# With no more pages than this, each links to all of them.
_FEW_PAGES = 9


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
    def window(self) -> list[int]:
        """The pages that this page links to, and itself, in order: its neighbours, the first and
        the last, and landmarks, of which every page of the list is a neighbour.

        So any page is two clicks from any other; the first page of a subject is one click from
        home, and each of its articles within four. Of N pages a page names about 2√N: of 85
        twenty, of 10,000 two hundred.
        """
        count = self.page_count
        if count <= _FEW_PAGES:
            return list(range(1, count + 1))
        reach = max(2, ceil((sqrt(count) - 1) / 2))
        near = range(max(1, self.number - reach), min(count, self.number + reach) + 1)
        landmarks = range(1 + reach, count + 1, 2 * reach + 1)
        return sorted({1, count, *near, *landmarks})


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
