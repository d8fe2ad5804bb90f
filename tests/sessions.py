"""Two sessions of PostgreSQL that meet where the test says: for tests of races and deadlocks.

Their transactions are real (`django_db(transaction=True)`). Nothing depends on who is faster: the
one goes on when the server says that the other waits for it.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

from articles.models import Article
from articles.publishing.effects.canonicals import lock_election

# Nothing here is timed: this only ends a test that hangs.
PATIENCE_SECONDS = 60

# Not pg_stat_activity, of which a transaction sees one state for as long as it lasts.
_WAITING = """
    SELECT count(*) FROM pg_locks
    WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""


def start(act: Callable[[], Any]) -> Future:
    """Do something in a session of its own; returns once it is done or waits for this one's."""

    def acting() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    pool = ThreadPoolExecutor(1)
    future = pool.submit(acting)
    pool.shutdown(wait=False)
    end = time.monotonic() + PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while not future.done():
            assert time.monotonic() < end, "the other session neither waits nor ends"
            if cursor.execute(_WAITING).fetchone()[0]:
                break
            time.sleep(0.005)
    return future


def deadlocked(article: Article, act: Callable[[], Any]) -> Any:
    """Do something that writes to the article while this session stands in a deadlock with it;
    return its result.

    This one holds the election and then asks for the article; the other holds the article and then
    asks for the election. PostgreSQL ends the other, for this one is patient.
    """
    with patient(), transaction.atomic():
        lock_election()
        future = start(act)
        assert not future.done(), future.exception()
        Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    return future.result(PATIENCE_SECONDS)


@contextmanager
def patient() -> Iterator[None]:
    """Within the block this session stands in a deadlock for longer than any other, whom PostgreSQL
    ends in its place."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET deadlock_timeout = '{PATIENCE_SECONDS}s'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET deadlock_timeout")
