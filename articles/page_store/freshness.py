"""What has been numbered since an answer was made, and the cheapest proof of it.

Every change that a page can show gets a number in its own transaction (`Change` for articles,
`PageStamp` for the rest), and numbers become visible in their order. An answer that was made after
number n had been seen is good as long as nothing that it shows has a later one.

SQLite: the header of the wal-index is another after each commit (`articles.database.sqlite3`); only
then are the new rows read. Where there is none, `PRAGMA data_version` on a connection of the
thread's own says the same (sqlite.org/pragma.html#pragma_data_version).
Neither a connection to a file that another has taken the place of is kept, for it would never see
one, nor one that would keep others from writing (`articles.database.kept_connection`).
PostgreSQL: one statement reads the two highest numbers, each the end of an index. While the primary
does not answer, a replica that has all that is known of it proves in its place
(`articles.page_store.stand_in`); the primary is tried first each time, for it may be back.
"""

import logging
import sqlite3
from dataclasses import dataclass
from functools import partial
from threading import Lock, local
from time import monotonic
from typing import Any, NamedTuple, Protocol

from django.db import Error, OperationalError, connection, connections

from articles.database.kept_connection import others_may_stay
from articles.database.sqlite3.opened_file import OpenedFile
from articles.database.sqlite3.wal_index import wal_index_of
from articles.models.site_settings_cache import forget_settings
from articles.page_store.numbered_tables import CHANGES, HIGHEST, STAMPS
from articles.page_store.stand_in import stand_in
from articles.publishing.effects import EVERYTHING, page_of
from articles.web.response_headers import Shows

logger = logging.getLogger(__name__)

# In the environment of a request whose answer will be kept: the numbers that had been read before.
NUMBERS_SEEN = "qtsite.numbers_seen"
# There, where the primary does not answer: the replica that has said them.
STAND_IN = "qtsite.stand_in"
# More than so many numbers at once, and everything is made anew: an import of a whole library must
# not fill the memory with what has changed.
_MOST_KNOWN = 50_000
# So long a file that is put in the place of the database may go unnoticed. To ask the system takes
# as long as all the rest of a stored answer where threads wait for the interpreter.
_CHECKED_SECONDS = 0.05
# A primary that refuses costs nothing to be tried again. One whose machine is gone takes as long as
# a connection may (qtsite/patience.py): then it is not tried for so long.
_SLOW_SECONDS = 0.5
_LEFT_ALONE_SECONDS = 1


class Seen(NamedTuple):
    """The highest numbers that had been read. Nothing that was seen in an earlier `epoch` of the
    process is known to be good."""

    epoch: int
    change: int
    stamp: int


class Unprovable(Exception):
    """The database does not say whether something has changed."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What had been numbered up to `seen`: the last number of each article and name since the epoch
    began. A thread that asks keeps to one of these, whatever others read meanwhile. Numbers are
    only added: a newer one makes an answer look old at worst."""

    seen: Seen
    changes: dict[int, int]
    stamps: dict[str, int]

    def is_good(self, shows: Shows, seen: Seen) -> bool:
        if seen == self.seen:
            return True
        if seen.epoch != self.seen.epoch or self.stamps.get(EVERYTHING, 0) > seen.stamp:
            return False
        if shows.library and seen.change < self.seen.change:
            return False
        if shows.article is not None and (
            self.changes.get(shows.article, 0) > seen.change
            or self.stamps.get(page_of(shows.article), 0) > seen.stamp
        ):
            return False
        if shows.keys and seen.change < self.seen.change and self._is_changed_in(shows.keys, seen):
            return False
        return all(self.stamps.get(name, 0) <= seen.stamp for name in shows.names)

    def _is_changed_in(self, keys: tuple[int, int], seen: Seen) -> bool:
        start, end = keys
        changes = list(self.changes.items())  # another thread may learn meanwhile
        return any(start <= key < end and number > seen.change for key, number in changes)


