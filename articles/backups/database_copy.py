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


class CopyFailed(Exception):
    """The database or its tools refused; the text says what they said."""


def engine() -> str:
    """Return "sqlite" or "postgresql"."""
    return connection.vendor


def copy_to(file: Path) -> None:
    """Write the database into a new file. Raises CopyFailed."""
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), file)
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
