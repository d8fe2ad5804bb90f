"""Findings as rows of a sheet, and a run over the articles of some findings."""

from collections.abc import Iterator

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.admin.base.bulk_actions import BulkActionsMixin
from articles.admin.base.sheet_download import SheetDownloadMixin
from articles.core.source.article_paths import article_path
from articles.core.text.problem_kinds import KINDS
from articles.models import Article
from articles.rights import within

_COLUMNS = ("path", "kind", "severity", "field", "line", "detail", "is_dismissed")


class FindingSheetMixin(SheetDownloadMixin, BulkActionsMixin):
    """For the ModelAdmin of findings."""

    sheet_heading = (
        *("Key", "Address", "File", "Finding", "Severity", "Field", "Line", "Detail", "Dismissed"),
    )

    def sheet_rows(self, rows: QuerySet) -> Iterator[tuple[object, ...]]:
        """With the key and the address of the article, by which a sheet of articles knows it."""
        place = ("article", "article__subject__slug", "article__slug")
        for row in rows.values_list(*place, *_COLUMNS).iterator(chunk_size=2_000):
            key, subject, slug, path, kind, *values, is_dismissed = row
            label = KINDS[kind].label if kind in KINDS else kind
            address = article_path(subject, slug) if slug else ""
            yield (key, address, path, label, *values, "yes" if is_dismissed else "no")

    @admin.action(
        description="Change the articles of the selected findings …", permissions=["change"]
    )
    def change_articles(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        keys = queryset.order_by().values("article")
        return self.choose_for(request, within(request.user, Article.objects.filter(pk__in=keys)))
