"""The rows of a SQLite database carried over into PostgreSQL: how a site outgrows one machine.

Both have the tables of the same migrations, so that a row is copied column by column, under its own
key. What an engine makes for itself is not a table of Django's: SQLite's index of words stays
behind, and PostgreSQL fills its own from the same documents.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import Error, connection, transaction
from django.db.models import Field, Model

from articles.backups.database_copy import CopyFailed
from articles.database.statistics import refresh_statistics


def carry_over(file: Path) -> None:
    """Put the rows of a SQLite database in the place of those of the site's PostgreSQL, in one
    transaction. Both have the same migrations. Raises CopyFailed; then the site's are as they
    were."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                _empty(cursor)
                for model in _models():
                    _copy(model, source, cursor)
                for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
                    cursor.execute(statement)
        except Error as error:
            raise CopyFailed(str(error).strip()) from error
    refresh_statistics()


def _models() -> list[type[Model]]:
    """The models that have a table of their own, those behind many-to-many fields among them."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def _empty(cursor: Any) -> None:
    """Remove also what `migrate` has filled: content types and rights have other keys there."""
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in _models())
    cursor.execute(f"TRUNCATE {tables}")


def _copy(model: type[Model], source: sqlite3.Connection, cursor: Any) -> None:
    fields = model._meta.local_concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    row: Sequence[Any] = ()
    try:
        rows = source.execute(f"SELECT {names} FROM {table}")
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in _translated(rows, fields):
                copy.write_row(row)
    except (Error, connection.Database.Error, sqlite3.Error, ValueError) as error:
        # The server says later than at its row what it does not take, and names the line itself.
        place = f"{model._meta.db_table}, at or before {fields[0].column} {next(iter(row), None)}"
        raise CopyFailed(f"{place}: {str(error).strip()}") from error


def _translated(rows: sqlite3.Cursor, fields: Sequence[Field]) -> Iterator[list[Any]]:
    """The rows with the values that have another type in PostgreSQL."""
    translated = [
        (place, translate)
        for place, field in enumerate(fields)
        if (translate := _TRANSLATIONS.get(field.db_type(connection)))
    ]
    for row in rows:
        values = list(row)
        for place, translate in translated:
            if values[place] is not None:
                values[place] = translate(values[place])
        yield values


def _moment(text: str) -> datetime:
    """SQLite has UTC without saying so."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else value


# By PostgreSQL's type; of the others SQLite's values are what COPY takes.
_TRANSLATIONS: dict[str, Callable[[Any], Any]] = {
    "boolean": bool,
    "timestamp with time zone": _moment,
    "bytea": _bytes,
}
