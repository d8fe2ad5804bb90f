"""Schema of the front matter: the type of each field, and the handling of invalid values.

Types come from here and never from how a value looks in YAML. A wrong value of an optional field
is a Problem, and the field takes its default; a wrong value of a required one is an exception.
"""

import math
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from articles.core.article_content import FIELDS, MAX_LENGTHS
from articles.core.source.front_matter import Value
from articles.core.source.read_errors import FieldInvalid, FieldMissing
from articles.core.text.problem_kinds import Problem

_T = TypeVar("_T")

# The field of ArticleContent that a key of the file holds.
_FIELD_OF_KEY = {spec.key: name for name, spec in FIELDS.items()}

_TRUE = frozenset(("true", "yes", "on", "1"))
_FALSE = frozenset(("false", "no", "off", "0", ""))


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
        return self._convert(key, _to_integer, "is no whole number")

    def number(self, key: str) -> float | None:
        """A finite number."""
        return self._convert(key, _to_number, "is no number")

    def day(self, key: str) -> date | None:
        """An ISO date, with or without a time of day, which is dropped."""
        return self._convert(key, _to_date, "is no date")

    def flag(self, key: str) -> bool:
        """True for true, yes, on and 1; False for their opposites and where it is absent."""
        return bool(self._convert(key, _to_flag, "is neither true nor false"))

    def report(self, key: str, reason: str) -> None:
        """Notes a wrong value; the caller goes on with a default."""
        detail = f"{reason}: {self.values.get(key)!r}"[:200]
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


def _to_integer(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) >= 2**63:
        raise ValueError(text)
    return int(text)


def _to_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _to_date(text: str) -> date:
    day, separator, time = text[:10], text[10:11], text[11:]
    if len(day) != 10 or day[4] != "-" or day[7] != "-" or (separator and separator not in "Tt "):
        raise ValueError(text)
    if separator and not time.strip()[:1].isdigit():
        raise ValueError(text)
    return date.fromisoformat(day)


def _to_flag(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError(text)
