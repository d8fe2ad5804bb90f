"""ModelAdmin of duplicates: clusters of articles that say the same, or answer one question."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from articles.admin.base.in_subjects import InSubjectsMixin
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.read_only_rows import KeptRowsMixin
from articles.admin.queues.commissioning import RightsOfFindingsMixin
from articles.admin.queues.duplicate_answers import AnswersMixin
from articles.admin.queues.duplicate_pages import PagesMixin
from articles.models import DuplicateCluster, DuplicateKind, DuplicateMember
from articles.rights import Scope


class DuplicateKindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return DuplicateKind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class DuplicateClusterAdmin(
    InSubjectsMixin,
    RightsOfFindingsMixin,
    PagesMixin,
    AnswersMixin,
    KeptRowsMixin,
    CappedListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    """A cluster of which one article is of another subject is for who works in both."""

    list_display = ("question", "kind_column", "size_column", "score_column", "views_column")
    list_filter = (DuplicateKindFilter,)
    show_facets = admin.ShowFacets.NEVER
    # One in a hundred articles has a cluster: they may be sorted without an index.
    sortable_by = ("size_column", "score_column", "views_column")
    actions = None
    change_list_template = "admin/articles/duplicatecluster/change_list.html"

    class Media:
        css = {"all": ["admin/qtsite/duplicates.css"]}

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-views", "-score", "-pk")

    def rows_within(self, rows: QuerySet, scope: Scope) -> QuerySet:
        others = DuplicateMember.objects.exclude(article__subject__in=scope.keys)
        return rows.exclude(pk__in=others.order_by().values("cluster"))

    def is_row_within(self, row: DuplicateCluster, scope: Scope) -> bool:
        return not row.members.exclude(article__subject__in=scope.keys).exists()

    def get_urls(self) -> list[URLPattern]:
        """No row is added, deleted or changed as such: the three answers are addresses."""
        pages = {
            "": ("changelist", self.changelist_view),
            "decided/": ("decided", require_safe(self.decided)),
            "decided/take-back/": ("takeback", require_POST(self.take_back)),
            "<path:object_id>/answer/": ("answer", require_POST(self.answer)),
            "<path:object_id>/change/": ("change", require_safe(self.show)),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"articles_duplicatecluster_{name}")
            for route, (name, view) in pages.items()
        ]

    @admin.display(description="question", ordering="title")
    def question(self, row: Any) -> str:
        more = format_html(' <span class="quiet">and {} more</span>', row.size - 1)
        return format_html("{}{}", row.title, more)

    @admin.display(description="kind")
    def kind_column(self, row: DuplicateCluster) -> str:
        return row.get_kind_display()

    @admin.display(description="articles", ordering="size")
    def size_column(self, row: DuplicateCluster) -> str:
        return f"{row.size:,}"

    @admin.display(description="alike", ordering="score")
    def score_column(self, row: DuplicateCluster) -> str:
        return f"{row.score:.0%}"

    @admin.display(description="views", ordering="views")
    def views_column(self, row: Any) -> str:
        return f"{row.views:,}"
