"""Votes on their way to the database: a queue in memory, and the one thread that writes it.

A vote needs SQLite's only writer, or on PostgreSQL a row that others may have locked. A server has
few threads, and each that waits for a lock is one that shows no page: so a reader's request waits
`_PATIENCE_SECONDS` at most, and not at all behind a vote that is stuck. What is not written by then
is taken all the same, and written in the order in which it came as soon as the database is free.
What cannot be written when the process ends goes to a file (`articles.audience.leftovers`); a crash
loses what waits, as it does with views.
"""

import logging
import os
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.util import Finalize
from threading import Condition, Thread

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError, connection

from articles.audience import feedback, leftovers
from articles.audience.feedback import TooOften
from articles.audience.waiting_vote import WaitingVote, from_row, to_rows
from articles.database.retry import is_lock_wait

logger = logging.getLogger(__name__)

# So long a request waits to be told what became of its vote. It takes 4 ms to write one.
_PATIENCE_SECONDS = 0.25
# A first in the queue that takes longer waits for a lock: nobody waits behind it.
_STUCK_SECONDS = 0.1
# Half a megabyte, with notes of a thousand characters: four minutes of the most that is taken.
_MOST_WAITING = 500
# The writer tries again so often what failed; idle for so long it closes its connection.
_AGAIN_SECONDS = 1
# The end of a process waits so long: the supervisor is patient for 30 seconds, Docker for 10.
_FINISH_SECONDS = 4
_KIND = "votes"
# What may pass by itself: a lock, a full disk, a server that is away, one that only reads.
_PASSING = (OperationalError, InterfaceError, InternalError)


class Busy(Exception):
    """The vote was not taken: the database cannot be written, or too many wait for it already."""


@dataclass(eq=False, slots=True)
class _Entry:
    """A vote in the queue. `is_watched`: its request is still there to be told what became of it;
    then `is_off` the queue, with an error or without."""

    vote: WaitingVote
    is_watched: bool
    is_off: bool = False
    error: Exception | None = None


