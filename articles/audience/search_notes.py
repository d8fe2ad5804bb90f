"""Notes of readers on searches, and their limits.

A note waits in memory for the next flush, as counts do, and so do the networks of the last hour's
senders, by which the limits are kept: what is written has no trace of them. Each process of the
server has limits of its own.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock
from time import monotonic
from typing import Any

from django.db import transaction

from articles.audience.count_buffer import Buffer
from articles.audience.feedback import NoteTooLong, TooOften, clean_note
from articles.audience.search_counts import ensure_rows, kept_text
from articles.audience.visitor_hash import SITE_PREFIX, network_of
from articles.models import ReaderSearch, SearchNote
from articles.models.reader_search import MOST_SEARCH_NOTE_CHARACTERS

# Of one visitor, of those of one customer, of all: as `articles.audience.feedback` limits votes.
MOST_AN_HOUR = 20
MOST_A_MINUTE_OF_A_SITE = 30
MOST_A_MINUTE = 120
# Notes that are kept; beyond that the oldest go, those of searches that are dealt with first.
MOST_NOTES = 5_000
# Each has 500 characters at most; what comes beyond is refused.
_MOST_WAITING = 500

Note = tuple[str, str, date]  # the search as it is kept, or ""; the note; the day
waiting: Buffer[Note, int] = Buffer(max, limit=_MOST_WAITING)


class NothingWritten(Exception):
    """The note has no words."""


@dataclass(frozen=True, slots=True)
class _Sender:
    at: float
    network: str
    site: str


class _Limits:
    """The senders of the last hour, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._senders: deque[_Sender] = deque()

    def admit(self, address: str) -> None:
        """Note a sender; raises TooOften, and then does not."""
        sender = _Sender(monotonic(), network_of(address), network_of(address, SITE_PREFIX))
        with self._lock:
            while self._senders and sender.at - self._senders[0].at > 3600:
                self._senders.popleft()
            of_visitor = sum(other.network == sender.network for other in self._senders)
            if of_visitor >= MOST_AN_HOUR:
                raise TooOften(3600)
            latest = [other for other in self._senders if sender.at - other.at < 60]
            of_site = sum(other.site == sender.site for other in latest)
            if len(latest) >= MOST_A_MINUTE or of_site >= MOST_A_MINUTE_OF_A_SITE:
                raise TooOften(60)
            self._senders.append(sender)


_limits = _Limits()


def take(typed: str, note: str, address: str) -> None:
    """Have a note wait for the next flush. One on a search that is not kept is kept without it; the
    very same again is one note.

    Raises NothingWritten, NoteTooLong beyond MOST_SEARCH_NOTE_CHARACTERS, and TooOften, also where
    too many wait for a database that cannot be written.
    """
    text = clean_note(note)
    if not text:
        raise NothingWritten
    if len(text) > MOST_SEARCH_NOTE_CHARACTERS:
        raise NoteTooLong(len(text))
    if len(waiting) >= _MOST_WAITING:
        raise TooOften(60)
    _limits.admit(address)
    waiting.add((kept_text(typed) or "", text, datetime.now(UTC).date()), 1)


def write_notes(notes: Mapping[Note, int]) -> None:
    """Write notes beside their searches, which are open again. On a DatabaseError they go back into
    `waiting`."""
    try:
        with transaction.atomic():
            _write(notes)
            evict()
    except BaseException:
        waiting.put_back(notes)
        raise


def evict() -> None:
    """Remove the notes beyond MOST_NOTES."""
    notes = SearchNote.objects.order_by("search__is_settled", "-pk")
    beyond = list(notes.values_list("pk", flat=True)[MOST_NOTES:])
    SearchNote.objects.filter(pk__in=beyond).delete()


def to_rows(notes: Iterable[Note]) -> list[Sequence[Any]]:
    """Return notes as values of JSON."""
    return [(search, text, day.isoformat()) for search, text, day in notes]


def from_rows(rows: Iterable[Sequence[Any]]) -> dict[Note, int]:
    """Return the notes of such rows."""
    return {(search, text, date.fromisoformat(day)): 1 for search, text, day in rows}


def forget() -> None:
    """Be empty, whoever holds a lock: for a process that was forked off a busy one."""
    global _limits
    waiting.forget()
    _limits = _Limits()


def _write(notes: Iterable[Note]) -> None:
    days: dict[str, date] = {}
    for search, _, day in notes:
        days[search] = max(day, days.get(search, day))
    rows = {row.text: row for row in ensure_rows(days)}
    for text, row in rows.items():
        row.last_day, row.is_settled = max(row.last_day, days[text]), False
    ReaderSearch.objects.bulk_update(rows.values(), ["last_day", "is_settled"], batch_size=100)
    found = [note for note in notes if note[0] in rows]
    SearchNote.objects.bulk_create(
        [SearchNote(search=rows[search], text=text, day=day) for search, text, day in found]
    )
    # A row that another process has evicted in between is made in the next flush.
    waiting.put_back({note: 1 for note in notes if note[0] not in rows})
