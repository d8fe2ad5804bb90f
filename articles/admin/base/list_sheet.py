"""A list as a file for spreadsheets with the columns that it shows, as it prints them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html import unescape
from typing import Any

from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Model, QuerySet
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from articles.admin.base.sheet_download import SheetDownloadMixin

_MOMENT = "%Y-%m-%d %H:%M"


class ListSheetMixin(SheetDownloadMixin):
    """For a ModelAdmin whose rows have no columns of a sheet's own: those of `sheet_columns`, or of
    the list."""

    sheet_columns: Sequence[str] = ()

    @property
    def sheet_heading(self) -> list[str]:
        names = self.sheet_columns or self.list_display
        labels = [label_for_field(name, self.model, model_admin=self) for name in names]
        return [f"{label}"[:1].upper() + f"{label}"[1:] for label in labels]

    def sheet_rows(self, rows: QuerySet) -> Iterator[list[object]]:
        names = self.sheet_columns or self.list_display
        for row in rows.iterator(chunk_size=2_000):
            yield [self._cell(row, name) for name in names]

    def _cell(self, row: Model, name: str) -> object:
        field, _, value = lookup_field(name, row, self)
        if field is not None and getattr(field, "flatchoices", None):
            value = dict(field.flatchoices).get(value, value)
        return _plain(value)


def _plain(value: Any) -> object:
    """A number or a day as it is, anything else as the text that a reader of the list sees."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return localtime(value).strftime(_MOMENT)
    if isinstance(value, int | float | date):
        return value
    text = str(value)
    return unescape(strip_tags(text)).strip() if isinstance(value, SafeString) else text
