"""Many counts in one query: each is a row, or some, of a UNION ALL.

A count a query would be twenty of them, each with its way to a database that may stand elsewhere.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Aggregate, CharField, Count, QuerySet, Sum, Value
from django.db.models.functions import Cast

_NAMES = ("tally_what", "tally_key", "tally_number")


class Tally:
    """What is to be counted: first it is said, then `read` at once. All of it rows of models,
    filtered; a slice goes through the keys, because SQLite takes no LIMIT within a UNION."""

    def __init__(self) -> None:
        self._parts: list[QuerySet] = []

    def count(self, what: str, rows: QuerySet) -> None:
        """Count the rows."""
        self._add(what, Value("", CharField()), rows, Count("*"))

    def group(self, what: str, rows: QuerySet, by: Any) -> None:
        """Count the rows of each value of a column, or of an expression."""
        self._add(what, Cast(by, CharField()), rows, Count("*"))

    def sum(self, what: str, rows: QuerySet, by: Any, of: str) -> None:
        """Add up a column of the rows of each value of another."""
        self._add(what, Cast(by, CharField()), rows, Sum(of))

    def _add(self, what: str, key: Any, rows: QuerySet, number: Aggregate) -> None:
        name, key_name, number_name = _NAMES
        rows = rows.order_by().annotate(**{name: Value(what, CharField()), key_name: key})
        rows = rows.values(name, key_name).annotate(**{number_name: number})
        self._parts.append(rows.values_list(*_NAMES))

    def read(self) -> "Counts":
        """Ask for everything: one query, none where nothing was said."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        if self._parts:
            first, *others = self._parts
            for what, key, number in first.union(*others, all=True):
                found[what][key] = number
        return Counts(found)


class Counts:
    """What was counted."""

    def __init__(self, found: Mapping[str, Mapping[str, int]]) -> None:
        self._found = found

    def of(self, what: str) -> int:
        """Return a count; 0 of what was not asked for."""
        return sum(self._found.get(what, {}).values())

    def by(self, what: str) -> dict[str, int]:
        """Return a grouped count by the printed values, the most frequent first."""
        rows = self._found.get(what, {}).items()
        return dict(sorted(rows, key=lambda row: (-row[1], row[0])))

    def by_key(self, what: str) -> dict[int, int]:
        """Return a grouped count whose values are keys."""
        return {int(key): number for key, number in self.by(what).items()}
