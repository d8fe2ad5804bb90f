"""Checks of the database: that it answers, can be written, is sound, and has the tables of this
version."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, connection

from articles.database.pending_migrations import applied_migrations, known_migrations
from articles.doctor.checks import DATABASE, Problem, check, error, warning

_MIGRATE = "Run: manage.py migrate"


@check(DATABASE, "The database", is_for_readiness=True)
def database_answers() -> Iterator[Problem]:
    """A statement comes back, and the file could be written."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as failure:
        yield error(
            f"The database does not answer: {failure}",
            mend="See whether it runs, and whether DATABASE_URL is right.",
        )
        return
    if connection.vendor == "sqlite":
        yield from _sqlite_can_be_written(Path(connection.settings_dict["NAME"]))


def _sqlite_can_be_written(file: Path) -> Iterator[Problem]:
    """SQLite makes files beside the database as well. Root may write what others may not."""
    for path in (file, file.parent):
        if not os.access(path, os.W_OK):
            yield warning(
                f"{path} cannot be written: pages are shown, and nothing can be saved.",
                mend="Give it to the user that runs the site: chown, chmod u+w; or mount its disk"
                " for writing.",
            )
            return


@check("migrations", "Migrations", is_for_readiness=True, asks_database=True)
def tables_are_of_this_version() -> Iterator[Problem]:
    """Every migration of the program has been applied, and no other."""
    applied, known = applied_migrations(), known_migrations()
    if missing := sorted(known - applied):
        yield error(
            f"The database lacks {_named(missing)}: pages that ask for what is new fail.",
            mend=_MIGRATE,
        )
    apps = {app for app, _ in known}
    if unknown := sorted(one for one in applied - known if one[0] in apps):
        yield warning(
            f"The database has {_named(unknown)}, which this version does not know: it is a newer"
            " version's.",
            mend="Start that version again, or restore a backup of this one.",
        )


@check("database-file", "The database's file", asks_database=True)
def database_is_sound() -> Iterator[Problem]:
    """SQLite's own look at every page of the file (sqlite.org/pragma.html#pragma_quick_check).
    PostgreSQL looks after its files itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(3)")
        found = [row[0] for row in cursor.fetchall()]
    if found != ["ok"]:
        yield error(
            f"The database's file is damaged: {'; '.join(found)[:300]}",
            mend="Stop the site, keep the file, and restore the last backup (docs/configuration.md,"
            " Backups).",
        )


def _named(migrations: list[tuple[str, str]]) -> str:
    names = [f"{app}.{name}" for app, name in migrations[:3]]
    rest = f" and {len(migrations) - 3} more" if len(migrations) > 3 else ""
    return f"the migration{'s' if len(migrations) > 1 else ''} {', '.join(names)}{rest}"
