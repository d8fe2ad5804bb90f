"""ModelAdmin of subjects: name, position and listing."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.base.in_subjects import InSubjectsMixin
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.refused_save import RefusedSaveMixin
from articles.admin.base.retry import RetryingMixin
from articles.models import Article, Subject
from articles.publishing import delete_subjects, save_subject
from articles.rights import Scope


class SubjectAdmin(
    InSubjectsMixin, RefusedSaveMixin, RetryingMixin, FilterLookupsMixin, admin.ModelAdmin
):
    list_display = ("name", "slug", "is_listed", "position", "article_count")
    list_filter = ("is_listed",)
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name", "slug")
    ordering = ("position", "name", "pk")
    fieldsets = (
        (
            None,
            {"fields": ("name", "slug", "is_listed", "position", "introduction", "disclaimer")},
        ),
        ("Search engines", {"fields": ("title", "description")}),
    )

    def rows_within(self, rows: QuerySet, scope: Scope) -> QuerySet:
        return rows.filter(pk__in=scope.keys)

    def is_row_within(self, row: Subject, scope: Scope) -> bool:
        return row.pk in scope.keys

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the number of articles, counted in the index of the addresses."""
        articles = Article.objects.filter(subject=OuterRef("pk")).order_by().values("subject")
        counts = articles.annotate(number=Count("pk")).values("number")
        found = super().get_queryset(request)
        return found.annotate(article_total=Coalesce(Subquery(counts), 0))

    def get_readonly_fields(
        self, request: HttpRequest, obj: Subject | None = None
    ) -> tuple[str, ...]:
        """The slug stands in the address of every article: it is chosen once."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Subject | None = None) -> dict:
        return {} if obj else {"slug": ("name",)}

    def view_on_site(self, subject: Subject) -> str:
        return subject.get_absolute_url()

    @admin.display(description="articles")
    def article_count(self, subject: Subject) -> str:
        url = reverse("admin:articles_article_changelist")
        return format_html(
            '<a href="{}?subject__id__exact={}">{}</a>',
            url,
            subject.pk,
            f"{subject.article_total:,}",
        )

    def save_model(self, request: HttpRequest, obj: Subject, form: Any, change: bool) -> None:
        save_subject(obj)

    def delete_model(self, request: HttpRequest, obj: Subject) -> None:
        delete_subjects([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        delete_subjects(queryset)

    def get_deleted_objects(
        self, objs: Iterable[Subject], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Refuse a subject that holds articles, by their number: Django would name every one."""
        subjects = list(objs)
        numbers = dict(
            Article.objects.filter(subject__in=subjects)
            .order_by()
            .values_list("subject")
            .annotate(number=Count("pk"))
        )
        protected = [
            f"{subject.name} holds {numbers[subject.pk]:,} articles: move or delete them first."
            for subject in subjects
            if subject.pk in numbers
        ]
        return [subject.name for subject in subjects], {"subjects": len(subjects)}, set(), protected
