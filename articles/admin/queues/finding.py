"""ModelAdmin of findings, each linked to the field and line of its article."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles.admin.base.article_addresses import form_url
from articles.admin.base.article_search import SearchByArticleMixin
from articles.admin.base.assigning import AssignedFilter, AssigningMixin
from articles.admin.base.in_subjects import InSubjectsMixin, OwnSubjectsFilter
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.open_items_filter import StateFilter
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.read_only_rows import KeptRowsMixin
from articles.admin.base.work_list import Step, step_url, work_list
from articles.admin.queues.same_text import ELSEWHERE, SameTextMixin, answers, may_answer
from articles.core.article_content import ArticleContent
from articles.core.text.bidi_controls import show_directions
from articles.core.text.problem_kinds import (
    FILE_KINDS,
    KINDS,
    LINK_KINDS,
    TEXT_KINDS,
    Severity,
)
from articles.models import BulkRun, Finding
from articles.rights import within

_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A finding as a page prints it. `anchor` names the form's field, "" where there is none;
    `line` counts from 1 in the text of that field; `is_live`: it is found while the text is
    written, too."""

    pk: int
    kind: str
    label: str
    severity: str
    field: str
    line: int | None
    place: str
    detail: str
    anchor: str
    advice: str = ""
    is_live: bool = False


def found_problems(rows: Iterable[Finding]) -> list[FoundProblem]:
    """Return findings in words, errors first, then by their place in the text."""
    ordered = sorted(
        rows, key=lambda row: (_SEVERITIES.index(row.severity), row.field, row.line or 0, row.pk)
    )
    return [
        FoundProblem(
            pk=row.pk,
            kind=row.kind,
            label=kind_label(row.kind),
            severity=row.severity,
            field=row.field,
            line=None if row.kind in FILE_KINDS else row.line,
            place=line_in_words(row),
            detail=row.detail,
            anchor=anchor_of(row.field),
            advice=KINDS[row.kind].advice if row.kind in KINDS else "",
            is_live=row.kind in TEXT_KINDS | LINK_KINDS,
        )
        for row in ordered
    ]


def line_in_words(finding: Finding) -> str:
    """Return the line of a finding, in the text of its field or in its file; "" without one."""
    if not finding.line:
        return ""
    where = " of the file" if finding.kind in FILE_KINDS else ""
    return f"line {finding.line}{where}"


def kind_label(kind: str) -> str:
    """Return the label of a kind; a kind that a later version has dropped is named as it is."""
    return KINDS[kind].label if kind in KINDS else kind


def in_state(findings: QuerySet, *, is_dismissed: bool) -> QuerySet:
    """Filter by state so that an index serves: for `is_dismissed=False` Django writes
    `NOT is_dismissed`, for which SQLite reads the whole table (100 ms at 120,000 findings)."""
    return findings.filter(is_dismissed__in=[is_dismissed])


def open_counts(user: object) -> dict[str, int]:
    """Return how many findings of each kind are open in the subjects of a user, the most frequent
    first: one grouped count over the index (is_dismissed, kind)."""
    found = within(user, Finding.objects.order_by(), "article__subject")
    rows = in_state(found, is_dismissed=False).values_list("kind")
    return dict(rows.annotate(number=Count("pk")).order_by("-number", "kind"))


def anchor_of(field: str) -> str:
    """`"answer"` -> `"id_answer"`; `"related_article2"` -> `"related-group"`; `"url"` -> `""`."""
    if field.startswith("related"):
        return "related-group"
    return f"id_{field}" if field in ArticleContent.__dataclass_fields__ else ""


class KindFilter(admin.SimpleListFilter):
    """The kinds that are open, with their numbers."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        counts = open_counts(request.user)
        return [(kind, f"{kind_label(kind)} ({n:,})") for kind, n in counts.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class DismissedFilter(StateFilter):
    """Open findings unless asked otherwise."""

    others = (("dismissed", "Dismissed"), ("all", "Open and dismissed"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        is_dismissed = self.value() == "dismissed"
        if {"kind", "severity__exact"} & request.GET.keys():
            return in_state(queryset, is_dismissed=is_dismissed)
        # All kinds together come in the order of the key, which no index of the state gives.
        return queryset.filter(is_dismissed=is_dismissed)


class FindingChangeList(ChangeList):
    """Each row knows the list, so that its article's form leads to the next one."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        query = request.GET.copy()
        for name in (PAGE_VAR, ERROR_FLAG):
            query.pop(name, None)
        for finding in self.result_list:
            finding.list_query = query.urlencode()


