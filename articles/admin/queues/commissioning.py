"""ModelAdmin of questions to commission: the most read first, and as a spreadsheet."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from articles.admin.base.article_addresses import form_link, form_url
from articles.admin.base.article_search import SearchByArticleMixin
from articles.admin.base.bulk_actions import BulkActionsMixin
from articles.admin.base.csv_download import csv_download
from articles.admin.base.in_subjects import InSubjectsMixin, OwnSubjectsFilter
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.open_items_filter import StateFilter
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.read_only_rows import KeptRowsMixin
from articles.models import BulkRun, Commission
from articles.models.commission import DATED, LOST_CONTEXT, REPEATED
from articles.rights import within
from articles.seo import current_site

_KINDS = {
    REPEATED: "Stands over different answers",
    DATED: "Bound to a year that is over",
    LOST_CONTEXT: "Lacks its context",
}
# More rows than this nobody works through in a spreadsheet.
_MOST_IN_FILE = 20_000
_FILE_HEADING = (
    "Question",
    "Subject",
    "Kind",
    "Words",
    "Views in 30 days",
    "Views",
    "Page",
    "Desk",
)


class RightsOfFindingsMixin:
    """Who may see and dismiss findings may see and dismiss these."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = request.user
        return user.has_perm("articles.view_finding") or user.has_perm("articles.change_finding")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_finding")


class CommissionKindFilter(admin.SimpleListFilter):
    """The kinds, each with how many are open."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        rows = Commission.objects.filter(is_dismissed__in=[False]).order_by()
        rows = within(request.user, rows, "article__subject").values_list("kind")
        counts = dict(rows.annotate(number=Count("pk")))
        return [(kind, f"{label} ({counts.get(kind, 0):,})") for kind, label in _KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class LeftAloneFilter(StateFilter):
    """Open ones unless asked otherwise."""

    others = (("dismissed", "Dismissed"), ("all", "Open and dismissed"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(is_dismissed__in=[self.value() == "dismissed"])


class CommissionAdmin(
    InSubjectsMixin,
    RightsOfFindingsMixin,
    SearchByArticleMixin,
    KeptRowsMixin,
    BulkActionsMixin,
    CappedListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    list_display = ("question", "what", "recent_column", "views_column", "page")
    list_display_links = None
    list_filter = (
        LeftAloneFilter,
        CommissionKindFilter,
        ("article__subject", OwnSubjectsFilter),
    )
    show_facets = admin.ShowFacets.NEVER
    # A few in a hundred articles: they may be sorted without an index.
    sortable_by = ("recent_column", "views_column")
    searched_text = "path"
    search_help_text = "Words of the article, or part of its address: subject/slug."
    actions = ("dismiss", "reopen")
    change_list_template = "admin/articles/commission/change_list.html"

    class Media:
        css = {"all": ["admin/qtsite/readers.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("article__subject")
        return rows.defer("article__answer")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-recent", "-views", "-pk")

    def get_urls(self) -> list[URLPattern]:
        """The list and its file alone: what is done about a question is done in its article."""
        name = "articles_commission"
        file = self.admin_site.admin_view(require_safe(self.as_file))
        rows = self.admin_site.admin_view(self.changelist_view)
        return [
            path("", rows, name=f"{name}_changelist"),
            path("csv/", file, name=f"{name}_csv"),
        ]

    @admin.display(description="question")
    def question(self, row: Commission) -> str:
        return form_link(row.article, "#id_title")

    @admin.display(description="why")
    def what(self, row: Commission) -> str:
        words = row.detail
        if row.kind == REPEATED:
            address, _, more = words.partition(" ")
            words = format_html('<a href="{}">{}</a> {}', address, address, more)
        return format_html('{}<br><span class="quiet">{}</span>', _KINDS[row.kind], words)

    @admin.display(description="views in 30 days", ordering="recent")
    def recent_column(self, row: Commission) -> str:
        return f"{row.recent:,}"

    @admin.display(description="views", ordering="views")
    def views_column(self, row: Commission) -> str:
        return f"{row.views:,}"

    @admin.display(description="page")
    def page(self, row: Commission) -> str:
        return format_html('<a href="{}">Page</a>', row.article.get_absolute_url())

    @admin.action(description="Leave the selected questions as they are", permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.DISMISS, queryset)

    @admin.action(description="List the selected questions again", permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.REOPEN, queryset)

    def sample_of(self, row: Commission) -> str:
        return f"{row.article.heading} ({row.article.get_absolute_url()})"

    def as_file(self, request: HttpRequest) -> HttpResponse:
        """What the list shows with the same filters, in its order, on one page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:articles_commission_changelist"))
        site, desk = current_site(), request.build_absolute_uri
        return csv_download(
            "commissioning.csv",
            _FILE_HEADING,
            (
                (
                    *(row.article.heading, row.article.subject.name, _KINDS[row.kind], row.detail),
                    *(row.recent, row.views, site.absolute(row.article.get_absolute_url())),
                    desk(form_url(row.article_id)),
                )
                for row in rows[:_MOST_IN_FILE]
            ),
        )
