"""Where this thread reads: the primary, or within a block a replica.

Everything reads the primary unless somebody who serves readers says otherwise
(`articles.page_store.replica_middleware`): the desk, imports and commands know of no replica. A
replica is a connection of Django's of its own (`replica_1`, …), whose transactions are read-only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

# What the settings name them (qtsite/environment.py), with a number.
_PREFIX = "replica_"
# PostgreSQL's documentation, appendix A: query_canceled, by statement_timeout. The same would take
# as long on the primary.
_TOO_SLOW = "57014"
# Kept in the memory of a process beyond the request that reads them: what a page that may be old
# has read would then be shown by one that must be new.
_OF_THE_PRIMARY = frozenset({"articles.sitesettings"})


class Reading:
    """A block that reads a replica. `failure` is the last error that the primary might not have;
    `stands_in`: the primary does not answer, and everything is the replica's."""

    def __init__(self, alias: str, *, stands_in: bool = False) -> None:
        self.alias: str | None = alias
        self.stands_in = stands_in
        self.failure: Error | None = None

    def __call__(
        self, execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """An execute wrapper of Django's."""
        try:
            return execute(sql, params, many, context)
        except Error as error:
            if getattr(error.__cause__, "sqlstate", None) != _TOO_SLOW:
                self.failure = error
            raise


class _Thread(local):
    reading: Reading | None = None


_thread = _Thread()


def replica_aliases() -> list[str]:
    """Return the names of the replicas' connections."""
    return [alias for alias in settings.DATABASES if alias.startswith(_PREFIX)]


@contextmanager
def reading_from(alias: str, *, stands_in: bool = False) -> Iterator[Reading]:
    """Within the block, what this thread reads comes from a replica, until it writes."""
    reading = _thread.reading = Reading(alias, stands_in=stands_in)
    try:
        with connections[alias].execute_wrapper(reading):
            yield reading
    finally:
        _thread.reading = None


def reading_alias() -> str:
    """Return the name of the connection that this thread reads from. An open transaction is the
    primary's: it reads what it has written."""
    reading = _thread.reading
    if reading is None or reading.alias is None or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return DEFAULT_DB_ALIAS
    return reading.alias


def reading_connection() -> BaseDatabaseWrapper:
    """Return that connection, for statements that are not Django's."""
    return connections[reading_alias()]


class ReplicaRouter:
    """Django's questions about databases (DATABASE_ROUTERS).

    It never leaves an answer to Django, which would go on with the connection that an instance was
    read from, and write to a replica.
    """

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        reading = _thread.reading
        stands_in = reading is not None and reading.stands_in
        if model._meta.label_lower in _OF_THE_PRIMARY and not stands_in:
            return DEFAULT_DB_ALIAS
        return reading_alias()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """What a request has written it reads as well: the rest of it is the primary's."""
        if _thread.reading is not None:
            _thread.reading.alias = None
        return DEFAULT_DB_ALIAS

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return not db.startswith(_PREFIX)
