"""A database that somebody else has locked."""

import os
import signal
import time
from contextlib import contextmanager
from threading import Event, Thread

from tests.faults.deliveries import LIBRARY, deliver
from tests.faults.site import ARTICLES, BEHIND_THE_TEST, finish, stop_between_batches, wait_until
from tests.faults.test_kills import assert_equal, assert_whole

NUMBERS = range(300)
HELD_SECONDS = 3


@contextmanager
def lock(site):
    """Hold everything that an import wants to write."""
    with site.connection() as connection:
        connection.execute("BEGIN IMMEDIATE" if site.is_sqlite else "BEGIN")
        if not site.is_sqlite:
            connection.execute("LOCK TABLE articles_article, articles_importrun")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


@contextmanager
def lock_elsewhere(site, *, seconds):
    """Hold the lock for some seconds, in a thread with a connection of its own."""
    is_held = Event()

    def hold():
        with lock(site):
            is_held.set()
            time.sleep(seconds)

    thread = Thread(target=hold)
    thread.start()
    assert is_held.wait(timeout=60)
    try:
        yield
    finally:
        thread.join()


def test_an_import_waits_for_a_lock_of_seconds(make_site, tmp_path):
    site, undisturbed = make_site("locked"), make_site("undisturbed")
    folder = deliver(tmp_path / "d", NUMBERS)
    undisturbed.import_(folder)
    with lock_elsewhere(site, seconds=HELD_SECONDS):
        outcome = site.import_(folder)
    assert outcome.status == 0
    assert outcome.stderr == ""
    assert_equal(site.snapshot(), undisturbed.snapshot())


def test_a_lock_beyond_the_timeout_ends_the_import_with_a_sentence(make_site, tmp_path):
    site, undisturbed = make_site("locked"), make_site("undisturbed")
    folders = [deliver(tmp_path / f"week-{week}", NUMBERS, week=week) for week in (0, 1)]
    for folder in folders:
        undisturbed.import_(folder)
    site.import_(folders[0])
    before = site.snapshot()
    make_impatient(site)
    with lock(site):
        outcome = site.import_(folders[1])
    assert outcome.status == 1
    words = "database is locked" if site.is_sqlite else "canceling statement due to lock timeout"
    assert outcome.stderr.startswith(f"CommandError: The database refused: {words}")
    assert "run the command again" in outcome.stderr
    assert {**site.snapshot(), "unsettled": 0} == before
    site.variables.clear()
    assert site.import_(folders[1]).status == 0
    assert_equal(site.snapshot(), undisturbed.snapshot())


def test_a_lock_taken_during_the_import_ends_it_between_batches(make_site, tmp_path):
    """The first batch is written when the lock is taken."""
    site, undisturbed = make_site("locked"), make_site("undisturbed")
    folder = deliver(tmp_path / "d", range(LIBRARY))
    undisturbed.import_(folder)
    make_impatient(site)
    process = site.start("import_articles", folder, "--workers", 2, prefix=BEHIND_THE_TEST)
    wait_until(lambda: site.number(ARTICLES) > 0, "a batch")
    stop_between_batches(site, process)
    with lock(site):
        os.killpg(process.pid, signal.SIGCONT)
        outcome = finish(process)
    assert outcome.status == 1
    assert "CommandError: The database refused: " in outcome.stderr
    assert 0 < site.number(ARTICLES) < LIBRARY
    assert_whole(site)
    site.variables.clear()
    assert site.import_(folder).status == 0
    assert_equal(site.snapshot(), undisturbed.snapshot())


def make_impatient(site):
    """A second of patience: on SQLite by settings of the tests, on PostgreSQL by libpq's."""
    site.variables |= {
        "DJANGO_SETTINGS_MODULE": "tests.faults.cramped_settings",
        "PGOPTIONS": "-c lock_timeout=1s",
    }
