"""What has been numbered since an answer was made, and the cheapest proof of it.

Every change that a page can show gets a number in its own transaction (`Change` for articles,
`PageStamp` for the rest), and numbers become visible in their order. An answer that was made after
number n had been seen is good as long as nothing that it shows has a later one.

SQLite: `PRAGMA data_version` on a connection of the thread's own is another value after each commit
of another connection (sqlite.org/pragma.html#pragma_data_version); only then are the new rows read.
PostgreSQL: one statement reads the two highest numbers, each the end of an index.
"""

import logging
import sqlite3
from threading import Lock, local
from typing import Any, NamedTuple, Protocol

from django.db import connection

from articles.models import Change, PageStamp
from articles.models.site_settings_cache import forget_settings
from articles.publishing.effects import EVERYTHING, page_of
from articles.web.response_headers import Shows

logger = logging.getLogger(__name__)

_CHANGES = Change._meta.db_table
_STAMPS = PageStamp._meta.db_table
_HIGHEST = f"SELECT (SELECT max(number) FROM {_CHANGES}), (SELECT max(number) FROM {_STAMPS})"
# More than so many numbers at once, and everything is made anew: an import of a whole library must
# not fill the memory with what has changed.
_MOST_KNOWN = 50_000


class Seen(NamedTuple):
    """The highest numbers that had been read. Nothing that was seen in an earlier `epoch` of the
    process is known to be good."""

    epoch: int
    change: int
    stamp: int


class Unprovable(Exception):
    """The database does not say whether something has changed."""


class Freshness:
    """What this process knows of the numbers; one for all of its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._local = local()
        self._seen: Seen | None = None
        self._changes: dict[int, int] = {}
        self._stamps: dict[str, int] = {}
        self._epoch = 0

    def look(self) -> Seen:
        """Return what has been numbered by now, after reading what is new; raises Unprovable."""
        try:
            reader = self._reader()
            if reader.has_news() or self._seen is None:
                with self._lock:
                    self._read(reader)
            seen = self._seen
        except (sqlite3.Error, _database_error()) as error:
            self.close()
            raise Unprovable from error
        if seen is None:
            raise Unprovable
        return seen

    def is_good(self, shows: Shows, seen: Seen) -> bool:
        """Return whether nothing that an answer shows has changed since `seen`, as far as the last
        `look` knows."""
        now = self._seen
        if now is None or seen.epoch != now.epoch:
            return False
        if seen == now:
            return True
        if shows.library and seen.change < now.change:
            return False
        if self._stamps.get(EVERYTHING, 0) > seen.stamp:
            return False
        if shows.article is not None and (
            self._changes.get(shows.article, 0) > seen.change
            or self._stamps.get(page_of(shows.article), 0) > seen.stamp
        ):
            return False
        if shows.keys and seen.change < now.change and self._is_changed_in(shows.keys, seen):
            return False
        return all(self._stamps.get(name, 0) <= seen.stamp for name in shows.names)

    def start_from(self, change: int, stamp: int) -> None:
        """Take what was numbered up to there as known: the next look learns what came after."""
        with self._lock:
            self._changes, self._stamps = {}, {}
            self._seen = Seen(self._epoch, change, stamp)

    def news(self) -> tuple[dict[int, int], dict[str, int]]:
        """Return the last numbers of the articles and of the names that have changed since this
        began to look."""
        with self._lock:
            return dict(self._changes), dict(self._stamps)

    def close(self) -> None:
        """Close this thread's connection; the next look opens another. That of a thread that ends
        closes with it."""
        self._local.reader = None

    def _is_changed_in(self, keys: tuple[int, int], seen: Seen) -> bool:
        start, end = keys
        changes = list(self._changes.items())  # another thread may learn meanwhile
        return any(start <= key < end and number > seen.change for key, number in changes)

    def _reader(self) -> "_Reader":
        reader = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = _open()
        return reader

    def _read(self, reader: "_Reader") -> None:
        reader.note()
        change, stamp = (number or 0 for number in reader.rows(_HIGHEST)[0])
        last = self._seen
        if last is None or change < last.change or stamp < last.stamp:
            # The first look; or another database in the place of the one that was known.
            self._forget(change, stamp)
        elif (change, stamp) != last[1:]:
            self._learn(reader, last, change, stamp)

    def _learn(self, reader: "_Reader", last: Seen, change: int, stamp: int) -> None:
        new = change - last.change + stamp - last.stamp
        if new + len(self._changes) + len(self._stamps) > _MOST_KNOWN:
            self._forget(change, stamp)
            return
        changes = f"FROM {_CHANGES} WHERE number > {last.change} AND number <= {change}"
        stamps = f"FROM {_STAMPS} WHERE number > {last.stamp} AND number <= {stamp}"
        names = reader.rows(f"SELECT name, number {stamps}")
        self._changes.update(reader.rows(f"SELECT article_key, number {changes}"))
        self._stamps.update(names)
        if any(name == EVERYTHING for name, _ in names):
            forget_settings()
        self._seen = Seen(last.epoch, change, stamp)

    def _forget(self, change: int, stamp: int) -> None:
        self._epoch += 1
        self._changes, self._stamps = {}, {}
        forget_settings()
        self._seen = Seen(self._epoch, change, stamp)


class _Reader(Protocol):
    """A connection of one thread."""

    def has_news(self) -> bool:
        """Return whether something may have been committed since the last `note`."""

    def note(self) -> None:
        """Remember what is there, before it is read."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement, each read for itself."""


class _SqliteReader:
    def __init__(self, opened: sqlite3.Connection) -> None:
        self.connection = opened
        self.version = -1

    def __del__(self) -> None:
        self.connection.close()

    def has_news(self) -> bool:
        return self._version() != self.version

    def note(self) -> None:
        self.version = self._version()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()

    def _version(self) -> int:
        return self.connection.execute("PRAGMA data_version").fetchone()[0]


class _PostgresReader:
    def __init__(self, opened: Any) -> None:
        self.connection = opened
        self.highest: tuple[Any, ...] | None = None

    def __del__(self) -> None:
        self.connection.close()

    def has_news(self) -> bool:
        return self.rows(_HIGHEST)[0] != self.highest

    def note(self) -> None:
        self.highest = self.rows(_HIGHEST)[0]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()


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


def _database_error() -> type[Exception]:
    """The error of the other database's driver, for whoever has it."""
    return connection.Database.Error