class _Queue:
    """The queue of this process and its writer, begun by the first vote. Everything but the writing
    itself happens under `changed`."""

    def __init__(self) -> None:
        self.changed = Condition()
        self.entries: deque[_Entry] = deque()
        # Since when (time.monotonic) the first in the queue is being written.
        self.tried_since: float | None = None
        # The last attempt failed, and not because of a lock.
        self.is_failing = False
        self.is_ending = False
        self.thread: Thread | None = None

    def take(self, vote: WaitingVote) -> bool:
        """Queue a vote; return whether it is counted already. Raises TooOften, NoArticle, Busy."""
        entry = _Entry(vote, is_watched=True)
        with self.changed:
            self._require_room(vote)
            self._append([entry])
            end = time.monotonic() + _PATIENCE_SECONDS
            while not entry.is_off and not self._is_stuck() and time.monotonic() < end:
                self.changed.wait(_STUCK_SECONDS / 2)
            entry.is_watched = False
        if isinstance(entry.error, _PASSING):
            raise Busy from entry.error
        if entry.error:
            raise entry.error
        return entry.is_off

    def resume(self, votes: list[WaitingVote]) -> None:
        """Queue what an earlier process has left."""
        with self.changed:
            self._append([_Entry(vote, is_watched=False) for vote in votes])

    def run(self) -> None:
        """Write the first in the queue, again and again; end when the process ends."""
        try:
            while entry := self._next():
                error = _failure(entry.vote)
                if error:
                    connection.close()  # nothing may be left of it: see count_flusher
                if not self._settle(entry, error):
                    with self.changed:
                        self.changed.wait(_AGAIN_SECONDS)
        finally:
            connection.close()

    def finish(self) -> None:
        """Wait some seconds for the writer; put what it leaves into a file. A vote that it is still
        writing is there, too: the same vote again changes nothing."""
        with self.changed:
            self.is_ending = True
            self.changed.notify_all()
        if self.thread:
            self.thread.join(_FINISH_SECONDS)
        with self.changed:
            left = [entry.vote for entry in self.entries]
            self.entries.clear()
        if left:
            leftovers.keep(_KIND, to_rows(left))

    def _append(self, entries: list[_Entry]) -> None:
        self.entries.extend(entries)
        if self.thread is None:
            # Before the views, which may wait for the same lock. Not atexit: a worker that granian
            # has forked ends without it.
            Finalize(None, self.finish, exitpriority=10)
        if self.thread is None or not self.thread.is_alive():
            self.thread = Thread(target=self.run, name="votes", daemon=True)
            self.thread.start()
        self.changed.notify_all()

    def _next(self) -> _Entry | None:
        with self.changed:
            while not self.entries and not self.is_ending:
                if not self.changed.wait(_AGAIN_SECONDS):
                    connection.close()  # an idle process holds nothing
            if not self.entries:
                return None
            self.tried_since = self.tried_since or time.monotonic()
            return self.entries[0]

    def _settle(self, entry: _Entry, error: Exception | None) -> bool:
        """Take the entry off the queue, unless it is to be tried again; return whether it is off.

        A lock is waited for. Another failure is for the reader to know, who is there to try again
        and still has the note; a reader who has gone was thanked, and the vote stays.
        """
        with self.changed:
            is_passing = isinstance(error, _PASSING)
            is_lock = is_passing and is_lock_wait(error)
            self.is_failing = is_passing and not is_lock
            if is_lock or (is_passing and not entry.is_watched):
                logger.warning("%d votes wait to be written: %s", len(self.entries), error)
                return False
            if self.entries and self.entries[0] is entry:  # else `finish` has taken it
                self.entries.popleft()
            self.tried_since = None
            entry.is_off, entry.error = True, error
            if error and not entry.is_watched:
                logger.warning("a vote that has waited is not counted: %r", error)
            self.changed.notify_all()
            return True

    def _require_room(self, vote: WaitingVote) -> None:
        """Apply the limits of `feedback.record` to those that wait, of which it cannot know yet."""
        waiting = [entry.vote for entry in self.entries]
        if self.is_ending or len(waiting) >= _MOST_WAITING or (waiting and self.is_failing):
            raise Busy
        if sum(other.network == vote.network for other in waiting) >= feedback.MOST_AN_HOUR:
            raise TooOften(3600)
        latest = [other for other in waiting if (vote.at - other.at).total_seconds() < 60]
        of_site = sum(other.site == vote.site for other in latest)
        if len(latest) >= feedback.MOST_A_MINUTE or of_site >= feedback.MOST_A_MINUTE_OF_A_SITE:
            raise TooOften(60)

    def _is_stuck(self) -> bool:
        since = self.tried_since
        return since is not None and time.monotonic() - since > _STUCK_SECONDS


_queue = _Queue()


def take_vote(article_key: int, *, is_helpful: bool | None, note: str, address: str) -> bool:
    """Take a vote of the visitor with this IP address, or (`is_helpful` None) the report of an
    error, in a fraction of a second at most; return whether it is counted already: else it is as
    soon as the database can be written.

    Raises TooOften, NoArticle, and Busy; nothing was taken then.
    """
    vote = WaitingVote.of(address, article_key, is_helpful=is_helpful, note=note)
    if settings.COUNTS_FLUSH_SECONDS:
        return _queue.take(vote)
    error = _failure(vote)  # without a thread: what a test does, it sees
    if isinstance(error, _PASSING):
        raise Busy from error
    if error:
        raise error
    return True


def resume_votes() -> None:
    """Take up what an earlier process could not write: for a process that serves readers."""
    rows = leftovers.take(_KIND)
    if rows:
        _queue.resume([from_row(row) for row in rows])


def _failure(vote: WaitingVote) -> Exception | None:
    """Write a vote; return what came in between.

    A refusal of the database has no traceback: its frames hold cursors, and a connection that one
    of its cursors outlives is not closed. What it has open for reading only, all would only read.
    """
    try:
        vote.record()
    except Exception as error:  # noqa: BLE001 - the request is told, and the thread lives on
        if isinstance(error, _PASSING):
            for part in (error, error.__cause__):
                if part:
                    part.__traceback__ = None
        return error
    return None


def _after_fork() -> None:
    """What the parent has taken is the parent's to write, and its thread stayed there."""
    global _queue
    _queue = _Queue()


os.register_at_fork(after_in_child=_after_fork)
