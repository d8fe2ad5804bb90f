"""The clock of a running server: does what is due within half a minute, without cron."""

import logging
from collections.abc import Callable
from multiprocessing.util import Finalize
from threading import Event, Thread

from django.db import Error, connection

from articles.scheduling.due_changes import do_due

logger = logging.getLogger(__name__)

_SECONDS = 20
# The end of a process waits so long for a change that is under way.
_JOIN_SECONDS = 10


def _do_due() -> None:
    for change in do_due():
        if not change.problem:
            logger.info("done as scheduled: %s", change)


class Clock:
    """A thread that looks every 20 seconds, or for other work as often as that wants. Each
    worker of a server has one: whoever comes first
    does what is due."""

    def __init__(
        self, seconds: float = _SECONDS, *, work: Callable[[], None] = _do_due, name: str = "clock"
    ) -> None:
        self._seconds = seconds
        self._work = work
        self._stop = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        # Not atexit: a worker that granian has forked ends without it (os._exit).
        Finalize(None, self.stop, exitpriority=0)
        self._thread.start()

    def stop(self) -> None:
        """End it; a change that is under way is done."""
        self._stop.set()
        self._thread.join(_JOIN_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._work()
            except Error as error:
                logger.warning("what is due waits: %s", error)
            finally:
                connection.close()
            self._stop.wait(self._seconds)


def start_clock() -> None:
    """Begin to look; called once by a process that serves readers."""
    Clock().start()