class Freshness:
    """What this process knows of the numbers; one for all of its threads."""

    _errors = (sqlite3.Error, connection.Database.Error, Error)

    def __init__(self) -> None:
        self._lock = Lock()
        self._thread = _Thread()
        self._left_alone_until = 0.0
        self._known: _Known | None = None

    def look(self) -> Seen:
        """Return what has been numbered by now, after reading what is new; raises Unprovable."""
        thread = self._thread
        try:
            # Every request of a reader comes this far, and nearly none further.
            if monotonic() < thread.checked_until and thread.reader.version() == thread.read:
                return self._known.seen
            self._look()
        except self._errors as error:
            self._look_again(error)
        return self._known.seen

    @property
    def stand_in(self) -> str | None:
        """The replica that this thread's last `look` went by; None where the primary answered."""
        return self._thread.stand_in

    def _look(self) -> None:
        reader = self._reader()
        if reader.version() != self._thread.read or self._known is None:
            with self._lock:
                self._read(reader)
        if not reader.may_stay():
            self.close()

    def _look_again(self, error: Exception) -> None:
        """A connection that the primary's restart has cut is opened anew, once; then a replica is
        asked. Raises Unprovable."""
        thread = self._thread
        was_open = thread.reader is not None
        self.close()
        if was_open:
            try:
                self._look()
                return
            except self._errors as again:
                error = again
                self.close()
        known = self._known
        found = stand_in(known.seen[1:]) if known else None
        if found is None:
            raise Unprovable from error
        thread.stand_in, numbers = found
        if numbers == known.seen[1:]:
            return
        try:
            with self._lock:
                self._read(_ReplicaReader(thread.stand_in))
        except self._errors as of_replica:
            self.close()
            raise Unprovable from of_replica

    def is_good(self, shows: Shows, seen: Seen) -> bool:
        """Return whether nothing that an answer shows has changed since `seen`, as far as the last
        `look` knows."""
        return self._known is not None and self._known.is_good(shows, seen)

    def is_unchanged(self, shows: Shows, seen: Seen) -> bool:
        """Return whether nothing that an answer of another process shows has changed since it had
        seen those numbers: the database is asked, for this process may be younger than the answer.
        Holds for what the last `look` returned. Raises Unprovable."""
        known = self._known
        if known is None or seen.change > known.seen.change or seen.stamp > known.seen.stamp:
            return False  # made from another database
        try:
            stand_in = self._thread.stand_in
            reader = _ReplicaReader(stand_in) if stand_in else self._reader()
            return not any(reader.rows(query) for query in _changes_since(shows, seen))
        except self._errors as error:
            self.close()
            raise Unprovable from error

    def start_from(self, change: int, stamp: int) -> None:
        """Take what was numbered up to there as known: the next look learns what came after."""
        with self._lock:
            self._known = _Known(Seen(0, change, stamp), {}, {})

    def news(self) -> tuple[dict[int, int], dict[str, int]]:
        """Return the last numbers of the articles and of the names that have changed since this
        began to look."""
        with self._lock:
            known = self._known
            return (dict(known.changes), dict(known.stamps)) if known else ({}, {})

    def close(self) -> None:
        """Close this thread's connection; the next look opens another. That of a thread that ends
        closes with it."""
        thread = self._thread
        thread.reader, thread.read, thread.checked_until, thread.stand_in = None, None, 0.0, None

    def _reader(self) -> "_Reader":
        thread, now = self._thread, monotonic()
        if now < thread.checked_until:
            return thread.reader
        if thread.reader is None or not thread.reader.is_at_its_address():
            self.close()
            thread.reader = self._opened()
        thread.checked_until = now + _CHECKED_SECONDS
        return thread.reader

    def _opened(self) -> "_Reader":
        began = monotonic()
        if began < self._left_alone_until:
            raise OperationalError("the primary did not answer a moment ago")
        try:
            return _open()
        except self._errors:
            if monotonic() - began > _SLOW_SECONDS:
                self._left_alone_until = monotonic() + _LEFT_ALONE_SECONDS
            raise

    def _read(self, reader: "_Reader") -> None:
        version = reader.version()  # before the rows: what comes meanwhile is read again
        change, stamp = (number or 0 for number in reader.rows(HIGHEST)[0])
        known = self._known
        if known is None or change < known.seen.change or stamp < known.seen.stamp:
            # The first look; or another database in the place of the one that was known.
            self._begin(change, stamp)
        elif (change, stamp) != known.seen[1:]:
            self._learn(reader, known, change, stamp)
        self._thread.read = version

    def _learn(self, reader: "_Reader", known: _Known, change: int, stamp: int) -> None:
        last = known.seen
        new = change - last.change + stamp - last.stamp
        if new + len(known.changes) + len(known.stamps) > _MOST_KNOWN:
            self._begin(change, stamp)
            return
        # Without an end: what has changed again meanwhile has taken its number, and with it the
        # only row that says so, beyond the highest that was read.
        names = reader.rows(f"SELECT name, number FROM {STAMPS} WHERE number > {last.stamp}")
        changes = reader.rows(
            f"SELECT article_key, number FROM {CHANGES} WHERE number > {last.change}"
        )
        known.changes.update(changes)
        known.stamps.update(names)
        if any(name == EVERYTHING for name, _ in names):
            forget_settings()
        self._known = _Known(Seen(last.epoch, change, stamp), known.changes, known.stamps)

    def _begin(self, change: int, stamp: int) -> None:
        """Begin an epoch: nothing that was made before is known to be good."""
        forget_settings()
        epoch = (self._known.seen.epoch if self._known else 0) + 1
        self._known = _Known(Seen(epoch, change, stamp), {}, {})


