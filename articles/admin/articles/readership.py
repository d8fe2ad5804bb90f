"""Views and votes as columns of the article list and as a panel of the article page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, F, Q, QuerySet

from articles.models import Article, Feedback, Readership

# Columns of the list, each with the index of Readership that sorts by it.
NUMBER_COLUMNS = ("views_column", "recent_column", "helpful_column", "unhelpful_column")
_JOINED = "readership__"
_IS_NOTE = Q(article__feedback__state__gt=Feedback.State.VOTE)
_IS_UNREAD = Q(article__feedback__state=Feedback.State.UNREAD)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an article's page says of its readers; `notes` of them, `unread` among those."""

    views: int = 0
    recent_views: int = 0
    helpful: int = 0
    unhelpful: int = 0
    notes: int = 0
    unread: int = 0


def numbers_of(article: Article) -> Numbers:
    """Return the numbers of one article: one query."""
    row = (
        Readership.objects.filter(pk=article.pk)
        .annotate(
            notes=Count("article__feedback", filter=_IS_NOTE),
            unread=Count("article__feedback", filter=_IS_UNREAD),
        )
        .values(*Numbers.__dataclass_fields__)
        .first()
    )
    return Numbers(**row) if row else Numbers()


def with_numbers(articles: QuerySet) -> QuerySet:
    """Annotate what NUMBER_COLUMNS print; null where nobody has read the article yet.

    In an order by one of them, only those that have numbers: then the database walks along the
    index of that order and joins the page's fifty articles, where it would sort a million.
    `articles.audience.views.fill` gives every article its numbers within a day.
    """
    names = ("views", "recent_views", "helpful", "unhelpful")
    articles = articles.annotate(**{f"reader_{name}": F(f"{_JOINED}{name}") for name in names})
    first = next(iter(articles.query.order_by), "")
    if isinstance(first, str) and first.lstrip("-").startswith(_JOINED):
        return articles.filter(readership__isnull=False)
    return articles


def order_of_an_index(ordering: Sequence) -> Sequence:
    """Return an order by a number as its index has it, ending with the key of the same table; any
    other as it is. Further columns, which no index could serve, are left out.

    >>> order_of_an_index(["-readership__views", "-pk"])
    ['-readership__views', '-readership__pk']
    """
    first = next(iter(ordering), "")
    if not (isinstance(first, str) and first.lstrip("-").startswith(_JOINED)):
        return ordering
    sign = "-" if first.startswith("-") else ""
    return [first, f"{sign}{_JOINED}pk"]


class NumbersMixin:
    """The columns, for the ModelAdmin of articles."""

    sortable_by = NUMBER_COLUMNS

    @admin.display(description="views", ordering=f"-{_JOINED}views")
    def views_column(self, article: Article) -> str:
        return _printed(article.reader_views)

    @admin.display(description="30 days", ordering=f"-{_JOINED}recent_views")
    def recent_column(self, article: Article) -> str:
        return _printed(article.reader_recent_views)

    @admin.display(description="helpful", ordering=f"-{_JOINED}helpful")
    def helpful_column(self, article: Article) -> str:
        return _printed(article.reader_helpful)

    @admin.display(description="not helpful", ordering=f"-{_JOINED}unhelpful")
    def unhelpful_column(self, article: Article) -> str:
        return _printed(article.reader_unhelpful)


def _printed(number: int | None) -> str:
    return f"{number:,}" if number else ""
