"""One idle connection to SQLite, held open for as long as a process of the server lives.

Django closes its connections after a minute (CONN_MAX_AGE), and when their threads end. The last
one to close removes the files `-wal` and `-shm`, and the next reader makes them anew
(sqlite.org/walformat.html, section 1): on a full disk it cannot, and every page fails although the
database is whole. While one connection of the process is open, the files stay, and the memory that
stands for `-shm` is shared with it: pages are read with a full disk, and with one that can no
longer be written. Saves alone fail.

Other connections may outlast their requests as soon as this one could be opened for writing, and
not before: while a connection of a process holds `-shm` for reading, all of its others only read,
even when the disk can be written again.

A connection of its own: threads come and go. It has no transaction open, so it keeps no writer and
no checkpoint waiting. It must be opened in the process that uses it, never before a fork: the child
would take over locks that the system gives to the parent alone (sqlite.org/howtocorrupt.html,
section 2.6).
"""

import logging
import os
import sqlite3
from multiprocessing.util import Finalize
from threading import Event, Thread

from django.db import connection

logger = logging.getLogger(__name__)

# So often a process tries again that could not open it, or only for reading.
_AGAIN_SECONDS = 5


class _Keeper:
    def __init__(self) -> None:
        self.held: sqlite3.Connection | None = None
        self.can_write = False
        self.has_told = False
        self.stop = Event()

    def start(self) -> None:
        if not self.hold():
            Thread(target=self.insist, name="kept-connection", daemon=True).start()

    def hold(self) -> bool:
        """Open a connection; return whether the disk could be written then.

        One that can only read is held all the same, and opened anew by the next attempt.
        """
        self.can_write = self._open()
        return self.can_write

    def _open(self) -> bool:
        if self.held:
            self.held.close()
        self.held, reason = None, "it can only be read"
        parameters = connection.get_connection_params()
        try:
            held = sqlite3.connect(
                parameters["database"],
                uri=parameters["uri"],
                timeout=0,
                isolation_level=None,
                check_same_thread=False,
            )
            self.held = held
            held.execute("PRAGMA journal_mode = WAL")
            # Opens the files: a connection that has read nothing holds none.
            held.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
            # BEGIN IMMEDIATE is no more than BEGIN where the database's file is open for reading.
            # Asked and not opened: closing it would take away the locks that the process has on it.
            if os.access(parameters["database"], os.W_OK):
                held.execute("BEGIN IMMEDIATE")
                held.execute("ROLLBACK")
                return True
        except sqlite3.Error as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY and self.held:
                return True
            reason = str(error)
        if not self.has_told:
            logger.warning("the database cannot be opened for writing: %s", reason)
            self.has_told = True
        return False

    def insist(self) -> None:
        while not self.stop.wait(_AGAIN_SECONDS) and not self.hold():
            pass

    def finish(self) -> None:
        self.stop.set()
        if self.held:
            self.held.close()


_keeper: _Keeper | None = None


def others_may_stay() -> bool:
    """Return whether other connections of this process may outlast a request."""
    return _keeper is not None and _keeper.can_write


def keep_open() -> None:
    """Hold the connection until this process ends; does nothing on PostgreSQL. Called once, by a
    process that serves readers. A database that cannot be opened yet is tried again, and again."""
    if connection.vendor == "sqlite":
        global _keeper
        _keeper = _Keeper()
        # Not atexit: a worker that granian has forked ends without it (os._exit). After what is
        # still written at the end: the last connection to close tidies up.
        Finalize(None, _keeper.finish, exitpriority=-100)
        _keeper.start()
