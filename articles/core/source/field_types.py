"""Schema of the front matter: the type of each field, and the handling of invalid values.

Types come from here and never from how a value looks in YAML. A wrong value of an optional field
is a Problem, and the field takes its default; a wrong value of a required one is an exception.
"""

import math
import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from articles.core.article_content import FIELDS, MAX_LENGTHS
from articles.core.source.date_values import to_date
from articles.core.source.front_matter import Value
from articles.core.source.read_errors import FieldInvalid, FieldMissing
from articles.core.text.problem_kinds import Problem

_T = TypeVar("_T")

# The field of ArticleContent that a key of the file holds.
_FIELD_OF_KEY = {spec.key: name for name, spec in FIELDS.items()}

# `y` and `n` are flags in YAML 1.1 (https://yaml.org/type/bool.html), whatever a parser says.
_TRUE = frozenset(("true", "yes", "y", "on", "1"))
_FALSE = frozenset(("false", "no", "n", "off", "0", ""))
# A sign, groups of digits, and a fraction of nothing. `1e3` and `0o17` are a number to one parser
# and a word to the next, and `1.000` a thousand to one reader and a one to the next.
_INTEGER = re.compile(r"\+?([0-9]+(?:_[0-9]+)*)(?:\.0)?")


class FieldReader:
    """Reads typed values out of one file's front matter and collects Problems.

    `prefix` names the mapping that `values` is, as in `seo.`, in problems and exceptions.
    """

    def __init__(
        self, values: dict[str, Value], problems: list[Problem], *, path: str, prefix: str = ""
    ) -> None:
        self.values = values
        self.problems = problems
        self.path = path
        self.prefix = prefix

    def text(self, key: str, default: str = "") -> str:
        """A string; `default` where the field is absent, empty, no string or too long."""
        value = self.values.get(key)
        if isinstance(value, str) and not _is_too_long(self.prefix + key, value):
            return value
        if value is not None:
            self.report(key, "is too long" if isinstance(value, str) else "is no text")
        return default

    def required_text(self, key: str) -> str:
        """A string with at least one visible character.

        Raises FieldMissing where there is none, FieldInvalid where it is a list, a mapping or too
        long.
        """
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            raise FieldInvalid(self.path, "is no text", field=self.prefix + key)
        if value is None or not value.strip():
            raise FieldMissing(self.path, "is missing or empty", field=self.prefix + key)
        if _is_too_long(self.prefix + key, value):
            reason = f"has more than {MAX_LENGTHS[key]:,} characters"
            raise FieldInvalid(self.path, reason, field=self.prefix + key)
        return value

    def keywords(self, key: str) -> str:
        """A comma-separated string; a YAML list of strings is joined with commas."""
        value = self.values.get(key)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = ", ".join(value)
            if not _is_too_long(self.prefix + key, value):
                return value
            self.report(key, "is too long")
            return ""
        return self.text(key)

    def mapping(self, key: str) -> dict[str, Value]:
        """A mapping; empty where the field is absent or something else."""
        value = self.values.get(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.report(key, "is no group of fields")
        return {}

    def integer(self, key: str) -> int | None:
        """A whole number from 0 to 2⁶³-1, what a database can keep."""
        return self._convert(key, to_integer, "is no whole number")

    def number(self, key: str) -> float | None:
        """A finite number."""
        return self._convert(key, _to_number, "is no number")

    def day(self, key: str) -> date | None:
        """A date (`articles/core/source/date_values.py`); a time of day is dropped."""
        return self._convert(key, to_date, "is no date that can be read in one way alone")

    def flag(self, key: str) -> bool:
        """True for true, yes, y, on and 1; False for their opposites and where it is absent."""
        return bool(self._convert(key, to_flag, "is neither true nor false"))

    def report(self, key: str, reason: str) -> None:
        """Notes a wrong value; the caller goes on with a default."""
        self.report_value(key, reason, self.values.get(key))

    def report_value(self, key: str, reason: str, value: object) -> None:
        """Notes a wrong part of a value; the caller goes on without it."""
        detail = f"{reason}: {value!r}"[:200]
        self.problems.append(Problem("invalid-value", self.prefix + key, None, detail))

    def _convert(self, key: str, convert: Callable[[str], _T], reason: str) -> _T | None:
        value = self.values.get(key)
        if value is None:
            return None
        try:
            if isinstance(value, str):
                return convert(value.strip())
        except ValueError:
            pass
        self.report(key, reason)
        return None


def _is_too_long(key: str, value: str) -> bool:
    # An answer is longer here than it will be: its newlines are two characters each.
    most = MAX_LENGTHS.get(_FIELD_OF_KEY.get(key, key)) if key != "answer" else None
    return most is not None and len(value) > most


def to_integer(text: str) -> int:
    """A whole number as files write it; ValueError where it is none, or may be another.

    >>> [to_integer(text) for text in ("12", "+12", "12.0", "1_000")]
    [12, 12, 12, 1000]
    """
    match = _INTEGER.fullmatch(text)
    digits = match[1].replace("_", "") if match else ""
    if not digits or len(digits) > 19 or int(digits) >= 2**63 or _is_octal(digits):
        raise ValueError(text)
    return int(digits)


def _is_octal(digits: str) -> bool:
    """`010` is eight in YAML 1.1, and ten in YAML 1.2."""
    return digits[0] == "0" and int(digits) >= 8 and not set(digits) & set("89")


def _to_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def to_flag(text: str) -> bool:
    """True or False; ValueError for anything else."""
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError(text)
