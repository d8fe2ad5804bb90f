"""Inserting rows of which nothing is asked back, without making a model instance of each.

A first import writes seven rows an article. `bulk_create` of instances took 1.18 of what reading
the YAML takes, plain SQL by `executemany` 0.30: the difference is Django's work a value.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of values as the database takes them (no conversion, no defaults, no signals).

    `columns` are names of concrete fields; a foreign key takes the key's value.
    """
    rows = list(rows)
    if not rows:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(model._meta.get_field(name).column) for name in columns)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
