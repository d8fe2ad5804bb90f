"""How long this process waits for the database: the one place that decides.

A person waits for the answer to a request; nobody waits for an import. What serves requests says so
before the settings are read (qtsite/wsgi.py, and manage.py for `runserver`); every other process
is a command.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `lock` is for all the locks of a request together (articles.database.patience), and
    in a command for each; PostgreSQL alone is connected to, and ends statements. None: no limit."""

    lock_seconds: int
    connect_seconds: int
    statement_seconds: int | None


# An answer within five seconds, whatever holds the lock: one is left for the page. A host that does
# not answer is given up after two, the least that libpq takes (its "connect_timeout").
OF_A_REQUEST = Patience(lock_seconds=4, connect_seconds=2, statement_seconds=30)
# A command waits for half a minute of somebody else's lock, twice over.
OF_A_COMMAND = Patience(lock_seconds=60, connect_seconds=20, statement_seconds=None)

_of_this_process = OF_A_COMMAND


def serve_requests() -> None:
    """Say that this process answers requests; the settings are read after it."""
    global _of_this_process
    _of_this_process = OF_A_REQUEST


def of_this_process() -> Patience:
    """Return how long this process waits."""
    return _of_this_process
