"""The header of SQLite's wal-index, read where SQLite's processes share it.

A database in WAL mode says at the beginning of its `-shm` file how far its log is committed: two
copies of a counter of transactions, the last frame, checksums and salts (sqlite.org/walformat.html,
section 2.3.1). Writing them is what makes a commit visible, and SQLite compares them with what it
has seen before to know whether its cache is good. `PRAGMA data_version` does the same by
two system calls, for a lock; during each of them another thread takes the interpreter, and has to
be waited for.

Two things must never be done (sqlite.org/howtocorrupt.html, section 2.2):

- To close a descriptor of the file: all locks that this process has on it would go along. So none
  that is opened here is ever closed, and each file is opened once.
- To read while no connection of this process holds the file: SQLite would be free to cut it, and
  the system ends who reads beyond the end of a file in memory (SIGBUS). So a header belongs to a
  connection that has read, and is read while that is open.
"""

import ctypes
import os
import sqlite3
import sys
from mmap import ACCESS_READ, mmap
from threading import Lock

_COPY_BYTES = 48
_BYTES = 2 * _COPY_BYTES
# The version of the format, in the order of the machine's bytes: that of every SQLite since 3.7.0.
_FORMAT = (3_007_000).to_bytes(4, sys.byteorder)
_IS_INITIALISED = 12

_mapped: dict[tuple[int, int], mmap] = {}
_lock = Lock()


class WalIndex:
    """The header of a database, other bytes after each commit of whichever connection."""

    def __init__(self, mapped: mmap) -> None:
        self._mapped = mapped

    def header(self) -> bytes:
        """Return it as it stands. One that is being written differs from every whole one."""
        return self._mapped[:_BYTES]


def wal_index_of(opened: sqlite3.Connection) -> WalIndex | None:
    """Return the header that belongs to an open connection; None where the database is not in WAL
    mode, or in memory, or where the file is not as it is expected."""
    name = opened.execute("PRAGMA database_list").fetchone()[2]
    opened.execute("PRAGMA data_version").fetchall()  # until then it has opened nothing
    if not name:
        return None
    try:
        mapped = _map(f"{name}-shm")
    except OSError:  # no log; or nobody may read it but SQLite
        return None
    return WalIndex(mapped) if mapped and _is_known(mapped[:_BYTES]) else None


def _map(name: str) -> mmap | None:
    with _lock:
        status = os.stat(name)
        if status.st_size < _BYTES:
            return None
        file = status.st_dev, status.st_ino
        if file not in _mapped:
            descriptor = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
            mapped = _mapped[file] = mmap(descriptor, _BYTES, access=ACCESS_READ)
            # It has a descriptor of its own, which the end of the interpreter would close while a
            # thread may still be writing.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(mapped))
        return _mapped[file]


def _is_known(header: bytes) -> bool:
    return header[:4] == _FORMAT and bool(header[_IS_INITIALISED])
