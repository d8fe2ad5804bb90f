"""Why a database refuses: told from its codes, and from errors that are mistakes of ours."""

import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import DatabaseErrorWrapper

from articles.database.refusal import Refusal, refusal_of

SQLITE = DatabaseWrapper({"NAME": ":memory:"})


def raised(act):
    """The error as Django raises it, with SQLite's own as its cause."""
    with pytest.raises(OperationalError) as caught, DatabaseErrorWrapper(SQLITE):
        act()
    return caught.value


def on_sqlite(tmp_path, *statements):
    def act():
        file = sqlite3.connect(tmp_path / "file.sqlite3", isolation_level=None, timeout=0)
        try:
            for statement in statements:
                file.execute(statement)
        finally:
            file.close()

    return act


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (("PRAGMA query_only=1", "CREATE TABLE a (b)"), Refusal.READ_ONLY),
        (
            (
                "CREATE TABLE a (b)",
                "PRAGMA max_page_count=2",
                "INSERT INTO a VALUES (zeroblob(99999))",
            ),
            Refusal.FULL,
        ),
        (("ATTACH '/nowhere/at/all' AS other",), Refusal.UNREACHABLE),
        (("SELECT * FROM nothing",), None),
    ],
)
@pytest.mark.django_db
def test_by_the_code_of_sqlite(tmp_path, statements, expected):
    error = raised(on_sqlite(tmp_path, *statements))
    assert refusal_of(error) is expected


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["SELECT * FROM away", "SELECT away FROM sqlite_master"])
def test_what_is_missing_is_a_refusal_while_a_migration_is(tmp_path, statement):
    error = raised(on_sqlite(tmp_path, statement))
    assert refusal_of(error) is None
    MigrationRecorder(connection).record_unapplied("articles", "0001_library")
    assert refusal_of(error) is Refusal.OUTDATED


def test_a_lock_of_sqlite(tmp_path):
    other = sqlite3.connect(tmp_path / "file.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    error = raised(on_sqlite(tmp_path, "BEGIN IMMEDIATE"))
    other.close()
    assert refusal_of(error) is Refusal.BUSY


def with_cause(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (psycopg.errors.LockNotAvailable(), Refusal.BUSY),
        (psycopg.errors.QueryCanceled(), Refusal.BUSY),
        (psycopg.errors.DeadlockDetected(), Refusal.BUSY),
        (psycopg.errors.DiskFull(), Refusal.FULL),
        (psycopg.errors.ReadOnlySqlTransaction(), Refusal.READ_ONLY),
        (psycopg.errors.AdminShutdown(), Refusal.UNREACHABLE),
        (psycopg.errors.CannotConnectNow(), Refusal.UNREACHABLE),
        (psycopg.errors.TooManyConnections(), Refusal.UNREACHABLE),
        (psycopg.OperationalError("connection refused"), Refusal.UNREACHABLE),
        (psycopg.errors.UndefinedTable(), None),
    ],
)
@pytest.mark.django_db
def test_by_the_code_of_postgresql(cause, expected):
    assert refusal_of(with_cause(OperationalError(), cause)) is expected


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError(),
        DatabaseError("Save with update_fields did not affect any rows."),
        with_cause(IntegrityError(), psycopg.errors.UniqueViolation()),
    ],
)
def test_what_is_no_refusal(error):
    assert refusal_of(error) is None
