"""Dates as files of different systems write them, where they can be read in one way alone.

Year first in any punctuation or none, a month in English letters, or numbers that only one order
makes a date. `07/12/2024` is July to one reader and December to the next: nobody but the writer
knows, so it is refused.
"""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
            *("jul july", "aug august", "sep sept september", "oct october", "nov november"),
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
# What may follow a date: a time of day, in whatever zone.
_TIME = r"(?:z|(?:,?\s+(?:at\s+)?|t)\d{1,2}(?::?\d{2}.*|\s*[ap]\.?m\b.*)?)?"
_NUMERIC = re.compile(
    rf"{_YEAR}(?P<sign>[-/._ \u2010-\u2015])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}}){_TIME}"
    rf"|(?P<compact>(?:19|20|21)\d{{6}}){_TIME}",
    re.IGNORECASE | re.ASCII,
)
_EAST_ASIAN = re.compile(
    rf"{_YEAR}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日일]{_TIME}",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = r"(?:\s*,\s*|\s+|\s*[-/]\s*)"
_IN_LETTERS = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"{_WEEKDAY}{_MONTH}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}{_TIME}",
        rf"{_WEEKDAY}(?:the\s+)?{_DAY}\.?(?:\s+of)?{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}{_TIME}",
        rf"{_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}{_TIME}",
        # The form of C's ctime: the year stands behind the time.
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+\d\d?:\d\d(?::\d\d)?(?:\s+[a-z]{{2,5}})?\s+{_YEAR}",
    )
)
_YEAR_LAST = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<sign>[-/.])(?P<two>\d{{1,2}})(?P=sign){_YEAR}{_TIME}",
    re.IGNORECASE | re.ASCII,
)


def to_date(text: str) -> date:
    """The day that a text names, a time of day dropped with its zone; ValueError where it names
    none, or several.

    >>> [to_date(text).isoformat() for text in ("20241207", "2024-12-7", "Dec 7, 2024")]
    ['2024-12-07', '2024-12-07', '2024-12-07']
    """
    if len(text) == 10 and text[4] == text[7] == "-":
        return date.fromisoformat(text)
    match = _NUMERIC.fullmatch(text) or _EAST_ASIAN.fullmatch(text)
    if match:
        if compact := match.groupdict().get("compact"):
            return date(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    for pattern in _IN_LETTERS:
        match = pattern.fullmatch(text)
        if match and (month := _MONTHS.get(match["month"].lower())):
            return date(int(match["year"]), month, int(match["day"]))
    return _year_last(text)


def _year_last(text: str) -> date:
    """`25/12/2024` has one reading, `07/07/2024` two that agree, `07/12/2024` two that differ."""
    match = _YEAR_LAST.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, one, two = int(match["year"]), int(match["one"]), int(match["two"])
    days = set()
    for month, day in ((one, two), (two, one)):
        if month <= 12:
            days.add(date(year, month, day))
    if len(days) != 1:
        raise ValueError(text)
    return days.pop()
