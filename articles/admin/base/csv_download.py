"""Download of a list as CSV (RFC 4180), for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

# What makes a spreadsheet take a cell for a formula, which may fetch an address or run a program
# (OWASP, "CSV Injection"); the wide forms are read as the signs that they look like.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# By this mark Excel knows UTF-8.
_BOM = "\ufeff"


def csv_download(
    file_name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Return the file: the heading, then the rows, every cell quoted and none a formula."""
    stream = StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(heading)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    response = HttpResponse(_BOM + stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def as_text(cell: object) -> object:
    """Return a cell that a spreadsheet shows as it stands: an apostrophe before what would be a
    formula. Numbers stay numbers.

    >>> as_text('=HYPERLINK("https://a.example")'), as_text(-1)
    ('\\'=HYPERLINK("https://a.example")', -1)
    """
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_FORMULA) else cell
