"""Background thread that flushes buffered counts to the database.

Each process counts separately. Its thread writes the buffer every COUNTS_FLUSH_SECONDS and once
more when the process ends; a crash loses the counts of that interval. A failed write (SQLite's
writer is busy for longer than its timeout, PostgreSQL is unreachable) is repeated at the next
interval. Views and notes that cannot be written at the end go to a file
(`articles.audience.leftovers`); unknown addresses, uses of redirects and searches, of which the
next is as good, are lost. A reader's request only adds to a dictionary.
"""

import logging
import os
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from multiprocessing.util import Finalize
from threading import Event, Lock, Thread
from time import time

from django.conf import settings
from django.db import Error, connection

from articles.audience import (
    leftovers,
    redirect_uses,
    search_counts,
    search_notes,
    unknown_addresses,
    views,
)
from articles.audience.daily_cleanup import upkeep
from articles.audience.vote_queue import resume_votes

logger = logging.getLogger(__name__)

# So many different articles are written at once, without waiting for the seconds to pass.
_MANY = 1_000
# The end of a process waits so long for a flush that is under way.
_JOIN_SECONDS = 10
_EPOCH, _DAY_SECONDS = date(1970, 1, 1), 86_400
_KIND, _NOTES = "views", "search-notes"


class _Writer:
    """The thread of this process, begun by the first count: a command that counts nothing has
    none, and a server's worker has its own, however it was forked."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.thread: Thread | None = None
        # Said by the thread itself: to ask it takes as long as counting does.
        self.is_running = False
        self.wake, self.stop = Event(), Event()

    def start(self) -> None:
        """Be running. A thread that an error has ended is replaced."""
        if self.is_running or settings.COUNTS_FLUSH_SECONDS == 0:
            return
        with self.lock:
            if self.thread is None:
                # Not atexit: a worker that granian has forked ends without it (os._exit), but not
                # without multiprocessing's own finalizers, which atexit calls elsewhere.
                Finalize(None, self.finish, exitpriority=0)
            if self.thread is None or not self.thread.is_alive():
                self.thread = Thread(target=self.run, name="counts", daemon=True)
                self.thread.start()

    def run(self) -> None:
        kept_on: date | None = None
        self.is_running = True
        try:
            while not self.stop.is_set():
                self.wake.wait(settings.COUNTS_FLUSH_SECONDS)
                self.wake.clear()
                flush()
                today = datetime.now(UTC).date()
                if kept_on != today and _upkeep(today):
                    kept_on = today
                    # Not by a start alone: a worker that replaces a killed one comes too early.
                    resume_views()
                    resume_notes()
                    resume_votes()
                connection.close()  # between two flushes an idle process holds nothing
        finally:
            self.is_running = False
            connection.close()

    def finish(self) -> None:
        self.stop.set()
        self.wake.set()
        # Before the thread is waited for: it may be at its upkeep, and a supervisor is impatient.
        is_written = flush()
        if self.thread:
            self.thread.join(_JOIN_SECONDS)
        if is_written:
            flush()
        if left := views.waiting.take():
            rows = [(key, day.isoformat(), number) for (key, day), number in left.items()]
            leftovers.keep(_KIND, rows)
        if notes := search_notes.waiting.take():
            leftovers.keep(_NOTES, search_notes.to_rows(notes))
        connection.close()


_writer = _Writer()


def count_view(article_key: int) -> None:
    """Count one view of an article, now. Of a stored page that takes a third of the time."""
    waiting = views.waiting.add((article_key, _day(int(time() // _DAY_SECONDS))), 1)
    _writer.start()
    if waiting >= _MANY:
        _writer.wake.set()


def count_unknown(path: str, *, is_bot: bool, referrer_host: str) -> None:
    """Count one request for an address (in its canonical form) that leads nowhere."""
    if unknown_addresses.is_counted(path):
        unknown_addresses.waiting.add(
            path, unknown_addresses.sighting(is_bot=is_bot, referrer_host=referrer_host)
        )
        _writer.start()


def count_redirect(key: int) -> None:
    """Note that a redirect was followed today: of one that this process has noted, a look into a
    dictionary."""
    day = _day(int(time() // _DAY_SECONDS))
    if redirect_uses.is_news(key, day):
        redirect_uses.waiting.add(key, day)
        _writer.start()


def count_search(typed: str, *, results: int, is_good: bool) -> None:
    """Count one search that a reader made, with what it found; one that is not kept is none."""
    _count(typed, search_counts.made(results=results, is_good=is_good))


def count_opened(typed: str) -> None:
    """Count one result that was opened from a search."""
    _count(typed, search_counts.opened())


def keep_search_note(typed: str, note: str, address: str) -> None:
    """Take what a reader from this IP address missed in a search; written with the next flush.
    Raises what `search_notes.take` raises."""
    search_notes.take(typed, note, address)
    _writer.start()


def flush() -> bool:
    """Write what has gathered in this process; return whether all of it could be written."""
    return (
        _attempt(_write_views, "views")
        and _attempt(_write_unknown, "unknown addresses")
        and _attempt(_write_uses, "uses of redirects")
        and _attempt(_write_searches, "searches")
        and _attempt(_write_notes, "notes on searches")
    )


def resume_views() -> None:
    """Take up what an earlier process could not write: for a process that serves readers."""
    rows = leftovers.take(_KIND)
    for key, day, number in rows:
        views.waiting.add((key, date.fromisoformat(day)), number)
    if rows:
        _writer.start()


def resume_notes() -> None:
    """Take up the notes that an earlier process could not write."""
    rows = leftovers.take(_NOTES)
    search_notes.waiting.put_back(search_notes.from_rows(rows))
    if rows:
        _writer.start()


@lru_cache(maxsize=2)
def _day(number: int) -> date:
    """Return a day (UTC) by its number since 1970."""
    return _EPOCH + timedelta(days=number)


def _count(typed: str, tally: search_counts.Tally) -> None:
    if text := search_counts.kept_text(typed):
        search_counts.waiting.add(text, tally)
        _writer.start()


def _write_views() -> None:
    if seen := views.waiting.take():
        views.write_views(seen)


def _write_unknown() -> None:
    if sightings := unknown_addresses.waiting.take():
        unknown_addresses.write_unknown(sightings)
        unknown_addresses.suggest()


def _write_uses() -> None:
    if uses := redirect_uses.waiting.take():
        redirect_uses.write_uses(uses)


def _write_searches() -> None:
    if tallies := search_counts.waiting.take():
        search_counts.write_searches(tallies)


def _write_notes() -> None:
    if notes := search_notes.waiting.take():
        search_notes.write_notes(notes)


def _upkeep(today: date) -> bool:
    return _attempt(lambda: upkeep(today), "the upkeep of readers' numbers")


def _attempt(write: object, what: str) -> bool:
    try:
        write()
    except Error as error:  # InterfaceError, too: the thread must live on
        logger.warning("%s wait to be written: %s", what, error)
        # The error's frames hold cursors, in circles that the collector takes apart in whatever
        # thread it runs. For that it needs the connection: while this thread waited for a lock with
        # it once more, a reader's thread waited, too (20 s, seen behind a lock of 30 s).
        if not connection.in_atomic_block:  # as in a test
            connection.close()
        return False
    return True


def _after_fork() -> None:
    """What the parent has counted is the parent's to write, and its thread stayed there."""
    global _writer
    views.waiting.forget()
    unknown_addresses.waiting.forget()
    redirect_uses.forget()
    search_counts.waiting.forget()
    search_notes.forget()
    _writer = _Writer()


os.register_at_fork(after_in_child=_after_fork)
