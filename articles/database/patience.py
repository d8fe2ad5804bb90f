"""The time that one request may wait for locks, over all its statements together.

The settings limit a single wait. A save waits more than once: for its transaction, and then for its
session; behind a lock that comes and goes it waited twice as long as one limit says.

And a request that waits has a thread of the server, of which there are few: where all of them wait,
no page is shown. So only some requests of a process wait at a time, and a further one hardly.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
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
# So long one waits that is beyond the most who may. A save takes a few milliseconds, so that the
# next of many gets its turn; and a reader waits for its thread no longer than that.
_CROWDED_SECONDS = 0.3


class _Waiting:
    """How many threads of this process are at a statement that may wait, this one included."""

    def __init__(self) -> None:
        self._number = 0
        self._lock = Lock()

    def __enter__(self) -> int:
        with self._lock:
            self._number += 1
            return self._number

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._number -= 1


_waiting = _Waiting()


class _Budget:
    """An execute wrapper of Django's: shortens the database's own limit once there was a wait, and
    where more than `most` threads may be waiting."""

    def __init__(self, seconds: float, most: int | None) -> None:
        self.seconds = self.left_seconds = seconds
        self.most = most
        self.is_shortened = False

    def __call__(
        self, execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if not may_wait(sql):
            return execute(sql, params, many, context)
        with _waiting as number:
            self._shorten(context["connection"], number)
            began = time.monotonic()
            try:
                return execute(sql, params, many, context)
            finally:
                elapsed = time.monotonic() - began
                if elapsed > _WAITED_SECONDS:
                    self.left_seconds -= elapsed

    def _shorten(self, wrapper: BaseDatabaseWrapper, number: int) -> None:
        is_crowded = self.most is not None and number > self.most
        if is_crowded or self.is_shortened or self.left_seconds < self.seconds:
            most = _CROWDED_SECONDS if is_crowded else self.seconds
            _limit(wrapper, max(min(self.left_seconds, most), _LEAST_SECONDS))
            self.is_shortened = True


def may_wait(sql: object) -> bool:
    """Return whether a statement may wait for another writer: what begins to write (SQLite), writes
    or locks rows. What is no text (psycopg's composed statements) is none of ours."""
    return isinstance(sql, str) and _MAY_WAIT.match(sql) is not None


@contextmanager
def waiting_at_most(seconds: float, *, most: int | None = None) -> Iterator[None]:
    """Within the block, this thread's statements wait for locks no longer than that in all, and
    hardly where as many as `most` other threads may be waiting.

    A connection whose limit was shortened has that of the settings again at the end, unless it is
    another's: PostgreSQL's is told so, and SQLite's, which costs nothing to open, is closed. What
    cannot be told is ended, so that no pool (DATABASE_POOL) hands it to the next request.
    """
    budget = _Budget(seconds, most)
    with connection.execute_wrapper(budget):
        yield
    if budget.is_shortened and not connection.in_atomic_block:
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
