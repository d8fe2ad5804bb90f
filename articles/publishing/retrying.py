"""Doing again what two who met kept each other from."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

from articles.publishing.bulk import Overtaken

logger = logging.getLogger(__name__)

_ATTEMPTS = 5

P = ParamSpec("P")
T = TypeVar("T")


def is_deadlock(error: Exception) -> bool:
    """Tell whether PostgreSQL ended this transaction in favour of another that waited for it
    (its documentation, appendix A, class 40): nothing is written, and the same may succeed now."""
    sqlstate = str(getattr(error.__cause__, "sqlstate", ""))
    return isinstance(error, OperationalError) and sqlstate.startswith("40")


def is_passing(error: Exception) -> bool:
    """Tell whether an import may succeed a moment later: it has met an editor or another import."""
    return isinstance(error, Overtaken | IntegrityError) or is_deadlock(error)


def again_where_it_passes(
    act: Callable[[], T], passes: Callable[[Exception], bool] = is_passing
) -> T:
    """Do something that another import or an editor may have come between, a few times over."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return act()
        except (Overtaken, IntegrityError, OperationalError) as error:
            if not passes(error):
                raise
            logger.info("again, after: %s", error)
    return act()


def operation(function: Callable[P, T]) -> Callable[P, T]:
    """One transaction, and again where a deadlock ended it.

    Inside another's transaction it is a part of that one: what is locked before cannot be let go
    here, so that whoever opened it tries again.
    """

    @wraps(function)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        act = transaction.atomic(function)
        if connection.in_atomic_block:
            return act(*args, **kwargs)
        return again_where_it_passes(lambda: act(*args, **kwargs), is_deadlock)

    return whole
