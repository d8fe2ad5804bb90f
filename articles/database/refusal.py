"""Why a database refuses to write, or to answer at all: what is nobody's mistake."""

import sqlite3
from enum import Enum

from django.db import Error

from articles.database.pending_migrations import pending_migrations

# sqlite.org/rescode.html; the lowest byte of a code is its kind.
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: "BUSY",
    sqlite3.SQLITE_LOCKED: "BUSY",
    sqlite3.SQLITE_FULL: "FULL",
    sqlite3.SQLITE_IOERR: "FULL",
    sqlite3.SQLITE_READONLY: "READ_ONLY",
    sqlite3.SQLITE_CANTOPEN: "UNREACHABLE",
}
# PostgreSQL's documentation, appendix A: whole codes, and classes of two characters.
_OF_POSTGRESQL = {
    "55P03": "BUSY",  # lock_timeout
    "57014": "BUSY",  # statement_timeout
    "40": "BUSY",  # a deadlock, again after every retry
    "53100": "FULL",
    "58": "FULL",  # an error of the system, such as EIO
    "25006": "READ_ONLY",  # a standby
    "53": "UNREACHABLE",  # too many connections, no memory
    "57": "UNREACHABLE",  # shut down, or starting
    "08": "UNREACHABLE",
}
# What a table or column that is not there yet is called; a mistake of ours is called the same.
_MISSING_IN_SQLITE = ("no such table", "no such column")
_MISSING_IN_POSTGRESQL = {"42P01", "42703"}


class Refusal(Enum):
    """What a person is told: the reason, what to do, and the seconds until it is worth another try
    (RFC 9110, section 10.2.3)."""

    BUSY = "Somebody else, an import perhaps, has been writing to the library all the while.", 30
    FULL = (
        "The server has no room left to write on, or its disk fails. Tell whoever runs the site.",
        300,
    )
    READ_ONLY = (
        "The library can only be read at the moment. Tell whoever runs the site.",
        300,
    )
    UNREACHABLE = "The library's database does not answer at the moment.", 30
    OUTDATED = "The library is being brought to a new version.", 30

    def __init__(self, reason: str, retry_after_seconds: int) -> None:
        self.reason = reason
        self.retry_after_seconds = retry_after_seconds

    @property
    def can_read(self) -> bool:
        """False where it is vain to ask the database for anything else."""
        return self not in {Refusal.UNREACHABLE, Refusal.OUTDATED}


def refusal_of(error: BaseException | None) -> Refusal | None:
    """Return why the database refused; None where the error is of another kind, a mistake of ours
    among them. What is missing is a refusal only while migrations are, which is asked then."""
    if not isinstance(error, Error):
        return None
    cause = error.__cause__
    if _is_missing(cause) and _lacks_migrations():
        return Refusal.OUTDATED
    if isinstance(cause, sqlite3.Error):
        name = _OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        return Refusal[name] if name else None
    return _of_postgresql(error)


def _is_missing(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.Error):
        return str(cause).startswith(_MISSING_IN_SQLITE)
    return getattr(cause, "sqlstate", None) in _MISSING_IN_POSTGRESQL


def _lacks_migrations() -> bool:
    try:
        return bool(pending_migrations())
    except Error:
        return False


def _of_postgresql(error: Error) -> Refusal | None:
    state = getattr(error.__cause__, "sqlstate", None)
    if state:
        name = _OF_POSTGRESQL.get(state) or _OF_POSTGRESQL.get(state[:2])
        return Refusal[name] if name else None
    # Without a code: libpq's own words about a connection that failed, was cut or is closed.
    is_connection = type(error).__name__ in {"OperationalError", "InterfaceError"}
    return Refusal.UNREACHABLE if is_connection and error.__cause__ is not None else None
