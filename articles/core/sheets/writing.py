"""Writing of sheets: every cell a text, a number or a day, none a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from typing import IO

from articles.core.sheets.cells import as_written, guarded, guarded_inside

# By this mark Excel knows UTF-8.
_BOM = "\ufeff"
_DAY = "yyyy-mm-dd"


def write_csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the file: the heading, then the rows, every cell quoted."""
    stream = StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(heading)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return _BOM + stream.getvalue()


def write_xlsx(
    file: IO[bytes], heading: Sequence[str], rows: Iterable[Sequence[object]], *, title: str
) -> None:
    """Write a workbook of one sheet into an open file, row by row; its heading stays in sight."""
    from openpyxl import Workbook  # noqa: PLC0415 - 110 ms, which the start of no command waits for

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(heading))
    for row in rows:
        sheet.append([_with_format(sheet, _cell(cell)) for cell in row])
    book.save(file)


def _cell(cell: object) -> object:
    return guarded(as_written(cell)) if isinstance(cell, str) else cell


def _csv_cell(cell: object) -> object:
    cell = _cell(cell)
    return guarded_inside(cell) if isinstance(cell, str) else cell


def _with_format(sheet: object, cell: object) -> object:
    """A day has a format by which every program knows it."""
    if not isinstance(cell, date):
        return cell
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    day = WriteOnlyCell(sheet, cell)
    day.number_format = _DAY
    return day
