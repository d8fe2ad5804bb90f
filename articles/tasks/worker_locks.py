"""Locks that workers hold while they live: by them others know whose task is to be taken up again.

The system lets go of a lock with the process that held it, however that ended, so that nobody has
to wait for a lease to run out. On SQLite, whose processes share a machine, it is a file beside the
database (flock); on PostgreSQL an advisory lock of a session of its own, which workers of other
machines see as well (PostgreSQL's documentation, section 13.3.5).
"""

import fcntl
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connection

from articles.database.advisory_lock import Lock

_SUFFIX = ".worker"
# Whoever can open a file can lock it: another account, root say, may run a worker, too.
_FILE_MODE = 0o644
# A machine that vanishes closes no connection: after so long its server's system gives it up.
_KEEPALIVES = (
    "SET tcp_keepalives_idle = 20",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
    "SET idle_session_timeout = 0",
)
# Two keys of 32 bits each (pg_locks: objsubid 2), the second one signed in the function's eyes.
_HELD = (
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
    " AND classid = %s AND database = (SELECT oid FROM pg_database"
    " WHERE datname = current_database())"
)


class LockLost(Exception):
    """The session that held the lock has ended, or its file is gone: others may take this worker
    for dead."""


class WorkerLock:
    """The lock of one worker; `worker_id` is what a task names it by. `require_held` raises
    LockLost where others may see it no more."""

    def __init__(self, number: int, require_held: Callable[[], None]) -> None:
        self.number = number
        self.worker_id = f"{number}-{os.getpid()}-{socket.gethostname()}"[:64]
        self.require_held = require_held


def number_of(worker_id: str) -> int | None:
    """Return the number of a worker of ours, None of another program's."""
    head = worker_id.partition("-")[0]
    return int(head) if head.isascii() and head.isdigit() else None


@contextmanager
def worker_lock() -> Iterator[WorkerLock]:
    """Hold a lock under a number that no other worker has had."""
    number = secrets.randbelow(2**31 - 1) + 1
    if connection.vendor == "postgresql":
        yield from _session(number)
    else:
        yield from _file(number)


def live_workers() -> set[int]:
    """Return the numbers of the workers that live."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HELD, [Lock.TASK_WORKER])
            return {row[0] for row in cursor.fetchall()}
    names = [path.name.removesuffix(_SUFFIX) for path in _folder().glob(f"*{_SUFFIX}")]
    return {int(name) for name in names if name.isdigit() and _is_held(int(name))}


def is_any_worker_alive() -> bool:
    """Return whether somebody would do what is enqueued."""
    return bool(live_workers())


def _session(number: int) -> Iterator[WorkerLock]:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            for statement in _KEEPALIVES:
                cursor.execute(statement)
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [Lock.TASK_WORKER, number])
        yield WorkerLock(number, lambda: _require_session(own))
    finally:
        own.close()


def _require_session(own: Any) -> None:
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        raise LockLost from error


def _file(number: int) -> Iterator[WorkerLock]:
    path = _folder() / f"{number}{_SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _lock_file(path)

    def require_file() -> None:
        if not _is_file_of(descriptor, path):
            raise LockLost

    try:
        yield WorkerLock(number, require_file)
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _lock_file(path: Path) -> int:
    """Return the descriptor of a file that is locked and that others find: whoever looks between
    the two steps takes the file for a dead worker's, and removes it."""
    while True:
        # Neither a child of this process nor whatever it starts inherits it (PEP 446).
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, _FILE_MODE)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if _is_file_of(descriptor, path):
            return descriptor
        os.close(descriptor)


def _is_file_of(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _is_held(number: int) -> bool:
    """Return whether a process holds the file's lock; the file of a dead one is removed, where this
    account may. What it may not even read is somebody's who is taken for alive."""
    path = _folder() / f"{number}{_SUFFIX}"
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Not the file of another, which took the place of this one meanwhile.
        if _is_file_of(descriptor, path):
            with suppress(OSError):
                path.unlink()
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _folder() -> Path:
    """Beside the database, so that whoever writes the one finds the other; a database in memory
    belongs to one process."""
    file = Path(str(connection.settings_dict["NAME"]))
    if not file.is_absolute():
        return settings.VAR_DIR / "workers"
    return file.with_name(f"{file.name}-workers")
