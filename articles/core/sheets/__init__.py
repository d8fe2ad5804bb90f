"""Sheets of rows, as CSV (RFC 4180) and XLSX (ISO/IEC 29500): written so that no cell is a formula,
read within limits. Pure."""

from articles.core.sheets.cells import Unreadable, guarded, unguarded
from articles.core.sheets.reading import BadSheet, Sheet, SheetRow, read_sheet
from articles.core.sheets.writing import write_csv, write_xlsx

__all__ = [
    "BadSheet",
    "Sheet",
    "SheetRow",
    "Unreadable",
    "guarded",
    "read_sheet",
    "unguarded",
    "write_csv",
    "write_xlsx",
]
