"""Readers' numbers under faults: the real server with two workers, locks, ends and many at once."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

from tests.faults.server import served, status
from tests.faults.site import wait_until

VIEWS = "SELECT coalesce(sum(views), 0) FROM articles_readership"
RECENT = "SELECT coalesce(sum(recent_views), 0) FROM articles_readership"
DAYS = "SELECT coalesce(sum(number), 0) FROM articles_dailyviews"
UNKNOWN = "SELECT coalesce(sum(readers), 0) FROM articles_unknownaddress"
ROWS = "SELECT count(*) FROM articles_readership"
ARTICLES = "SELECT count(*) FROM articles_article"


def together(act, items):
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(act, items))


def numbers(library):
    return tuple(library.site.number(query) for query in (VIEWS, RECENT, DAYS))


def test_workers_write_what_they_counted_as_the_server_ends(library):
    with served(library.site, flush_seconds=300) as server:
        answers = together(lambda n: status(server.url + library.paths[n % 3]), range(60))
        missing = together(lambda n: status(f"{server.url}/learn/none-{n % 4}"), range(20))
        assert set(answers) == {200}
        assert set(missing) == {404}
        assert numbers(library) == (0, 0, 0)
    assert numbers(library) == (60, 60, 60)
    assert library.site.number(UNKNOWN) == 20


def test_a_killed_server_loses_only_what_was_not_yet_written(library):
    with served(library.site, flush_seconds=1) as server:
        together(lambda n: status(server.url + library.paths[0]), range(20))
        wait_until(lambda: numbers(library) == (20, 20, 20), "the views")
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
    assert numbers(library) == (20, 20, 20)


def test_the_server_gives_every_article_its_numbers_by_itself(library):
    with served(library.site, flush_seconds=1) as server:
        status(server.url + library.paths[0])
        wait_until(
            lambda: library.site.number(ROWS) == library.site.number(ARTICLES), "the numbers"
        )


def test_readers_do_not_wait_for_a_writer_and_nothing_is_lost(library):
    with served(library.site, flush_seconds=1) as server:
        with library.site.connection() as connection:
            connection.execute("BEGIN IMMEDIATE" if library.site.is_sqlite else "BEGIN")
            if not library.site.is_sqlite:
                connection.execute("LOCK TABLE articles_readership IN EXCLUSIVE MODE")
            for _ in range(3):
                answers = together(lambda n: status(server.url + library.paths[n % 3]), range(20))
                assert set(answers) == {200}
            connection.execute("ROLLBACK")
        wait_until(lambda: numbers(library) == (60, 60, 60), "the views")


def test_votes_at_once_are_all_counted_and_one_visitor_has_one(library):
    library.site.variables = {}
    with served(library.site, flush_seconds=1) as server:
        headers = {"Origin": server.url}

        def vote(number):
            data = f"helpful={'yes' if number % 2 else 'no'}&note=n{number}".encode()
            return status(f"{server.url}/feedback/{library.keys[0]}", data, **headers)

        answers = together(vote, range(24))
        assert set(answers) <= {200, 429}  # 200: the thanks after the redirect
        assert answers.count(200) >= 1
    assert library.site.number("SELECT count(*) FROM articles_feedback") == 1
    assert (
        library.site.number(
            "SELECT helpful + unhelpful FROM articles_readership"
            f" WHERE article_id = {library.keys[0]}"
        )
        == 1
    )
