"""Retry on deadlock and on other transient conflicts between transactions."""

import logging
import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, reset_queries, transaction

logger = logging.getLogger(__name__)

_ATTEMPTS = 5
# PostgreSQL's documentation, appendix A. SQLite's errors carry no such code; its writers are alone.
_FOREIGN_KEY_VIOLATION = "23503"

P = ParamSpec("P")
T = TypeVar("T")


class Overtaken(Exception):
    """A row changed between being read and being written; carries its key. The caller plans its
    batch again."""

    def __init__(self, key: int) -> None:
        super().__init__(key)
        self.key = key


def is_deadlock(error: Exception) -> bool:
    """Return whether PostgreSQL ended this transaction in favour of another that waited for it
    (its documentation, appendix A, class 40): nothing is written, and the same may succeed now."""
    sqlstate = str(getattr(error.__cause__, "sqlstate", ""))
    return isinstance(error, OperationalError) and sqlstate.startswith("40")


def is_lock_wait(error: Exception) -> bool:
    """Return whether a write failed because another has held a lock for longer than this one may
    wait (sqlite.org/rescode.html; PostgreSQL's documentation, appendix A: lock_not_available and
    query_canceled, which a timeout raises), or was ended in its favour."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return getattr(error.__cause__, "sqlstate", None) in {"55P03", "57014"} or is_deadlock(error)


def is_reference_lost(error: Exception) -> bool:
    """Return whether PostgreSQL refused a row whose article is gone, or an article's removal
    because of a row that another had written meanwhile (a vote, a related question): asked again,
    the first finds that there is no article, and the second deletes the row, too."""
    sqlstate = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, IntegrityError) and sqlstate == _FOREIGN_KEY_VIOLATION


def is_interrupted(error: Exception) -> bool:
    """Return whether a write of one article may succeed at once, for another came between."""
    return is_deadlock(error) or is_reference_lost(error)


def is_passing(error: Exception) -> bool:
    """Return whether an import may succeed a moment later: it has met an editor or another
    import."""
    return isinstance(error, Overtaken | IntegrityError) or is_deadlock(error)


def again_where_it_passes(
    act: Callable[[], T], passes: Callable[[Exception], bool] = is_passing
) -> T:
    """Do something that another import or an editor may have come between, a few times over.

    Every batch of a long command is done here, so that it is here that the statements of a batch
    are forgotten: with DEBUG, Django keeps the last 9,000 of a connection until a request ends.
    """
    for _ in range(_ATTEMPTS - 1):
        try:
            done = act()
        except (Overtaken, IntegrityError, OperationalError) as error:
            if not passes(error):
                raise
            logger.info("again, after: %s", error)
        else:
            _forget_statements()
            return done
    return act()


def _forget_statements() -> None:
    if settings.DEBUG:
        reset_queries()


def retried_transaction(function: Callable[P, T]) -> Callable[P, T]:
    """One transaction, retried on deadlock, and where another's row kept it from a removal.

    Inside another's transaction it is a part of that one: what is locked before cannot be let go
    here, so that whoever opened it tries again.
    """

    @wraps(function)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        act = transaction.atomic(function)
        if connection.in_atomic_block:
            return act(*args, **kwargs)
        return again_where_it_passes(lambda: act(*args, **kwargs), is_interrupted)

    return whole
