"""Bytes by key in one file of SQLite, which the processes of a machine share."""

import sqlite3
from pathlib import Path
from threading import local

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, stored INTEGER NOT NULL UNIQUE, size INTEGER NOT NULL, data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS room (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), taken INTEGER);
INSERT OR IGNORE INTO room VALUES (1, 0);
CREATE TRIGGER IF NOT EXISTS taken AFTER INSERT ON answers
    BEGIN UPDATE room SET taken = taken + new.size; END;
CREATE TRIGGER IF NOT EXISTS given_back AFTER DELETE ON answers
    BEGIN UPDATE room SET taken = taken - old.size; END;
"""
_PUT = """INSERT INTO answers
SELECT ?, 1 + coalesce((SELECT max(stored) FROM answers), 0), length(?2), ?2"""
_OLDEST = """DELETE FROM answers WHERE stored IN (
    SELECT stored FROM (
        SELECT stored, sum(size) OVER (ORDER BY stored) AS with_older FROM answers LIMIT 1000
    ) WHERE with_older - size < ?)"""
# So long a reader waits for another process that is putting something in.
_PATIENCE_SECONDS = 0.05


class DiskStore:
    """At most `limit_bytes` of bodies, of which those stored longest ago go first. Every method
    raises sqlite3.Error: a disk that is full, a file that is damaged, a lock."""

    errors = (sqlite3.Error, OSError)

    def __init__(self, file: Path, limit_bytes: int) -> None:
        self._file = file
        self._limit_bytes = limit_bytes
        self._local = local()

    def get(self, key: str) -> bytes | None:
        """Return what is stored under a key."""
        row = self._connection().execute("SELECT data FROM answers WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def put(self, key: str, data: bytes) -> None:
        """Store bytes in the place of the key's last; the oldest make room for them."""
        if len(data) > self._limit_bytes / 10:
            return
        connection = self._connection()
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM answers WHERE key = ?", [key])
            connection.execute(_PUT, [key, data])
            (taken,) = connection.execute("SELECT taken FROM room").fetchone()
            if taken > self._limit_bytes:
                # A tenth at a time, so that not every page that comes has to make room.
                connection.execute(_OLDEST, [taken - self._limit_bytes * 9 // 10])

    def _connection(self) -> sqlite3.Connection:
        opened = getattr(self._local, "opened", None)
        if opened is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            opened = sqlite3.connect(self._file, timeout=_PATIENCE_SECONDS, isolation_level=None)
            # What a crash of the machine takes is made again.
            opened.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;{_SCHEMA}")
            self._local.opened = opened
        return opened
