"""All the locks of a request together are waited for no longer than the limit."""

import time
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

from articles.database.patience import may_wait, waiting_at_most
from tests.admin.locks import another_writer

pytestmark = pytest.mark.django_db(transaction=True)


def write():
    """A write that waits; returns how long, in seconds."""
    began = time.monotonic()
    with suppress(OperationalError):
        Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
    return time.monotonic() - began


def limit():
    with connection.cursor() as cursor:
        name = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"
        return str(cursor.execute(name).fetchone()[0])


def test_the_second_wait_has_what_the_first_has_left():
    with another_writer(), waiting_at_most(0.2):
        first, second = write(), write()
    assert first > second


def test_a_limit_that_was_shortened_is_whole_again_for_the_next_request():
    before = limit()
    with another_writer():
        with waiting_at_most(0.2):
            write()
            write()
            assert limit() in {"100", "100ms"}
        assert limit() == before


def test_who_is_beyond_the_most_who_may_wait_hardly_waits():
    before = limit()
    with another_writer():
        whole = limit()
        with waiting_at_most(4, most=1):
            write()
            assert limit() == whole
        with waiting_at_most(4, most=0):
            write()
            assert limit() in {"300", "300ms"}
        assert limit() == before


def test_what_does_not_wait_changes_nothing():
    before = limit()
    with waiting_at_most(4):
        write()
        assert limit() == before


@pytest.fixture
def slow_read():
    """A read that takes a while, as a search of the whole library does."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.create_function("pg_sleep", 1, time.sleep)

    def read():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")

    return read


def test_a_slow_read_waits_for_no_lock_and_leaves_a_save_its_time(slow_read):
    before = limit()
    with waiting_at_most(0.2):
        slow_read()
        write()
        assert limit() == before


def test_only_what_may_wait_is_given_a_shorter_limit(slow_read):
    with another_writer(), waiting_at_most(0.2):
        write()
        before = limit()
        slow_read()
        assert limit() == before


@pytest.mark.parametrize(
    "sql",
    [
        "BEGIN IMMEDIATE",
        'INSERT INTO "a" VALUES (%s)',
        " update a set b = 1",
        'DELETE FROM "a"',
        'SELECT "a"."id" FROM "a" ORDER BY "a"."id" FOR NO KEY UPDATE OF "a"',
        "SELECT id FROM a FOR UPDATE",
        "SELECT pg_advisory_xact_lock(1)",
        "WITH b AS (SELECT 1) INSERT INTO a SELECT * FROM b",
    ],
)
def test_what_may_wait_for_a_lock(sql):
    assert may_wait(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "a"."updated_at" FROM "a" WHERE "a"."insert" = %s',
        "WITH RECURSIVE b AS (SELECT 1) SELECT * FROM b",
        "PRAGMA busy_timeout",
        "SAVEPOINT a",
        "COMMIT",
    ],
)
def test_what_waits_for_no_lock(sql):
    assert not may_wait(sql)
