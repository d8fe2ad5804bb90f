"""Views and votes as columns of the article list and as a panel of the article page."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, F, Q, QuerySet

from articles.admin.lists.orders import Order
from articles.audience.views import without_rows
from articles.models import Article, Feedback, Readership

# Columns of the list, each with the index of Readership that sorts by it.
NUMBER_COLUMNS = ("views_column", "recent_column", "helpful_column", "unhelpful_column")
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
    """Annotate what NUMBER_COLUMNS print; null where nobody has read the article yet."""
    names = ("views", "recent_views", "helpful", "unhelpful")
    return articles.annotate(**{f"reader_{name}": F(f"readership__{name}") for name in names})


def _by_number(name: str, column: str, label: str, reversed_label: str) -> Order:
    """The order by a number, along its index: of those articles that have numbers, which
    `articles.audience.views.fill` gives each within a day."""
    return Order(
        name=name,
        label=label,
        reversed_label=reversed_label,
        columns=(f"readership__{column}", "readership__article_id"),
        within=Q(readership__isnull=False),
        lacks=lambda: without_rows().exists(),
        spine=Readership.objects.all,
        spine_columns=(column, "article_id"),
    )


NUMBER_ORDERS = (
    _by_number("views", "views", "Most views first", "Fewest views first"),
    _by_number("recent", "recent_views", "Most views in 30 days", "Fewest views in 30 days"),
    _by_number("helpful", "helpful", "Most votes “helpful”", "Fewest votes “helpful”"),
    _by_number("unhelpful", "unhelpful", "Most votes “not helpful”", "Fewest votes “not helpful”"),
)


class NumbersMixin:
    """The columns, for the ModelAdmin of articles."""

    @admin.display(description="views", ordering="views", empty_value="")
    def views_column(self, article: Article) -> str:
        return _printed(article.reader_views)

    @admin.display(description="30 days", ordering="recent", empty_value="")
    def recent_column(self, article: Article) -> str:
        return _printed(article.reader_recent_views)

    @admin.display(description="helpful", ordering="helpful", empty_value="")
    def helpful_column(self, article: Article) -> str:
        return _printed(article.reader_helpful)

    @admin.display(description="not helpful", ordering="unhelpful", empty_value="")
    def unhelpful_column(self, article: Article) -> str:
        return _printed(article.reader_unhelpful)


def _printed(number: int | None) -> str:
    return f"{number:,}" if number else ""
