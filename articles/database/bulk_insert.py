"""Bulk insert of many rows per statement, without Django's work per value.

A first import writes seven rows an article. `bulk_create` of instances took 1.18 of the time of
reading the YAML, plain SQL 0.30. For the articles themselves, whose keys are returned,
`bulk_create` took 0.5 and `insert_instances` takes 0.2. Several hundred rows share a statement,
because FTS5 writes its buffer to the disk at the end of every statement: a statement per row
doubles the cost of an index that triggers maintain.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from articles.database.batches import batches

M = TypeVar("M", bound=models.Model)
# SQLite takes 32,766 parameters a statement (sqlite.org/limits.html), PostgreSQL 65,535.
_PARAMETERS_A_STATEMENT = 16_000


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    on_conflict: str = "",
) -> None:
    """Insert rows of values as the database takes them (no conversion, no defaults, no signals).

    `columns` are names of concrete fields; a foreign key takes the key's value. `on_conflict` is
    what follows ON CONFLICT, the same on both vendors.
    """
    fields = [model._meta.get_field(name) for name in columns]
    ending = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    for statement, values, _ in _statements(model, fields, list(rows)):
        with connection.cursor() as cursor:
            cursor.execute(statement + ending, values)


def insert_instances(instances: Sequence[M]) -> None:
    """Insert new instances of one model, every field set, and give each its key.

    The databases return the keys in the order of the rows, on which `bulk_create` relies, too.
    """
    if not instances:
        return
    fields = _fields_without_key(type(instances[0]))
    rows = [_values(instance, fields) for instance in instances]
    for statement, values, start in _statements(type(instances[0]), fields, rows):
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} RETURNING id", values)
            keys = cursor.fetchall()
        for instance, (key,) in zip(instances[start : start + len(keys)], keys, strict=True):
            instance.pk = key
            instance._state.adding = False
            instance._state.db = connection.alias


def _statements(
    model: type[models.Model], fields: Sequence[models.Field], rows: Sequence[Sequence[Any]]
) -> Iterator[tuple[str, list[Any], int]]:
    """Yield (an INSERT, its parameters, the place of its first row among `rows`)."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "
    places = f"({', '.join(['%s'] * len(fields))})"
    start = 0
    for some in batches(rows, _PARAMETERS_A_STATEMENT // len(fields)):
        values = [value for row in some for value in row]
        yield insert + ", ".join([places] * len(some)), values, start
        start += len(some)


@cache
def _fields_without_key(model: type[models.Model]) -> tuple[models.Field, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


def _values(instance: models.Model, fields: Sequence[models.Field]) -> list[Any]:
    """The values of the fields as the database takes them: SQLite takes dates as texts."""
    values = [getattr(instance, field.attname) for field in fields]
    for place, field in enumerate(fields):
        if type(field) is models.DateField:
            values[place] = connection.ops.adapt_datefield_value(values[place])
        elif type(field) is models.DateTimeField:
            values[place] = connection.ops.adapt_datetimefield_value(values[place])
    return values
