"""The time that one request may wait for locks, over all its statements together.

The settings limit a single wait. A save waits more than once: for its transaction, and then for its
session; behind a lock that comes and goes it waited twice as long as one limit says.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

# A statement of the desk that writes takes a few milliseconds: one that takes so long has waited. A
# read that takes so long is slow: it waits for nobody, and the save behind it has its whole time.
_WAITED_SECONDS = 0.1
_MAY_WAIT = re.compile(
    r"\s*(?:BEGIN|INSERT|UPDATE|DELETE|REPLACE|LOCK)\b"
    r"|\s*WITH\b.*\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\b"
    r"|.*\bFOR\s+(?:NO\s+KEY\s+UPDATE|UPDATE|KEY\s+SHARE|SHARE)\b"
    r"|.*\bpg_advisory_(?:xact_)?lock\b",
    re.IGNORECASE | re.DOTALL,
)
# What a request that has waited for all its time may still wait: a turn of the writers' queue.
_LEAST_SECONDS = 0.1


class _Budget:
    """An execute wrapper of Django's: shortens the database's own limit once there was a wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left_seconds = seconds

    def __call__(
        self, execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if self.has_waited and may_wait(sql):
            _limit(context["connection"], max(self.left_seconds, _LEAST_SECONDS))
        began = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            elapsed = time.monotonic() - began
            if elapsed > _WAITED_SECONDS and may_wait(sql):
                self.left_seconds -= elapsed

    @property
    def has_waited(self) -> bool:
        return self.left_seconds < self.seconds


def may_wait(sql: object) -> bool:
    """Return whether a statement may wait for another writer: what begins to write (SQLite), writes
    or locks rows. What is no text (psycopg's composed statements) is none of ours."""
    return isinstance(sql, str) and _MAY_WAIT.match(sql) is not None


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Within the block, this thread's statements wait for locks no longer than that in all.

    A connection whose limit was shortened has that of the settings again at the end, unless it is
    another's: PostgreSQL's is told so, and SQLite's, which costs nothing to open, is closed. What
    cannot be told is ended, so that no pool (DATABASE_POOL) hands it to the next request.
    """
    budget = _Budget(seconds)
    with connection.execute_wrapper(budget):
        yield
    if budget.has_waited and not connection.in_atomic_block:
        _restore(connection)


def _limit(wrapper: BaseDatabaseWrapper, seconds: float) -> None:
    """Set how long the database waits for the next lock. It is set before each statement that may
    wait, because PostgreSQL takes a SET back with its transaction."""
    milliseconds = int(1_000 * seconds)
    raw = wrapper.connection
    if wrapper.vendor == "sqlite":
        raw.execute(f"PRAGMA busy_timeout = {milliseconds}")
    elif raw.info.transaction_status.name in {"IDLE", "INTRANS"}:  # not closed, not failed
        raw.execute(f"SET lock_timeout = {milliseconds}")


def _restore(wrapper: BaseDatabaseWrapper) -> None:
    raw = wrapper.connection
    if wrapper.vendor == "postgresql" and raw and raw.info.transaction_status.name == "IDLE":
        with suppress(raw.Error):  # cut meanwhile: Django opens another
            raw.execute("RESET lock_timeout")
            return
    if wrapper.vendor == "postgresql" and raw:
        raw.close()
    wrapper.close()
