"""Columns and orders of the article list, each order walked along an index."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from articles.admin.articles.readership import NUMBER_COLUMNS, NUMBER_ORDERS, with_numbers
from articles.admin.base.assigning import with_assignee
from articles.admin.lists.orders import ListedOrder, Order
from articles.admin.queues.finding_kinds import open_numbers
from articles.models import (
    Article,
    EditorialNote,
    Finding,
    IndexStatus,
    KeptDelivery,
    Related,
    Revision,
    Status,
)

# What a column has room for; the whole sentence is IndexStatus's label.
INDEX_WORDS = {
    IndexStatus.INDEXABLE: "Yes",
    IndexStatus.DUPLICATE: "Another instead",
    IndexStatus.NO_INDEX: "Kept out by hand",
    IndexStatus.HIDDEN_SUBJECT: "Hidden subject",
    IndexStatus.DRAFT: "No, a draft",
    IndexStatus.WITHDRAWN: "No, withdrawn",
}
_OPEN_FINDINGS = Finding.objects.filter(is_dismissed=False)
_READ = (
    *("title", "article_title", "question", "slug", "subject", "status", "index_status"),
    *("published_on", "content_modified_at", "author", "score"),
)
ORDERS = (
    ListedOrder(name="best", label="Best matches first"),
    Order(name="newest", label="Newest first", reversed_label="Oldest first", columns=("id",)),
    Order(
        name="changed",
        label="Last changed first",
        reversed_label="Longest unchanged first",
        columns=("content_modified_at", "id"),
        spine=Article.objects.all,
        spine_columns=("content_modified_at", "id"),
        parts_of="status",
        parts={status.value: Q(status=status) for status in Status},
    ),
    Order(
        name="title",
        label="Title, A to Z",
        reversed_label="Title, Z to A",
        # The index has the status between title and key.
        columns=("title", "index_status", "id"),
        is_descending=False,
        spine=Article.objects.all,
        spine_columns=("title", "index_status", "id"),
    ),
    *NUMBER_ORDERS,
    ListedOrder(
        name="findings",
        label="Most findings first",
        reversed_label="Fewest findings first",
        needs=("finding", "any"),
        numbers=open_numbers,
    ),
)


def with_columns(articles: QuerySet, columns: Collection[str]) -> QuerySet:
    """Annotate what the columns of a page print: an answer is up to 5 kB that no list prints."""
    articles = articles.only(*_READ).annotate(
        delivery_waits=Q(pk__in=KeptDelivery.objects.waiting().article_keys()),
        is_in_review=Q(pk__in=_keys_of(EditorialNote.objects.in_review())),
    )
    if "findings_column" in columns:
        articles = articles.annotate(open_findings=_count(_OPEN_FINDINGS))
    if "related_column" in columns:
        articles = articles.annotate(related_count=_count(Related.objects.all()))
    if "editor_column" in columns:
        last = Revision.objects.filter(article_key=OuterRef("pk")).order_by("-version")
        articles = articles.annotate(last_editor=Subquery(last.values("actor__username")[:1]))
    if "assigned_column" in columns:
        articles = with_assignee(articles)
    return with_numbers(articles)


def review_due(articles: QuerySet) -> QuerySet:
    """Return those of the articles that shall be reviewed again by today; nobody reads the
    withdrawn ones."""
    due = articles.filter(review_again_by__lte=timezone.localdate())
    return due.exclude(status=Status.WITHDRAWN)


def _count(rows: QuerySet) -> Coalesce:
    """How many rows of another table name the article."""
    grouped = rows.filter(article=OuterRef("pk")).order_by().values("article")
    return Coalesce(Subquery(grouped.annotate(number=Count("pk")).values("number")), 0)


def _keys_of(notes: QuerySet) -> QuerySet:
    return notes.order_by().values("article_key")


# An empty cell says enough, and on a telephone takes no place.
column = partial(admin.display, empty_value="")


class ArticleColumnsMixin:
    """The columns, for the ModelAdmin of articles."""

    first_columns = ("heading_column",)
    columns = (
        *("subject_column", "status_column", "in_search_engines", "published_column"),
        *("changed_column", "editor_column", "author_column", "score_column"),
        *("findings_column", "related_column", *NUMBER_COLUMNS, "assigned_column"),
    )
    usual_columns: Any = (
        *("subject_column", "status_column", "in_search_engines", "changed_column"),
        *("findings_column", *NUMBER_COLUMNS, "assigned_column"),
    )

    @column(description="question", ordering="title")
    def heading_column(self, article: Article) -> str:
        return article.heading

    @column(description="subject")
    def subject_column(self, article: Article) -> str:
        return article.subject_name

    @column(description="status")
    def status_column(self, article: Article) -> str:
        review = ", in review" if article.status == Status.DRAFT else ", a draft in review"
        waits = ", a newer delivery waits" if article.delivery_waits else ""
        return f"{article.get_status_display()}{review if article.is_in_review else ''}{waits}"

    @column(description="in search engines")
    def in_search_engines(self, article: Article) -> str:
        code = IndexStatus(article.index_status)
        return format_html('<span title="{}">{}</span>', code.label, INDEX_WORDS[code])

    @column(description="published")
    def published_column(self, article: Article) -> str:
        return date_format(article.published_on, "j M Y") if article.published_on else ""

    @column(description="changed", ordering="changed")
    def changed_column(self, article: Article) -> str:
        return date_format(timezone.localtime(article.content_modified_at), "j M Y")

    @column(description="changed by")
    def editor_column(self, article: Article) -> str:
        return article.last_editor or ""

    @column(description="author")
    def author_column(self, article: Article) -> str:
        return article.author

    @column(description="score")
    def score_column(self, article: Article) -> str:
        return "" if article.score is None or article.score < 0 else f"{article.score:g}"

    @column(description="findings", ordering="findings")
    def findings_column(self, article: Article) -> str:
        return str(article.open_findings or "")

    @column(description="assigned to")
    def assigned_column(self, article: Article) -> str:
        return article.assigned_to or ""

    @column(description="related")
    def related_column(self, article: Article) -> str:
        return str(article.related_count or "")
