"""Conditions of a list in the three forms in which a page of it may ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import (
    Exact,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Lookup,
)

Asked = Q | Lookup | Combinable
_LOOKUPS = {
    "exact": Exact,
    "in": In,
    "gte": GreaterThanOrEqual,
    "lte": LessThanOrEqual,
    "lt": LessThan,
    "isnull": IsNull,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`natural` is for whoever takes all rows at once, and lets the database choose its way.

    `walked` is asked of row after row while an order's index is walked along: in a form that no
    index serves, for SQLite would take one, read all that it has, and sort (0.8 s for 115,000
    rows). `keys` are the keys of the rows, read from an index of the condition's own; None where
    none serves it; `is_cut`: there are more of them. `column` is the one that it speaks of, if it
    is one: in the order of that column the natural form is a range of the order's index.
    """

    natural: Asked
    walked: Asked | None = None
    keys: QuerySet | Sequence[int] | None = None
    column: str = ""
    is_cut: bool = False

    def along(self, columns: Sequence[str]) -> Asked:
        """Return the form for a walk in the order of some columns."""
        is_range = self.column and self.column in columns
        return self.natural if is_range or self.walked is None else self.walked


def by_column(model: type[Model], column: str, lookup: str, value: Any) -> Condition:
    """Return the condition on a column of the rows themselves that has an index."""
    natural = Q(**{f"{column}__{lookup}": value})
    keys = model._base_manager.filter(natural).order_by().values_list("pk")
    return Condition(natural, walked_by(column, lookup, value), keys=keys, column=column)


def by_far_column(column: str, lookup: str, value: Any) -> Condition:
    """Return the condition on a column that no index leads from to the rows: of another table."""
    natural = Q(**{f"{column}__{lookup}": value})
    return Condition(natural, walked_by(column, lookup, value), column=column)


def walked_by(column: str, lookup: str, value: Any) -> Asked:
    """Return a condition on a column for a walk: hidden from SQLite's indexes; PostgreSQL's
    planner knows how many rows it has, and stops when the page is full."""
    if connection.vendor != "sqlite":
        return Q(**{f"{column}__{lookup}": value})
    return _LOOKUPS[lookup](Coalesce(F(column), F(column)), value)
