"""A copy of the database as it is at one moment, made while the site reads and writes; and back.

SQLite: its online backup API (sqlite.org/backup.html) in one step, so that the copy is of one
moment; in WAL mode nobody waits for it. PostgreSQL: pg_dump, which reads in one snapshot, and
pg_restore in one transaction (PostgreSQL's documentation, 26.1).
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

_MIGRATIONS = "SELECT app, name FROM django_migrations"
# sqlite.org/rescode.html
_LEAST_INDEX_BYTES = 32_768  # sqlite.org/walformat.html, 2
_CANNOT_OPEN = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


class CopyFailed(Exception):
    """The database or its tools refused; the text says what they said."""


def engine() -> str:
    """Return "sqlite" or "postgresql"."""
    return connection.vendor


def copy_to(file: Path) -> None:
    """Write the database into a new file. Raises CopyFailed."""
    if connection.vendor == "sqlite":
        source = Path(connection.settings_dict["NAME"])
        try:
            _copy_sqlite(source, file)
        except CopyFailed as error:
            if not _lacks_index(error, source):
                raise
            _copy_files(source, file)
        return
    _run(
        "pg_dump",
        "--format=custom",
        "--compress=0",
        "--no-owner",
        "--no-privileges",
        f"--file={file}",
    )


def restore_from(file: Path) -> None:
    """Put the database of `file` in the place of the site's, in one transaction: who reads
    meanwhile reads the one or the other. Raises CopyFailed; then the site's is as it was."""
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(file, target)
        return
    _run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges",
        "--single-transaction", "--exit-on-error", f"--dbname={connection.settings_dict['NAME']}",
        str(file),
    )  # fmt: skip


def _copy_sqlite(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target, timeout=30)) as written,
        ):
            read.backup(written)
            (said,) = written.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise CopyFailed(str(error)) from error
    if said != "ok":
        raise CopyFailed(said)


def migrations_in(copy: Path) -> list[str]:
    """Return the migrations of the database: ["<app>.<name>", …]. SQLite's are read in the copy,
    for a file on a full disk may not be one that can be opened."""
    if connection.vendor != "sqlite":
        return sorted(".".join(one) for one in MigrationRecorder(connection).applied_migrations())
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as read:
        return sorted(".".join(row) for row in read.execute(_MIGRATIONS))


def _lacks_index(error: CopyFailed, source: Path) -> bool:
    """Whether the file could not be opened because the index of its log, which SQLite makes beside
    it, could not be made: on a full or read-only disk, while no process of the site runs."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    index = _state_of(source.with_name(f"{source.name}-shm"))
    # The vain try may have left an empty one.
    return code in _CANNOT_OPEN and (index is None or index[0] < _LEAST_INDEX_BYTES)


def _copy_files(source: Path, target: Path) -> None:
    """Copy the file and its log as they are, and have SQLite read the copy. Nobody writes to them
    meanwhile, or it would have made the index; where one begins after all, the files tell."""
    parts = [source, source.with_name(f"{source.name}-wal")]
    before = [_state_of(part) for part in parts]
    for part, name in zip(parts, (target.name, f"{target.name}-wal"), strict=True):
        if part.exists():
            shutil.copyfile(part, target.with_name(name))
    if [_state_of(part) for part in parts] != before:
        raise CopyFailed(f"{source} was written meanwhile: run the command again")
    try:
        with closing(sqlite3.connect(target)) as copy:
            (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise CopyFailed(str(error)) from error
    if said != "ok":
        raise CopyFailed(said)


def _state_of(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs against the site's database."""
    path = _find(program)
    settings = connection.settings_dict
    named = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"] or ""),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    environment = os.environ | {name: value for name, value in named.items() if value}
    done = subprocess.run(
        [path, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CopyFailed(f"{program}: {done.stderr.strip() or done.returncode}")


def _find(program: str) -> str:
    """The program of the newest PostgreSQL here: an older pg_dump refuses a newer server."""

    def release(path: Path) -> float:
        try:
            return float(path.parent.parent.name)
        except ValueError:
            return 0

    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=release)
    path = str(debian[-1]) if debian else shutil.which(program)
    if not path:
        raise CopyFailed(f"{program} is not installed: it comes with PostgreSQL's client")
    return path
