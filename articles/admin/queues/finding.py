"""ModelAdmin of findings, each linked to the field and line of its article."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles.admin.base.article_addresses import form_url
from articles.admin.base.article_search import SearchByArticleMixin, held_keys
from articles.admin.base.assigning import AssigningMixin
from articles.admin.base.in_subjects import InSubjectsMixin
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.read_only_rows import KeptRowsMixin
from articles.admin.base.work_list import Step, step_url, work_list
from articles.admin.lists.conditions import Condition
from articles.admin.lists.token_change_list import TokenChangeList
from articles.admin.lists.token_list import TokenListMixin
from articles.admin.queues.finding_kinds import kind_label
from articles.admin.queues.finding_kinds import open_counts as open_counts
from articles.admin.queues.finding_sheet import FindingSheetMixin
from articles.admin.queues.finding_tokens import ORDERS, TOKENS
from articles.admin.queues.same_text import ELSEWHERE, SameTextMixin, answers, may_answer
from articles.bulk_runs import MOST_ROWS
from articles.core.article_content import ArticleContent
from articles.core.text.bidi_controls import show_directions
from articles.core.text.problem_kinds import (
    FILE_KINDS,
    KINDS,
    LINK_KINDS,
    TEXT_KINDS,
    Severity,
)
from articles.database.among import among
from articles.models import BulkRun, Finding
from articles.rights import subject_keys

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


def anchor_of(field: str) -> str:
    """`"answer"` -> `"id_answer"`; `"related_article2"` -> `"related-group"`; `"url"` -> `""`."""
    if field.startswith("related"):
        return "related-group"
    return f"id_{field}" if field in ArticleContent.__dataclass_fields__ else ""


class FindingAdmin(
    InSubjectsMixin,
    SearchByArticleMixin,
    KeptRowsMixin,
    SameTextMixin,
    FindingSheetMixin,
    AssigningMixin,
    TokenListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    first_columns = ("place", "label")
    columns = ("severity", "where", "detail_column", "found_column", "assigned_column")
    usual_columns = ("severity", "where", "detail_column", "assigned_column")
    list_display_links = None
    tokens = TOKENS
    orders = ORDERS
    searched_text = "path"
    search_help_text = "Words of the article, or part of its address: subject/slug."
    actions = ("dismiss", "reopen", "assign", "change_articles", "download_xlsx", "download_csv")
    readonly_fields = ("path", "label", "severity", "field", "line", "detail", "answer")

    class Media:
        css = {"all": ["admin/qtsite/history.css"]}

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """With the two answers where all rows ask for one; else they stand at the article."""
        shown = super().get_list_display(request)
        is_asked = request.GET.get("kind") == ELSEWHERE and may_answer(request)
        return (*shown, "answer") if is_asked else shown

    def search_condition(
        self, request: HttpRequest, term: str, *, is_ranked: bool
    ) -> tuple[Condition, None]:
        """By the articles, as their own list finds them; by the path, which a file without an
        article has, too, where it is none of theirs."""
        held = held_keys(term, subject_keys(request.user))
        found, is_cut = Q(among("article_id", held)), len(held) > MOST_ROWS
        path = Q(path__icontains=term)
        keys = Finding.objects.filter(found).order_by().values_list("pk")
        if "/" not in term and keys.exists():
            return Condition(found, keys=keys, is_cut=is_cut), None
        return Condition(found | path, is_cut=is_cut), None

    def rows_of_page(self, rows: QuerySet, columns: Sequence[str]) -> QuerySet:
        return rows.select_related("article__subject", "assignee")

    def complete_rows(self, request: HttpRequest, changelist: TokenChangeList) -> None:
        """Each row knows the list, so that its article's form leads to the next one."""
        for finding in changelist.result_list:
            finding.list_query = changelist.page_query

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
        step = self.step_to(finding)
        if step is None:
            return show_directions(finding.path)
        url = step_url("finding", getattr(finding, "list_query", ""), step)
        html = '<a href="{}">{}</a> <span class="quiet">{}</span>'
        article = finding.article
        return format_html(html, url, article.heading, article.subject.name)

    def step_to(self, finding: Finding) -> Step | None:
        if finding.article_id is None:
            return None
        return self.step_of(
            finding.pk, finding.article_id, finding.kind, finding.field, finding.line
        )

    def step_of(self, key: int, article: int, kind: str, field: str, line: int | None) -> Step:
        """Return where in its article's form a finding leads to."""
        has_line = line and kind not in FILE_KINDS
        return Step(key, article, (("line", str(line)),) if has_line else (), anchor_of(field))

    @admin.display(description="assigned to", empty_value="")
    def assigned_column(self, finding: Finding) -> str:
        return finding.assignee.get_username() if finding.assignee else ""

    @admin.display(description="kind", empty_value="")
    def label(self, finding: Finding) -> str:
        return kind_label(finding.kind)

    @admin.display(description="where", empty_value="")
    def where(self, finding: Finding) -> str:
        return ", ".join(filter(None, (finding.field, line_in_words(finding))))

    @admin.display(description="detail", empty_value="")
    def detail_column(self, finding: Finding) -> str:
        return finding.detail

    @admin.display(description="found")
    def found_column(self, finding: Finding) -> str:
        return date_format(localtime(finding.created_at), "j M Y")

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
