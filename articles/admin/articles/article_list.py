"""Columns and filters of the article list, each backed by an index."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.articles.readership import order_of_an_index, with_numbers
from articles.admin.base.assigning import with_assignee
from articles.admin.queues.finding import in_state, kind_label, open_counts
from articles.models import EditorialNote, Finding, IndexStatus, KeptDelivery, Status
from articles.reviewing.turns import turns_of
from articles.rights import may_review

# What a column has room for; the whole sentence is IndexStatus's label.
INDEX_WORDS = {
    IndexStatus.INDEXABLE: "Yes",
    IndexStatus.DUPLICATE: "Twin instead",
    IndexStatus.NO_INDEX: "Kept out by hand",
    IndexStatus.HIDDEN_SUBJECT: "Hidden subject",
    IndexStatus.DRAFT: "No, a draft",
    IndexStatus.WITHDRAWN: "No, withdrawn",
}
_OPEN_FINDINGS = Finding.objects.filter(is_dismissed=False)


class ArticleChangeList(ChangeList):
    """Reads the columns that it shows: an answer is up to 5 kB that no list prints."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> Sequence:
        """The best matches of a search first, unless a column is asked for."""
        if "search_rank" in queryset.query.annotations and not self.params.get(ORDER_VAR):
            return ["search_rank", "-pk"]
        return order_of_an_index(super().get_ordering(request, queryset))

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        open_findings = (
            _OPEN_FINDINGS.filter(article=OuterRef("pk"))
            .order_by()
            .values("article")
            .annotate(number=Count("pk"))
            .values("number")
        )
        articles = (
            super()
            .get_queryset(request, exclude_parameters)
            .only(
                "title",
                "article_title",
                "question",
                "slug",
                "subject",
                "status",
                "index_status",
                "published_on",
            )
            .annotate(
                open_findings=Coalesce(Subquery(open_findings), 0),
                delivery_waits=Q(pk__in=KeptDelivery.objects.waiting().article_keys()),
                is_in_review=Q(pk__in=_keys_of(EditorialNote.objects.in_review())),
            )
        )
        # Not joined: SQLite begins such a join with the forty subjects, and sorts every article of
        # theirs (2.3 s at a million articles).
        return with_assignee(with_numbers(articles)).prefetch_related("subject")


class IndexStatusFilter(admin.SimpleListFilter):
    """Why a page is, or is not, in search engines, in the words of IndexStatus."""

    title = "place in search engines"
    parameter_name = "index_status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return IndexStatus.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(index_status=self.value()) if self.value() else queryset


class ReviewFilter(admin.SimpleListFilter):
    """Drafts on their way to readers, and articles that are to be reviewed again."""

    title = "review"
    parameter_name = "review"
    DUE, MINE = "due", "mine"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [
            (self.MINE, "Waits for me"),
            ("waits", "In review"),
            ("returned", "Sent back"),
            ("commented", "With an open comment"),
            (self.DUE, "Review is due"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == self.DUE:
            return review_due(queryset)
        notes = {
            self.MINE: turns_of(request.user, may_review=may_review(request.user)),
            "waits": EditorialNote.objects.in_review(),
            "returned": EditorialNote.objects.turns().filter(kind=EditorialNote.Kind.RETURNED),
            "commented": EditorialNote.objects.open_comments(),
        }.get(self.value())
        return queryset.filter(pk__in=_keys_of(notes)) if notes is not None else queryset


def review_due(articles: QuerySet) -> QuerySet:
    """Return those of the articles that shall be reviewed again by today; nobody reads the
    withdrawn ones."""
    due = articles.filter(review_again_by__lte=timezone.localdate())
    return due.exclude(status=Status.WITHDRAWN)


def _keys_of(notes: QuerySet) -> QuerySet:
    return notes.order_by().values("article_key")


class DeliveryWaitsFilter(admin.SimpleListFilter):
    """Articles for which a delivery is kept until they come back."""

    title = "newer delivery"
    parameter_name = "delivery"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("waits", "One waits")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "waits":
            return queryset
        return queryset.filter(pk__in=KeptDelivery.objects.waiting().article_keys())


class HasFindingFilter(admin.SimpleListFilter):
    """Articles with an open finding of one kind."""

    title = "finding"
    parameter_name = "finding"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        kinds = open_counts(request.user)
        return [("any", "Any finding"), *((kind, kind_label(kind)) for kind in kinds)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        if self.value() == "any":
            return queryset.filter(Exists(_OPEN_FINDINGS.filter(article=OuterRef("pk"))))
        found = in_state(Finding.objects.filter(kind=self.value()), is_dismissed=False)
        return queryset.filter(pk__in=found.filter(article__isnull=False).values("article"))
