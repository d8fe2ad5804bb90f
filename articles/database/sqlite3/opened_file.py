"""The file behind an open connection."""

import os
import sqlite3


class OpenedFile:
    """The file that a connection has opened. A database in memory has none."""

    def __init__(self, opened: sqlite3.Connection) -> None:
        self._name = opened.execute("PRAGMA database_list").fetchone()[2]
        self._identity = self._identify()

    def is_at_its_address(self) -> bool:
        """Return whether a connection that is opened now would open the same file: another may have
        been put in its place, and what is written into the old one is lost."""
        return not self._name or self._identify() == self._identity

    def _identify(self) -> tuple[int, int] | None:
        """Return what tells the file from another of its name (stat(2)); None where none is."""
        try:
            status = os.stat(self._name)
        except OSError:
            return None
        return status.st_dev, status.st_ino
