"""Database backend (ENGINE): Django's for SQLite, which reads from a read-only disk as well, and
whose connections outlast a request (CONN_MAX_AGE) only where they stand in nobody's way.

A database in WAL mode cannot be opened where its files `-wal` and `-shm` are missing and cannot be
made (sqlite.org/wal.html, "Read-Only Databases"), although all of it stands in its own file: the
last connection before the disk was mounted for reading only has removed them. Such a file is opened
as immutable (sqlite.org/c3ref/open.html): without locks, which is right as long as nobody can
write.

Opening a connection and reading the schema costs a third of what a page costs to make. A connection
that stays has no transaction open, so it keeps no writer and no checkpoint waiting.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base

from articles.database.kept_connection import others_may_stay
from articles.database.sqlite3.opened_file import OpenedFile


class DatabaseWrapper(base.DatabaseWrapper):
    """Each connection decides anew."""

    _file: OpenedFile | None = None

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

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._file = OpenedFile(self.connection)

    def close_if_unusable_or_obsolete(self) -> None:
        """Close the connection at the beginning or the end of a request, as Django does, and one
        that must not stay; whatever went wrong, nothing of it is left."""
        if self.connection is not None and not self.in_atomic_block:
            is_well = not self.errors_occurred and self._file.is_at_its_address()
            if not (is_well and others_may_stay()):
                self.close()
        super().close_if_unusable_or_obsolete()


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
