"""Opaque pagination cursors, validated before they reach the database. Pure."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LARGEST = 2**63 - 1
# datetime.max in microseconds after 1970: no moment beyond it can be made.
_LAST_MOMENT = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND


class InvalidCursor(ValueError):
    """The text is no cursor of this list."""


def write_cursor(kind: str, *numbers: int) -> str:
    """Return the cursor of a kind of list, at a place that whole numbers name."""
    text = json.dumps([kind, *numbers], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(kind: str, text: str, *, count: int) -> tuple[int, ...]:
    """Return the `count` numbers that `write_cursor` was given; raises InvalidCursor for anything
    else: another list's cursor, or numbers that no column holds."""
    try:
        values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (Base64Error, ValueError, RecursionError) as error:
        raise InvalidCursor(text) from error
    if not isinstance(values, list) or values[:1] != [kind] or len(values) != count + 1:
        raise InvalidCursor(text)
    numbers = values[1:]
    if not all(type(number) is int and 0 <= number <= _LARGEST for number in numbers):
        raise InvalidCursor(text)
    return tuple(numbers)


def microseconds(moment: datetime) -> int:
    """Return the moment as whole microseconds since 1970; a cursor keeps none before."""
    return max(0, (moment - _EPOCH) // _MICROSECOND)


def moment_of(number: int) -> datetime:
    """Return the moment that `microseconds` counted; raises InvalidCursor beyond the calendar."""
    if number > _LAST_MOMENT:
        raise InvalidCursor(str(number))
    return _EPOCH + number * _MICROSECOND
