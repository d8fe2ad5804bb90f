"""Condition on a column by a long list of values, given to the database as one parameter.

Django's `__in` converts each value, writes a placeholder for it and resolves it three times over:
half of what an import spent in Python on its queries. It splits at what a statement may have, too;
this does not.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.lookups import Lookup


class _Among(Lookup):
    """`column` is one of the values: texts or whole numbers, as the database holds them."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        parameters = [*parameters, list_parameter(self.rhs, connection.vendor)]
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", parameters
        return f"{column} IN (SELECT value FROM json_each(%s))", parameters


def among(column: str, values: Iterable[Any]) -> Lookup:
    """Return a condition for `filter`: the column (`"path"`, `"article_id"`, `"subject__slug"`) has
    one of the values. Of texts or whole numbers alone: nothing is converted."""
    return _Among(F(column), list(values))


def list_parameter(values: Iterable[Any], vendor: str) -> list[Any] | str:
    """Return the parameter that gives a database a whole list: an array, and to SQLite JSON."""
    return list(values) if vendor == "postgresql" else json.dumps(list(values))
