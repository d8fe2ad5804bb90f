"""ModelAdmin of subjects: name, position and listing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.base.in_subjects import InSubjectsMixin
from articles.admin.base.list_sheet import ListSheetMixin
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.refused_save import RefusedSaveMixin
from articles.admin.base.retry import RetryingMixin
from articles.core.text.proposed_notices import proposed_notice
from articles.models import Article, Subject
from articles.publishing import delete_subjects, save_subject
from articles.rights import Scope


class SubjectForm(forms.ModelForm):
    """A subject; where it is one of health or law and has no disclaimer, with one to be taken."""

    takes_notice = forms.BooleanField(required=False, label="Take the proposed disclaimer")

    class Meta:
        model = Subject
        fields = (
            *("name", "slug", "is_listed", "position", "introduction", "disclaimer"),
            *("title", "description"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = _notice_for(self.instance)
        if "takes_notice" in self.fields:
            self.fields["takes_notice"].help_text = f"“{self.notice}”"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("takes_notice") and not data.get("disclaimer", "").strip():
            data["disclaimer"] = self.notice
        return data


def _notice_for(subject: Subject | None) -> str:
    """The disclaimer that is proposed: none where the subject has its own."""
    if subject is None or not subject.pk or subject.disclaimer.strip():
        return ""
    return proposed_notice(subject.slug, subject.name)


class SubjectAdmin(
    InSubjectsMixin,
    ListSheetMixin,
    RefusedSaveMixin,
    RetryingMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    form = SubjectForm
    list_display = ("name", "slug", "is_listed", "position", "notice_column", "article_count")
    list_filter = ("is_listed",)
    actions = ("download_xlsx", "download_csv")
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

    def get_fieldsets(self, request: HttpRequest, obj: Subject | None = None) -> Any:
        (name, options), *others = super().get_fieldsets(request, obj)
        if obj and self.has_change_permission(request, obj) and _notice_for(obj):
            options = {**options, "fields": (*options["fields"], "takes_notice")}
        return [(name, options), *others]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Subject | None = None
    ) -> tuple[str, ...]:
        """The slug stands in the address of every article: it is chosen once."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Subject | None = None) -> dict:
        return {} if obj else {"slug": ("name",)}

    def view_on_site(self, subject: Subject) -> str:
        return subject.get_absolute_url()

    @admin.display(description="disclaimer")
    def notice_column(self, subject: Subject) -> str:
        if subject.disclaimer.strip():
            return "Yes"
        return "Proposed" if _notice_for(subject) else ""

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
