"""Which migrations of the program the database lacks, and which it has that no file here knows."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Migrations = set[tuple[str, str]]


def pending_migrations() -> Migrations:
    """Return {(app, name)} of what is still to be applied. Raises a django.db.Error."""
    return known_migrations() - applied_migrations()


def applied_migrations() -> Migrations:
    """Return what the database says of itself; nothing where it is empty."""
    return set(MigrationRecorder(connection).applied_migrations())


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return what the program's files say; they are read once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
