"""Another writer, who holds what every save needs."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

# How long a save waits here.
_PATIENCE_MS = 200


@contextmanager
def another_writer() -> Iterator[None]:
    """Within the block a connection of another's holds every table against writing; reading goes
    on. This one waits for a fifth of a second. For tests whose transactions are real."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        hold, wait = "BEGIN IMMEDIATE", f"PRAGMA busy_timeout = {_PATIENCE_MS}"
    else:
        other = psycopg.connect(**_same_database())
        tables = ", ".join(connection.introspection.table_names())
        hold, wait = f"LOCK TABLE {tables} IN EXCLUSIVE MODE", f"SET lock_timeout = {_PATIENCE_MS}"
    try:
        other.execute(hold)
        with connection.cursor() as cursor:
            cursor.execute(wait)
        yield
    finally:
        other.rollback()
        other.close()
        connection.close()


def _same_database() -> dict:
    parameters = connection.get_connection_params()
    return {
        name: parameters[name]
        for name in ("dbname", "user", "password", "host", "port")
        if name in parameters
    }
