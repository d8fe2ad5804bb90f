"""Statements of the database, counted by the kind of the page, and named where they are slow.

A statement of a request that takes longer than SLOW_QUERY_MS is written down without its values:
they are what people wrote, looked for, and signed in with. For a command nobody waits.
"""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from articles.watching.cells import number_of_kind
from articles.watching.counting import current_cells
from articles.watching.page_kinds import OTHER
from articles.watching.request_context import current_request

logger = logging.getLogger(__name__)

_MOST_CHARACTERS = 1_000
_TEXT = re.compile(r"'(?:[^']|'')*'")
_NUMBER = re.compile(r"(?<![\w$\".])-?\d+(?:\.\d+)?(?![\w\"])")
_SAME_AGAIN = re.compile(r"(\((?:%s|\?)(?:, (?:%s|\?))*\)|%s|\?)(?:, \1)+")


def watch_statements() -> None:
    """Look at every statement of every connection that this process opens."""
    connection_created.connect(_watch, dispatch_uid="articles.watching")


def without_values(sql: str) -> str:
    """Return a statement without what stands in it as text or number, and not longer than needed to
    recognise it.

    >>> without_values("SELECT a FROM b WHERE c = 'Ann''s' AND d IN (%s, %s, %s) LIMIT 21")
    'SELECT a FROM b WHERE c = ? AND d IN (%s, …) LIMIT ?'
    """
    plain = " ".join(_NUMBER.sub("?", _TEXT.sub("?", sql)).split())
    plain = _SAME_AGAIN.sub(r"\1, …", plain)
    return plain if len(plain) <= _MOST_CHARACTERS else f"{plain[:_MOST_CHARACTERS]}…"


def _watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """The connection is the thread's own, and may be opened again and again. In front of the other
    wrappers: a block that added one takes away the last (`execute_wrapper`), and the connection may
    be opened within it."""
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _timed)


def _timed(execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper of Django's."""
    began, failed = time.perf_counter(), True
    try:
        result = execute(sql, params, many, context)
        failed = False
        return result
    finally:
        _note(sql, time.perf_counter() - began, failed=failed)


def _note(sql: Any, seconds: float, *, failed: bool) -> None:
    request = current_request()
    kind = request.kind if request else OTHER
    is_slow = request is not None and 0 < settings.SLOW_QUERY_MS <= seconds * 1_000
    if cells := current_cells():
        cells.add_statement(number_of_kind(kind), seconds, is_slow=is_slow, failed=failed)
    if is_slow:
        statement = without_values(sql) if isinstance(sql, str) else "(composed)"
        milliseconds = round(seconds * 1_000)
        logger.warning(
            "slow query: %d ms for a page of the kind %s: %s",
            milliseconds,
            kind,
            statement,
            extra={"milliseconds": milliseconds, "statement": statement},
        )
