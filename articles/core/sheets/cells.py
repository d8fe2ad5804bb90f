"""Cells of sheets: what would be a formula is written as text, and read back as it was."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# What makes a spreadsheet take a cell for a formula, which may fetch an address or run a program
# (OWASP, "CSV Injection"); the wide forms are read as the signs that they look like.
_FORMULA = re.compile("'*[ ]*[=+\\-@\t\r\n＝＋－＠]")
# Where a CSV of commas is opened by a program that divides by semicolons or tabs, quotes hold no
# text together (RFC 4180 knows commas alone), and a cell may begin within it.
_FORMULA_INSIDE = re.compile("(?<=[;\t\r\n])(?=[\"' ]*[=+\\-@＝＋－＠])")
_GUARD_INSIDE = re.compile("(?<=[;\t\r\n])'(?=[\"' ]*[=+\\-@＝＋－＠])")
# What XML cannot hold (XML 1.0, 2.2), and what else a spreadsheet refuses.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

# ISO/IEC 29500-1, 18.17.4.1; the days of a century and a half.
_DAY_ZERO = date(1899, 12, 30)
_DAYS = range(20_000, 75_000)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that says nothing by itself: a formula, or an error. `words` name it."""

    words: str


Cell = str | int | float | bool | date | Unreadable | None


def guarded(text: str) -> str:
    """Return a text as a spreadsheet shows it, and runs nothing: an apostrophe before what would
    be a formula, and one more before a text that begins with such a one already.

    >>> guarded('=HYPERLINK("https://a.example")'), guarded("'-1"), guarded("'twas")
    ('\\'=HYPERLINK("https://a.example")', "''-1", "'twas")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return what was `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def guarded_inside(text: str) -> str:
    """Return a text in which no formula begins, however a CSV is divided.

    >>> guarded_inside("a;=1+1; -5")
    "a;'=1+1;' -5"
    """
    return _FORMULA_INSIDE.sub("'", text)


def unguarded_inside(text: str) -> str:
    """Return what was `guarded_inside`."""
    return _GUARD_INSIDE.sub("", text)


def as_written(text: str) -> str:
    """Return a text as a sheet gives it back: newlines as LF, without what XML cannot hold. A cell
    that says this says what the article says."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWRITABLE.sub("", text)


def day_of(cell: Cell) -> Cell:
    """Return the day that a number is, as a spreadsheet counts them, where it may be one: a cell
    that has lost its format. Everything else comes back as it is.

    >>> day_of(45633), day_of(7), day_of("45633")
    (datetime.date(2024, 12, 7), 7, '45633')
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _DAYS:
        return _DAY_ZERO + timedelta(days=int(cell))
    return cell


def text_of(cell: Cell) -> str:
    """Return what a cell says as text; numbers as a spreadsheet shows them."""
    if cell is None or isinstance(cell, Unreadable):
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return as_written(str(cell))
