"""Dates in the format of moment.js, which the files use (`MMM DD, YYYY`).

Tokens and their meaning: https://momentjs.com/docs/#/displaying/format/. Names are English, and
the tokens are those of a date; a letter that is none of them stands for itself, as does whatever
is in brackets.
"""

import re
from collections.abc import Callable
from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN = re.compile(
    r"\[([^\[\]]*)\]"
    r"|(LL|ll|L|l|YYYY|YY|Y|Qo|Q|MMMM|MMM|MM|Mo|M|DDDD|DDDo|DDD|DD|Do|D|dddd|ddd|dd|do|d|e|E"
    r"|WW|Wo|W|GGGG|GG)"
)
# The United States' long forms, which moment writes with its default language.
_LONG_FORMS = {"L": "MM/DD/YYYY", "l": "M/D/YYYY", "LL": "MMMM D, YYYY", "ll": "MMM D, YYYY"}


def format_date(day: date, pattern: str) -> str:
    """The date as `pattern` says.

    >>> format_date(date(2024, 12, 7), "MMM DD, YYYY")
    'Dec 07, 2024'
    >>> format_date(date(2024, 12, 7), "dddd [the] Do")
    'Saturday the 7th'
    """

    def replace(match: re.Match[str]) -> str:
        token = match[2]
        if token is None:
            return match[1]
        if token in _LONG_FORMS:
            return format_date(day, _LONG_FORMS[token])
        return _FORMATS[token](day)

    return _TOKEN.sub(replace, pattern)


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _day_of_year(day: date) -> int:
    return day.timetuple().tm_yday


_FORMATS: dict[str, Callable[[date], str]] = {
    "YYYY": lambda day: f"{day.year:04}",
    "YY": lambda day: f"{day.year % 100:02}",
    "Y": lambda day: str(day.year),
    "Q": lambda day: str(_quarter(day)),
    "Qo": lambda day: _ordinal(_quarter(day)),
    "MMMM": lambda day: _MONTHS[day.month - 1],
    "MMM": lambda day: _MONTHS[day.month - 1][:3],
    "MM": lambda day: f"{day.month:02}",
    "Mo": lambda day: _ordinal(day.month),
    "M": lambda day: str(day.month),
    "DDDD": lambda day: f"{_day_of_year(day):03}",
    "DDDo": lambda day: _ordinal(_day_of_year(day)),
    "DDD": lambda day: str(_day_of_year(day)),
    "DD": lambda day: f"{day.day:02}",
    "Do": lambda day: _ordinal(day.day),
    "D": lambda day: str(day.day),
    "dddd": lambda day: _DAYS[day.weekday()],
    "ddd": lambda day: _DAYS[day.weekday()][:3],
    "dd": lambda day: _DAYS[day.weekday()][:2],
    "do": lambda day: _ordinal(day.isoweekday() % 7),
    "d": lambda day: str(day.isoweekday() % 7),
    "e": lambda day: str(day.isoweekday() % 7),
    "E": lambda day: str(day.isoweekday()),
    "WW": lambda day: f"{day.isocalendar().week:02}",
    "Wo": lambda day: _ordinal(day.isocalendar().week),
    "W": lambda day: str(day.isocalendar().week),
    "GGGG": lambda day: f"{day.isocalendar().year:04}",
    "GG": lambda day: f"{day.isocalendar().year % 100:02}",
}
