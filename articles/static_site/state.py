"""What the folder holds, and up to which numbers: a SQLite file beside it.

A row a page, with what it shows and the numbers that had been seen before it was made; so a run
that was killed goes on where it was, and an edit finds what shows it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from articles.static_site.address import Address, Page
from articles.static_site.kinds import STATIC_KINDS

_FORMAT = 1
_TABLES = f"""
CREATE TABLE IF NOT EXISTS page (
    path TEXT PRIMARY KEY, article INTEGER, status INTEGER NOT NULL, kind TEXT NOT NULL,
    file TEXT NOT NULL, headers TEXT NOT NULL, location TEXT NOT NULL, names TEXT NOT NULL,
    first_key INTEGER, end_key INTEGER, shows_article INTEGER, library INTEGER NOT NULL,
    change INTEGER NOT NULL, stamp INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS page_article ON page (article);
CREATE INDEX IF NOT EXISTS page_headers ON page (kind, headers);
CREATE INDEX IF NOT EXISTS page_other ON page (status) WHERE status <> 200;
CREATE TABLE IF NOT EXISTS redirect (path TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (
    only INTEGER PRIMARY KEY CHECK (only = 1), fingerprint TEXT NOT NULL,
    change INTEGER NOT NULL, stamp INTEGER NOT NULL, is_whole INTEGER NOT NULL,
    is_done INTEGER NOT NULL
);
CREATE TEMP TABLE wanted (
    number INTEGER PRIMARY KEY, path TEXT UNIQUE, query TEXT NOT NULL, article INTEGER
);
CREATE TEMP TABLE touched (article INTEGER PRIMARY KEY);
PRAGMA user_version = {_FORMAT};
"""
# What web servers are told of a page.
_TOLD = ("status", "kind", "file", "headers", "location")
# Pages that no file of the software or the library's change has made stale, but `mark_all_stale`.
_STALE = -1


@dataclass(frozen=True, slots=True)
class Progress:
    """Every page is good as of the numbers `change` and `stamp`, unless its row says more.
    `is_done` is false while a run is under way, or was ended; `is_whole`: it looks at every
    address."""

    fingerprint: str = ""
    change: int = 0
    stamp: int = 0
    is_whole: bool = True
    is_done: bool = False


class State:
    """One process at a time may use it: Publication's lock. `has_other_rules` says whether anything
    that web servers have to be told may be otherwise than when that was last set to False."""

    def __init__(self, file: Path) -> None:
        self.has_other_rules = True
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(f"PRAGMA journal_mode = WAL;{_TABLES}")

    def close(self) -> None:
        self._connection.close()

    def progress(self) -> Progress:
        """Return how far the last run came."""
        row = self._run("SELECT * FROM progress").fetchone()
        if row is None:
            return Progress()
        return Progress(
            row["fingerprint"],
            row["change"],
            row["stamp"],
            bool(row["is_whole"]),
            bool(row["is_done"]),
        )

    def set_progress(self, progress: Progress) -> None:
        values = [getattr(progress, each.name) for each in fields(progress)]
        self._run("INSERT OR REPLACE INTO progress VALUES (1, ?, ?, ?, ?, ?)", *values)

    def mark_all_stale(self) -> None:
        """Let no page count as good: another software or another database makes others."""
        self._run(f"UPDATE page SET change = {_STALE}")

    def want(self, addresses: Iterable[Address]) -> None:
        """Note which addresses there shall be, in the order in which they are to be made; the
        first of two with the same path counts."""
        self._run("DELETE FROM wanted")
        with self._transaction():
            self._connection.executemany(
                "INSERT OR IGNORE INTO wanted (path, query, article) VALUES (?, ?, ?)",
                ((each.path, each.query, each.article) for each in addresses),
            )

    def unwanted(self, keys: Iterable[int] | None) -> list[tuple[str, str]]:
        """Return path and file of the pages that shall not be any more; of articles, those of the
        `keys` alone where keys are given. Static files are not among them."""
        rule = "article IS NULL OR article IN (SELECT article FROM touched)"
        if keys is None:
            rule = "1"
        else:
            self._run("DELETE FROM touched")
            self._connection.executemany("INSERT INTO touched VALUES (?)", ((k,) for k in keys))
        rows = self._run(
            f"SELECT path, file FROM page WHERE ({rule}) AND kind NOT IN (?, ?)"
            " AND path NOT IN (SELECT path FROM wanted)",
            *(kind.name for kind in STATIC_KINDS),
        )
        return [(row["path"], row["file"]) for row in rows]

    def wanted(self) -> Iterator[tuple[Address, Page | None]]:
        """Yield what is wanted, each with the page that is there; None for a stale one, too."""
        after = 0
        while rows := self._run(
            "SELECT w.number, w.path AS wanted_path, w.query, w.article AS wanted_article, p.*"
            " FROM wanted w LEFT JOIN page p ON p.path = w.path WHERE w.number > ?"
            " ORDER BY w.number LIMIT 1000",
            after,
        ).fetchall():
            for row in rows:
                address = Address(row["wanted_path"], row["query"], row["wanted_article"])
                is_there = row["path"] is not None and row["change"] != _STALE
                yield address, _page(row) if is_there else None
            after = rows[-1]["number"]

    def drop_wanted(self, addresses: Iterable[Address]) -> None:
        """Want these no more: they are good."""
        with self._transaction():
            self._connection.executemany(
                "DELETE FROM wanted WHERE path = ?", ((each.path,) for each in addresses)
            )

    def wanted_count(self) -> int:
        return self._run("SELECT count(*) FROM wanted").fetchone()[0]

    def save(self, pages: Iterable[Page]) -> list[str]:
        """Keep what was made; return files that lie there under another name by now."""
        left = []
        with self._transaction():
            for page in pages:
                before = self._run(
                    f"SELECT {', '.join(_TOLD)} FROM page WHERE path = ?", page.path
                ).fetchone()
                if before and before["file"] not in {"", page.file}:
                    left.append(before["file"])
                if before is None or any(before[name] != getattr(page, name) for name in _TOLD):
                    self.has_other_rules = True
                first, end = page.keys or (None, None)
                self._run(
                    "INSERT OR REPLACE INTO page VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    *(page.path, page.article, page.status, page.kind, page.file, page.headers),
                    *(page.location, page.names, first, end, page.shows_article, page.library),
                    *(page.change, page.stamp),
                )
        return left

    def drop(self, paths: Iterable[str]) -> None:
        with self._transaction():
            dropped = self._connection.executemany(
                "DELETE FROM page WHERE path = ?", ((path,) for path in paths)
            ).rowcount
        self.has_other_rules = self.has_other_rules or dropped > 0

    def set_redirects(self, redirects: Iterable[tuple[str, str]]) -> None:
        self.has_other_rules = True
        with self._transaction():
            self._run("DELETE FROM redirect")
            self._connection.executemany("INSERT OR IGNORE INTO redirect VALUES (?, ?)", redirects)

    def redirects(self) -> list[tuple[str, str]]:
        """Return (old path, target), those that Django gave among them; no page can be hidden."""
        rows = self._run(
            "SELECT path, target FROM redirect r WHERE NOT EXISTS"
            " (SELECT 1 FROM page p WHERE p.path = r.path AND p.status IN (200, 410))"
            " UNION SELECT path, location FROM page WHERE status = 301 ORDER BY 1"
        )
        return [tuple(row) for row in rows]

    def gone(self) -> list[str]:
        """Return the paths that answer 410."""
        rows = self._run("SELECT path FROM page WHERE status = 410 ORDER BY path")
        return [row["path"] for row in rows]

    def header_sets(self) -> list[tuple[str, str, int]]:
        """Return (kind, headers, number of pages), the most common of each kind first."""
        rows = self._run(
            "SELECT kind, headers, count(*) FROM page WHERE file <> ''"
            " GROUP BY kind, headers ORDER BY kind, 3 DESC, headers"
        )
        return [tuple(row) for row in rows]

    def paths_with(self, kind: str, headers: str) -> list[tuple[str, str]]:
        """Return (path, file) of the pages with these headers."""
        rows = self._run(
            "SELECT path, file FROM page WHERE kind = ? AND headers = ? ORDER BY path",
            kind,
            headers,
        )
        return [tuple(row) for row in rows]

    def static_files(self) -> list[tuple[str, str]]:
        """Return (path, file) of the static files."""
        names = (kind.name for kind in STATIC_KINDS)
        rows = self._run("SELECT path, file FROM page WHERE kind IN (?, ?)", *names)
        return [tuple(row) for row in rows]

    def files(self) -> list[tuple[str, str, str, str]]:
        """Return (path, file, kind, headers) of whatever has a file that answers with 200."""
        rows = self._run(
            "SELECT path, file, kind, headers FROM page WHERE file <> '' AND status = 200"
            " ORDER BY path"
        )
        return [tuple(row) for row in rows]

    def counts(self) -> dict[int, int]:
        """Return how many pages there are of each status."""
        return dict(map(tuple, self._run("SELECT status, count(*) FROM page GROUP BY status")))

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._connection)


class _Transaction:
    """One transaction on a connection that otherwise commits each statement."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN")

    def __exit__(self, kind: object, *rest: object) -> None:
        self._connection.execute("ROLLBACK" if kind else "COMMIT")


def _page(row: sqlite3.Row) -> Page:
    keys = None if row["first_key"] is None else (row["first_key"], row["end_key"])
    return Page(
        row["path"],
        article=row["article"],
        status=row["status"],
        kind=row["kind"],
        file=row["file"],
        names=row["names"],
        keys=keys,
        shows_article=row["shows_article"],
        library=bool(row["library"]),
        change=row["change"],
        stamp=row["stamp"],
    )
