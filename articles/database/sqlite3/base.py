"""Database backend (ENGINE): Django's for SQLite, and a way to read from a read-only disk.

A database in WAL mode cannot be opened where its files `-wal` and `-shm` are missing and cannot be
made (sqlite.org/wal.html, "Read-Only Databases"), although all of it stands in its own file: the
last connection before the disk was mounted for reading only has removed them. Such a file is opened
as immutable (sqlite.org/c3ref/open.html): without locks, which is right as long as nobody can
write.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Each connection decides anew; Django's are as short as a request."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        try:
            return super().get_new_connection(conn_params)
        except sqlite3.OperationalError as error:
            file = Path(conn_params["database"])
            is_refused = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN
            if not (is_refused and _is_whole_and_frozen(file)):
                raise
        uri = f"file:{quote(str(file))}?immutable=1"
        return super().get_new_connection({**conn_params, "database": uri})


def _is_whole_and_frozen(file: Path) -> bool:
    """Return whether no process can change the file, for its disk is mounted for reading only, and
    no log holds what was committed last. A folder without the right to write is no such thing:
    another user may have it."""
    log = file.with_name(f"{file.name}-wal")
    try:
        is_frozen = os.statvfs(file).f_flag & os.ST_RDONLY
        return bool(is_frozen) and not (log.exists() and log.stat().st_size)
    except OSError:  # no such file
        return False
