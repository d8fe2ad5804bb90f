"""Votes and notes while the database is locked: no reader waits for them, and none is lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from urllib.parse import urlencode

import pytest

from tests.faults.load import under_load
from tests.faults.server import answer, served, status
from tests.faults.site import wait_until
from tests.faults.test_locks import make_impatient

VOTES = "SELECT coalesce(sum(helpful), 0) FROM articles_readership"
VIEWS = "SELECT coalesce(sum(views), 0) FROM articles_readership"
NOTES = "SELECT count(DISTINCT note) FROM articles_feedback WHERE note <> ''"
# Longer than a writer's patience in these tests, so that it has to try again.
HELD_SECONDS = 6
MOST_SECONDS = 0.5


@pytest.fixture
def served_once(library):
    """`served_once()`: a server of one process with four threads, as script/server has."""
    make_impatient(library.site)
    library.site.variables["TRUST_PROXY"] = "1"  # so that one machine can be many visitors

    def serve(**options):
        return served(library.site, workers=1, THREADS="4", **{"flush_seconds": 1, **options})

    return serve


@contextmanager
def locked(site):
    """Hold what a vote and a view are written under."""
    with site.connection() as connection:
        connection.execute("BEGIN IMMEDIATE" if site.is_sqlite else "BEGIN")
        if not site.is_sqlite:
            connection.execute("LOCK TABLE articles_readership IN EXCLUSIVE MODE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def vote(server, library, number, *, visitor=None, **data):
    fields = {"helpful": "yes", "note": f"Note {number}.", **data}
    visitor = number if visitor is None else visitor
    return answer(
        f"{server.url}/feedback/{library.keys[number % 3]}",
        urlencode(fields).encode(),
        **{"Origin": server.url, "X-Forwarded-For": f"198.51.{visitor}.7"},
    )


def test_twenty_votes_behind_a_lock_keep_no_reader_waiting_and_are_counted_once(
    library, served_once
):
    with served_once() as server:
        pages = [server.url + path for path in library.paths[:3]]
        # The first vote of a day makes its salt: it is written later, too.
        with locked(library.site), under_load(*pages, clients=2) as load:
            with ThreadPoolExecutor(20) as pool:
                votes = list(pool.map(lambda n: vote(server, library, n), range(20)))
            Event().wait(HELD_SECONDS)
            assert library.site.number(VOTES) == 0
        assert {given.status for given in votes} == {200}
        assert all("counted as soon as the library is less busy" in v.text for v in votes)
        assert set(load.statuses) == {200}
        assert load.percentile(0.95) < MOST_SECONDS
        assert load.percentile(1) < 2 * MOST_SECONDS
        wait_until(lambda: library.site.number(VOTES) == 20, "the votes")
        again = [vote(server, library, number) for number in range(20)]
        assert {given.status for given in again} == {200}
        assert not any("less busy" in given.text for given in again)
    assert library.site.number(VOTES) == 20
    assert library.site.number(NOTES) == 20


def test_what_one_visitor_sends_too_often_is_refused_behind_a_lock_as_well(library, served_once):
    with served_once() as server:
        with locked(library.site):
            sent = [vote(server, library, number, visitor=1) for number in range(21)]
            assert [given.status for given in sent] == [200] * 20 + [429]
            assert "Note 20." in sent[20].text
        wait_until(lambda: library.site.number(VOTES) == 3, "a vote for each of three articles")


def test_votes_that_wait_are_counted_as_the_server_ends(library, served_once):
    is_asked = Event()

    def end(server):
        server.process.terminate()
        is_asked.set()

    with served_once() as server:
        with locked(library.site):
            assert {vote(server, library, n).status for n in range(5)} == {200}
            Thread(target=end, args=[server]).start()
            assert is_asked.wait(timeout=60)
            Event().wait(1)
        server.process.wait(timeout=60)
        assert library.site.number(VOTES) == 5
    assert not list(library.site.folder.glob("leftovers/*"))


def test_votes_and_views_behind_a_lock_that_outlasts_the_server_are_counted_by_the_next(
    library, served_once
):
    with locked(library.site):
        with served_once() as server:
            assert {vote(server, library, n).status for n in range(5)} == {200}
            assert {status(server.url + library.paths[0]) for _ in range(7)} == {200}
        files = list(library.site.folder.glob("leftovers/*.json"))
        assert {file.name.partition("-")[0] for file in files} == {"votes", "views"}
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        assert not any("198.51." in file.read_text() for file in files)
        assert sum(len(json.loads(file.read_text())) for file in files) == 5 + 1
    with served_once():
        wait_until(lambda: library.site.number(VOTES) == 5, "the votes")
        wait_until(lambda: library.site.number(VIEWS) == 7, "the views")
    with served_once():
        pass
    assert (library.site.number(VOTES), library.site.number(VIEWS)) == (5, 7)
    assert library.site.number(NOTES) == 5
