"""Reading of sheets that people bring: nothing of such a file is trusted."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from xml.etree.ElementTree import ParseError

from articles.core.sheets.cells import Cell, Unreadable, unguarded_inside
from articles.core.sheets.limits import (
    MOST_BYTES,
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    BadSheet,
    check_archive,
)

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t"
_FORMULA = Unreadable("a formula")
_ERROR = Unreadable("an error")
# Whatever else openpyxl raises over a damaged file: it promises nothing.
_DAMAGED = (
    # What defusedxml refuses is a ValueError.
    *(ParseError, zipfile.BadZipFile, KeyError, ValueError, TypeError),
    *(IndexError, AttributeError, OSError, EOFError, NotImplementedError, RuntimeError),
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds anything: its number as a spreadsheet counts, from 1, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The texts of the first row, and the rows below."""

    heading: tuple[str, ...]
    rows: list[SheetRow]


def read_sheet(data: bytes) -> Sheet:
    """Return the first sheet of a workbook, or a CSV; which it is, its bytes say. Raises
    BadSheet."""
    if len(data) > MOST_BYTES:
        raise BadSheet(f"The file has more than {MOST_BYTES:,} bytes.")
    if data.startswith(_OLD_EXCEL):
        raise BadSheet("This is an old or an encrypted workbook: save it as XLSX without password.")
    rows = _xlsx_rows(data) if data.startswith(_ZIP) else _csv_rows(data)
    found: list[SheetRow] = []
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise BadSheet(f"The sheet has more than {MOST_ROWS:,} rows.")
        if number == 1 or any(cell not in (None, "") for cell in cells):
            found.append(SheetRow(number, cells))
    if not found:
        raise BadSheet("The file is empty.")
    return Sheet(tuple(str(cell or "").strip() for cell in found[0].cells), found[1:])


def _csv_rows(data: bytes) -> Iterator[tuple[Cell, ...]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = "The file is neither XLSX nor CSV in UTF-8: save it as one of them."
        raise BadSheet(words) from error
    if "\0" in text:
        raise BadSheet("The file holds signs that no text has.")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            yield _checked([unguarded_inside(cell) for cell in row])
    except csv.Error as error:
        raise BadSheet(f"The file is no CSV: {error}.") from error


def _xlsx_rows(data: bytes) -> Iterator[tuple[Cell, ...]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - 110 ms, only where a workbook comes

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_archive(archive)
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        try:
            if not book.worksheets:
                raise BadSheet("The workbook has no sheet.")
            sheet = book.worksheets[0]
            # What the sheet says of its own size is not believed.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
            for row in rows:
                yield _checked([_value(cell) for cell in row])
        finally:
            book.close()
    except BadSheet:
        raise
    except _DAMAGED as error:
        raise BadSheet("The workbook is damaged, or is none.") from error


def _checked(cells: list[Any]) -> tuple[Cell, ...]:
    while cells and cells[-1] in (None, ""):
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise BadSheet(f"The sheet has more than {MOST_COLUMNS} columns.")
    for cell in cells:
        if isinstance(cell, str) and len(cell) > MOST_CELL_CHARACTERS:
            raise BadSheet(f"A cell has more than {MOST_CELL_CHARACTERS:,} characters.")
    return tuple(cells)


def _value(cell: Any) -> Cell:
    kind, value = getattr(cell, "data_type", None), cell.value
    if kind == "f":
        return _FORMULA
    if kind == "e":
        return _ERROR
    if value is None or isinstance(value, str | int | float | date | datetime):
        return value
    return str(value)
