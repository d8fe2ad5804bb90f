"""Which replicas may be read at the moment: one thread of each process looks every second.

A replica is left out from when it does not answer, it has ended its recovery (promoted, it is a
database of its own), or it is further behind than REPLICA_MAX_LAG_SECONDS, and taken back when all
is well. While the primary does not answer, replicas that have replayed the last place that is known
of its log stay.

Its lag is measured by this process' clock alone: the place in the primary's log is noted every
second, and a replica is as far behind as the newest of the places that it has replayed. What a
replica says of itself (pg_last_xact_replay_timestamp) is the age of the last transaction: large
where nobody writes, and small where the stream is cut.

How far behind a replica may be says how much a reader's page costs the primary, not how old it is:
whoever reads a replica first makes sure that it has what is needed
(`articles.page_store.replica_middleware`).
"""

import logging
import os
import socket
import time
from collections import deque
from contextlib import suppress
from multiprocessing.util import Finalize
from threading import Event, Lock, Thread, Timer
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from articles.database.replica_reads import replica_aliases

logger = logging.getLogger(__name__)

CHECK_SECONDS = 1
# A replica that takes longer for one small statement is as good as dead: its readers' connections
# are cut, so that none waits for longer than this and the second between two looks.
_PATIENCE_SECONDS = 2
_PRIMARY_PLACE = "SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint"
# None where it is no replica, or no longer.
REPLICA_PLACE = (
    "CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint END"
)
_REPLICA_PLACE = f"SELECT {REPLICA_PLACE}"


class _Asked:
    """A connection of the watch's own to one database."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._opened: Any = None

    def number(self, statement: str) -> int | None:
        """Return the one number of a statement. Raises the driver's Error, or OSError."""
        try:
            if self._opened is None:
                self._opened = _open(self.alias)
            timer = Timer(_PATIENCE_SECONDS, _cut, [self._opened])
            timer.daemon = True
            timer.start()
            try:
                return self._opened.execute(statement).fetchone()[0]
            finally:
                timer.cancel()
        except (connections[self.alias].Database.Error, OSError):
            self.close()
            raise

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None


class ReplicaWatch:
    """The replicas that may be read, and the thread that finds out."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._usable: tuple[str, ...] = ()
        self._reasons: dict[str, str] = {}
        self._turn = 0
        self._stop = Event()
        self._has_primary = True
        self._places: deque[tuple[float, int]] = deque(maxlen=2)
        self._readers: dict[str, WeakSet] = {alias: WeakSet() for alias in replica_aliases()}
        self._databases = {alias: _Asked(alias) for alias in (DEFAULT_DB_ALIAS, *replica_aliases())}

    def start(self) -> None:
        """Begin to look; nothing is read from a replica before it was looked at."""
        most = settings.REPLICA_MAX_LAG_SECONDS
        self._places = deque(maxlen=most // CHECK_SECONDS + 2)
        # Not atexit: a worker that granian has forked ends without it (os._exit).
        Finalize(None, self._stop.set, exitpriority=0)
        Thread(target=self._run, name="replica-watch", daemon=True).start()

    def usable(self) -> tuple[str, ...]:
        """Return the replicas that may be read, each time beginning with the next one."""
        usable = self._usable
        self._turn += 1  # two threads may take the same turn
        start = self._turn % len(usable) if usable else 0
        return usable[start:] + usable[:start]

    def has_all_known(self, place: int | None) -> bool:
        """Return whether a replica that has replayed its log up to there has all that the primary
        was known to have by the last look that it answered."""
        places = self._places
        return bool(places) and place is not None and place >= places[-1][1]

    def left_out(self) -> dict[str, str]:
        """Return the replicas that are not read, each with the reason."""
        usable, reasons = self._usable, self._reasons
        return {
            alias: reasons.get(alias, "it has not been looked at yet")
            for alias in self._readers
            if alias not in usable
        }

    def note_reader(self, alias: str, connection: Any) -> None:
        """Know a driver's connection that readers use, to cut it where the replica hangs."""
        with self._lock:
            self._readers[alias].add(connection)

    def leave_out(self, alias: str, reason: object) -> None:
        """Read this replica no more until it has been looked at again."""
        with self._lock:
            if alias not in self._usable:
                return
            self._usable = tuple(other for other in self._usable if other != alias)
            self._reasons[alias] = str(reason)
        logger.warning("%s is left out: %s", alias, reason)

    def look(self) -> None:
        """Find out once which replicas may be read."""
        now = time.monotonic()
        has_primary = True
        try:
            place = self._databases[DEFAULT_DB_ALIAS].number(_PRIMARY_PLACE)
            if self._places and place < self._places[-1][1]:
                self._places.clear()  # another primary
            self._places.append((now, place))
        except (connections[DEFAULT_DB_ALIAS].Database.Error, OSError) as error:
            has_primary = False
            if self._has_primary:
                logger.warning("the primary does not answer: replicas stand in for it: %s", error)
        if has_primary and not self._has_primary:
            logger.info("the primary answers again")
        self._has_primary = has_primary
        for alias in self._readers:
            if reason := self._reason_against(alias):
                self._reasons[alias] = reason
                self.leave_out(alias, reason)
            elif alias not in self._usable:
                with self._lock:
                    self._usable = tuple(sorted({*self._usable, alias}))
                logger.info("%s is read", alias)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.look()
            except Exception:
                logger.exception("the replicas could not be looked at")
            self._stop.wait(CHECK_SECONDS)

    def _reason_against(self, alias: str) -> str:
        try:
            place = self._databases[alias].number(_REPLICA_PLACE)
        except (connections[alias].Database.Error, OSError) as error:
            with self._lock:
                readers = list(self._readers[alias])
            for connection in readers:
                _cut(connection)
            return str(error).strip() or repr(error)
        if place is None:
            return "it is no replica, or no longer"
        if not self._has_primary:
            return "" if self.has_all_known(place) else "the primary, which is gone, had more"
        now = time.monotonic()
        reached = [moment for moment, of_primary in self._places if of_primary <= place]
        if not reached or now - reached[-1] > settings.REPLICA_MAX_LAG_SECONDS:
            return f"more than {settings.REPLICA_MAX_LAG_SECONDS} s behind"
        return ""


def _open(alias: str) -> Any:
    wrapper = connections[alias]
    parameters = wrapper.get_connection_params() | {"connect_timeout": _PATIENCE_SECONDS}
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    return wrapper.Database.connect(**parameters, autocommit=True)


def _cut(connection: Any) -> None:
    """End a connection beneath whoever waits for its answer in another thread."""
    # A copy of the descriptor, which is closed here; the connection itself is its thread's.
    with (
        suppress(OSError, connections[DEFAULT_DB_ALIAS].Database.Error),
        socket.socket(fileno=os.dup(connection.fileno())) as copy,
    ):
        copy.shutdown(socket.SHUT_RDWR)


_watch: ReplicaWatch | None = None


def start_replica_watch() -> None:
    """Begin to look; called once by a process that serves readers. Nothing happens where there are
    no replicas."""
    if replica_aliases():
        global _watch
        _watch = ReplicaWatch()
        _watch.start()


def replica_watch() -> ReplicaWatch | None:
    """Return the watch of this process, None where it has none and reads the primary alone."""
    return _watch
