"""Download of a list as CSV (RFC 4180), for spreadsheets."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from articles.core.sheets import write_csv


def csv_download(
    file_name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Return the file: the heading, then the rows, every cell quoted and none a formula."""
    text = write_csv(heading, rows)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
