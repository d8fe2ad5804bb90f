"""Any list as a file for spreadsheets: what was selected, or all that a filter finds."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.accounts.audit_log import Kind
from articles.admin.base.audited import audit
from articles.admin.base.csv_download import csv_download
from articles.core.sheets import write_xlsx
from articles.core.sheets.limits import MOST_ROWS

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetDownloadMixin:
    """For a ModelAdmin: two actions. `sheet_heading` names the columns of `sheet_rows`."""

    sheet_heading: Sequence[str] = ()

    def sheet_rows(self, rows: QuerySet) -> Iterable[Sequence[object]]:
        """Return the cells of the rows, in the order of the list."""
        raise NotImplementedError

    @admin.action(description="Download the selected rows as XLSX", permissions=["view"])
    def download_xlsx(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if not self._notes_download(request, queryset, "XLSX"):
            return None
        file = BytesIO()
        title = str(self.opts.verbose_name_plural).capitalize()
        write_xlsx(file, self.sheet_heading, self.sheet_rows(queryset), title=title)
        response = HttpResponse(file.getvalue(), content_type=_XLSX)
        response["Content-Disposition"] = f'attachment; filename="{self._file_name}.xlsx"'
        return response

    @admin.action(description="Download the selected rows as CSV", permissions=["view"])
    def download_csv(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if not self._notes_download(request, queryset, "CSV"):
            return None
        return csv_download(f"{self._file_name}.csv", self.sheet_heading, self.sheet_rows(queryset))

    @property
    def _file_name(self) -> str:
        return str(self.opts.verbose_name_plural).replace(" ", "-")

    def _notes_download(self, request: HttpRequest, rows: QuerySet, kind: str) -> bool:
        """Return whether so many may be downloaded; the audit log says who did."""
        number = rows.order_by().values("pk")[: MOST_ROWS + 1].count()
        if number > MOST_ROWS:
            text = f"More than {MOST_ROWS:,} rows are more than one sheet takes: choose a filter."
            self.message_user(request, text, messages.ERROR)
            return False
        if not number:
            self.message_user(request, "Nothing was selected.", messages.WARNING)
            return False
        name = self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural
        audit(request, Kind.EXPORTED, detail=f"{number:,} {name} of a list, as {kind}")
        return True
