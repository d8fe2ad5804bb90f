"""Inserting many rows in few statements.

FTS5 writes its buffer to the disk at the end of every statement: `executemany`, a statement a row,
doubles what an index kept by triggers costs.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from articles.models import SearchDeletion

# SQLite takes 32,766 parameters a statement (sqlite.org/limits.html), PostgreSQL 65,535.
_PARAMETERS_A_STATEMENT = 16_000
_ELEMENTS = {
    "sqlite": "SELECT value FROM json_each(%s) WHERE true",
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
}


def insert_rows(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, on_conflict: str = ""
) -> None:
    """Insert rows of values as the database takes them, hundreds a statement.

    `on_conflict` is what follows ON CONFLICT, the same on both vendors.
    """
    places = f"({', '.join(['%s'] * len(columns))})"
    conflict = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    size = _PARAMETERS_A_STATEMENT // len(columns)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)})"
                f" VALUES {', '.join([places] * len(some))}{conflict}",
                [value for row in some for value in row],
            )


def insert_deletions(keys: Sequence[int]) -> None:
    """Insert the keys of SearchDeletion that are not there yet.

    As one parameter: an import ends with half a million of them, while its workers have nothing to
    do any more, and with a parameter a key this step took half as long again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SearchDeletion._meta.db_table} (key) {_ELEMENTS[connection.vendor]}"
            " ON CONFLICT DO NOTHING",
            [json.dumps(keys)],
        )
