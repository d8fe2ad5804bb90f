"""A write that waits until the database takes it: of what has happened and must not be lost."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import Error, close_old_connections

from articles.database.refusal import Refusal, refusal_of
from articles.tasks.work import ending

logger = logging.getLogger(__name__)

T = TypeVar("T")
_PASSING = {Refusal.FULL, Refusal.BUSY, Refusal.READ_ONLY}
_SECONDS = 5.0
_SLICE_SECONDS = 0.2


def write_when_possible(what: str, act: Callable[[], T]) -> T:
    """Return what `act` does, tried every five seconds while the disk is full or others write. A
    worker that is to end gives up: it raises the last error, and the task is begun again."""
    while True:
        try:
            return act()
        except Error as error:
            if refusal_of(error) not in _PASSING or ending.is_due():
                raise
            logger.warning("%s cannot be written down, and waits: %s", what, error)
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until and not ending.is_due():
            time.sleep(_SLICE_SECONDS)
        close_old_connections()