class FindingAdmin(
    InSubjectsMixin,
    SearchByArticleMixin,
    KeptRowsMixin,
    SameTextMixin,
    AssigningMixin,
    CappedListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    list_display = ("place", "label", "severity", "where", "detail", "assigned_column")
    list_display_links = None
    list_filter = (DismissedFilter, "severity", KindFilter, AssignedFilter)
    list_filter += (("article__subject", OwnSubjectsFilter),)
    further_lookups = ("article__id__exact",)
    list_select_related = ("article__subject", "assignee")
    show_facets = admin.ShowFacets.NEVER
    searched_text = "path"
    search_help_text = "Words of the article, or part of its address: subject/slug."
    actions = ("dismiss", "reopen", "assign")
    readonly_fields = ("path", "label", "severity", "field", "line", "detail", "answer")

    class Media:
        css = {"all": ["admin/qtsite/history.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return FindingChangeList

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """With the two answers where all rows ask for one; else they stand at the article."""
        is_asked = request.GET.get("kind") == ELSEWHERE and may_answer(request)
        return (*self.list_display, "answer") if is_asked else self.list_display

    def get_fields(self, request: HttpRequest, obj: Finding | None = None) -> tuple[str, ...]:
        has_answer = obj is not None and may_answer(request) and answers(obj)
        return self.readonly_fields if has_answer else self.readonly_fields[:-1]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("article__answer")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.dismiss_one))
        name = "articles_finding_dismiss"
        return [path("<int:pk>/dismiss/", view, name=name), *super().get_urls()]

    @admin.display(description="article")
    def place(self, finding: Finding) -> str:
        """A link to the field in the article; a refused file has no article to link to."""
        if finding.article is None:
            return show_directions(finding.path)
        step = self.step_of(
            finding.pk, finding.article_id, finding.kind, finding.field, finding.line
        )
        url = step_url("finding", getattr(finding, "list_query", ""), step)
        html = '<a href="{}">{}</a> <span class="quiet">{}</span>'
        article = finding.article
        return format_html(html, url, article.heading, article.subject.name)

    def step_of(self, key: int, article: int, kind: str, field: str, line: int | None) -> Step:
        """Return where in its article's form a finding leads to."""
        has_line = line and kind not in FILE_KINDS
        return Step(key, article, (("line", str(line)),) if has_line else (), anchor_of(field))

    @admin.display(description="assigned to")
    def assigned_column(self, finding: Finding) -> str:
        return finding.assignee.get_username() if finding.assignee else ""

    @admin.display(description="kind")
    def label(self, finding: Finding) -> str:
        return kind_label(finding.kind)

    @admin.display(description="where")
    def where(self, finding: Finding) -> str:
        return ", ".join(filter(None, (finding.field, line_in_words(finding))))

    @admin.display(description="what happened?")
    def answer(self, finding: Finding) -> str:
        return answers(finding)

    @admin.action(description="Dismiss the selected findings", permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.DISMISS, queryset)

    @admin.action(description="Reopen the selected findings", permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.REOPEN, queryset)

    @admin.action(description="Assign the selected findings…", permissions=["change"])
    def assign(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.ASSIGN_FINDINGS, queryset)

    def sample_of(self, finding: Finding) -> str:
        return f"{kind_label(finding.kind)}: {show_directions(finding.path)}"

    def dismiss_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Dismiss a finding from its article's page: back to the page, or `{"dismissed": pk}` for
        the script that keeps what is being written on screen."""
        finding = get_object_or_404(Finding, pk=pk)
        if not self.has_change_permission(request, finding):
            raise PermissionDenied
        work = work_list(self.admin_site, request, finding.article)
        self.dismiss_finding(finding)
        of_what = finding.article or finding
        self.log_change(request, of_what, f"Dismissed: {kind_label(finding.kind)}.")
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"dismissed": pk})
        url = reverse("admin:articles_finding_changelist")
        if work is not None:
            url = work.next_url or work.list_url
        elif finding.article_id:
            url = form_url(finding.article_id)
        return HttpResponseRedirect(url)

    def dismiss_finding(self, finding: Finding) -> None:
        """Keep it away for as long as the words stay."""
        Finding.objects.filter(pk=finding.pk).update(is_dismissed=True)
