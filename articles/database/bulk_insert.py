"""Bulk insert of many rows per statement, without Django's work per value.

A first import writes seven rows an article. `bulk_create` of instances took 1.18 of the time of
reading the YAML, plain SQL 0.30. For the articles themselves, whose keys are returned, it took 0.5;
instances made by their values' names and read again 0.2, and `insert_new` takes half of that.
Several hundred rows share a statement, because FTS5 writes its buffer to the disk at the end of
every statement: a statement per row doubles the cost of an index that triggers maintain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
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


def insert_new(model: type[M], rows: Sequence[Mapping[str, Any]]) -> list[M]:
    """Insert rows of values by the names of the columns' attributes (`subject_id`), all but the
    key's; return the instances in order, each with its key.

    The databases return the keys in the order of the rows, on which `bulk_create` relies, too.
    """
    fields = _fields_without_key(model)
    names = [field.attname for field in fields]
    take = itemgetter(*names)
    values = [take(row) for row in rows]
    keys: list[int] = []
    for statement, parameters, _ in _statements(model, fields, _adapted(fields, values)):
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} RETURNING id", parameters)
            keys += [key for (key,) in cursor.fetchall()]
    alias, columns = connection.alias, ["id", *names]
    return [
        model.from_db(alias, columns, (key, *row)) for key, row in zip(keys, values, strict=True)
    ]


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Give rows other values, as the database takes them; each ends with the key of its row."""
    if not rows:
        return
    quote = connection.ops.quote_name
    names = (quote(model._meta.get_field(name).column) for name in columns)
    assignments = ", ".join(f"{name} = %s" for name in names)
    key = quote(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {assignments} WHERE {key} = %s", rows
        )


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


def _adapted(
    fields: Sequence[models.Field], rows: Sequence[Sequence[Any]]
) -> Sequence[Sequence[Any]]:
    """The rows as the database takes them: SQLite takes dates as texts. Most share a few dates."""
    kinds = {
        models.DateField: cache(connection.ops.adapt_datefield_value),
        models.DateTimeField: cache(connection.ops.adapt_datetimefield_value),
    }
    places = [(at, kinds[type(field)]) for at, field in enumerate(fields) if type(field) in kinds]
    adapted = list(map(list, rows))
    for row in adapted:
        for at, adapt in places:
            row[at] = adapt(row[at])
    return adapted