def _changes_since(shows: Shows, seen: Seen) -> list[str]:
    """Return the statements of which each finds a row where something shown has changed."""
    change, stamp = int(seen.change), int(seen.stamp)
    names = {EVERYTHING, *shows.names}
    of_articles = [] if not shows.library else [f"number > {change}"]
    if shows.article is not None:
        names.add(page_of(shows.article))
        of_articles.append(f"article_key = {int(shows.article)} AND number > {change}")
    if shows.keys:
        start, end = map(int, shows.keys)
        of_articles.append(f"article_key >= {start} AND article_key < {end} AND number > {change}")
    quoted = ", ".join("'{}'".format(name.replace("'", "''")) for name in sorted(names))
    return [
        f"SELECT 1 FROM {STAMPS} WHERE name IN ({quoted}) AND number > {stamp} LIMIT 1",
        *(f"SELECT 1 FROM {CHANGES} WHERE {changed} LIMIT 1" for changed in of_articles),
    ]


class _Reader(Protocol):
    """A connection of one thread."""

    def version(self) -> object:
        """Return what is another value after every commit that numbers something, and maybe after
        others."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement, each read for itself."""

    def is_at_its_address(self) -> bool:
        """Return whether a connection that is opened now would read the same database."""

    def may_stay(self) -> bool:
        """Return whether it is in nobody's way while it is open."""


class _Thread(local):
    """What a thread has: its connection, whose version was `read` when it last read the rows, and
    until when that is taken for the one at its address."""

    reader: "_Reader | None" = None
    read: object = None
    checked_until = 0.0
    # The replica in the place of a primary that does not answer.
    stand_in: str | None = None


class _SqliteReader:
    def __init__(self, opened: sqlite3.Connection) -> None:
        self.connection = opened
        # One that is closed at once has no use for it.
        index = wal_index_of(opened) if others_may_stay() else None
        self._file = OpenedFile(opened)
        has_index = index is not None and self._file.is_at_its_address()
        # Neither holds this reader: it closes when it is left.
        self.version = index.header if has_index else partial(_data_version, opened)

    def __del__(self) -> None:
        self.connection.close()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()

    def is_at_its_address(self) -> bool:
        return self._file.is_at_its_address()

    def may_stay(self) -> bool:
        return others_may_stay()


def _data_version(opened: sqlite3.Connection) -> int:
    return opened.execute("PRAGMA data_version").fetchall()[0][0]


class _PostgresReader:
    def __init__(self, opened: Any) -> None:
        self.connection = opened

    def __del__(self) -> None:
        self.connection.close()

    def version(self) -> tuple[Any, ...]:
        return self.rows(HIGHEST)[0]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()

    def is_at_its_address(self) -> bool:
        return True

    def may_stay(self) -> bool:
        return True


class _ReplicaReader:
    """Django's own connection of the thread to a replica, which is asked something beforehand."""

    def __init__(self, alias: str) -> None:
        self.wrapper = connections[alias]

    def version(self) -> None:
        """Of no use: a primary that is back is another."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.wrapper.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()


def _open() -> _Reader:
    """Open a connection of this thread's own to Django's database, in the driver's own terms: what
    Django does around a statement costs more than the statement."""
    parameters = connection.get_connection_params()
    if connection.vendor == "sqlite":
        options = {key: parameters[key] for key in ("database", "uri") if key in parameters}
        return _SqliteReader(sqlite3.connect(**options, timeout=0.2, isolation_level=None))
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    return _PostgresReader(connection.Database.connect(**parameters, autocommit=True))
