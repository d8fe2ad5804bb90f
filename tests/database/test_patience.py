"""All the locks of a request together are waited for no longer than the limit."""

import time
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

from articles.database.patience import waiting_at_most
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


def test_what_does_not_wait_changes_nothing():
    before = limit()
    with waiting_at_most(4):
        write()
        assert limit() == before
