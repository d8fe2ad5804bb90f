"""The published folder as objects of a bucket: what has changed is written, and what has gone is
deleted last.

What is there is asked of the bucket (its listing has the MD5 of each object), so that a copy that
was killed goes on where it was. With which headers an object was written no listing says: `copied`
of a small database beside the folder does, and where it says nothing a body that is the same is
taken to have the right ones.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from articles.object_storage import ObjectAddress, open_bucket
from articles.static_site.header_rules import CONTENT_TYPE
from articles.static_site.state import State

if TYPE_CHECKING:
    from articles.object_storage.bucket import Bucket

# Each waits for the service most of the time.
_THREADS = 8
_OBJECTS_A_COMMIT = 200
_NOTES = "bucket.sqlite3"
_CACHE_CONTROL, _LANGUAGE = "Cache-Control", "Content-Language"
_PARAMETERS = {
    CONTENT_TYPE: "ContentType",
    _CACHE_CONTROL: "CacheControl",
    _LANGUAGE: "ContentLanguage",
}
_HTML = "text/html; charset=utf-8"

ShowProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An object that shall be there: `file` is its body, or `text` where it has none; `headers` are
    boto3's, sorted."""

    key: str
    file: Path | None
    text: str
    headers: tuple[tuple[str, str], ...]

    def body(self) -> bytes:
        return self.file.read_bytes() if self.file else self.text.encode()


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did: objects written, and deleted; `there` are all that shall be there."""

    there: int
    written: int
    deleted: int


def _say_nothing(done: int, total: int) -> None:
    pass


def copy_to_bucket(
    state: State, root: Path, address: ObjectAddress, *, show: ShowProgress = _say_nothing
) -> Copied:
    """Let the objects of an address be what the folder holds. Raises OSError, StorageUnavailable
    among them: then some are as they were, nothing has been deleted, and the next copy goes on.

    Below a folder of the bucket everything is this copy's. In a bucket as a whole other things may
    stand, media and backups: there only what this copy is known to have written is deleted.
    """
    bucket = open_bucket(address.bucket)
    prefix = f"{address.key}/" if address.key else ""
    there = {row.key: row.etag for row in bucket.listed(prefix)}
    wanted = {each.key: each for each in _wanted(state, root / "public", prefix)}
    with closing(_Notes(root / _NOTES, str(address))) as notes:
        changed = [each for each in wanted.values() if _is_other(each, there, notes)]
        _write(bucket, changed, notes, show)
        notes.add(wanted.values())
        owned = there.keys() if prefix else there.keys() & notes.keys()
        gone = sorted(owned - wanted.keys())
        bucket.delete(gone)
        notes.forget(gone)
    return Copied(there=len(wanted), written=len(changed), deleted=len(gone))


def _write(
    bucket: "Bucket", changed: Sequence[Wanted], notes: "_Notes", show: ShowProgress
) -> None:
    def write(each: Wanted) -> Wanted:
        bucket.put(each.key, each.body(), dict(each.headers))
        return each

    with ThreadPoolExecutor(_THREADS) as pool:
        for start in range(0, len(changed), _OBJECTS_A_COMMIT):
            some = changed[start : start + _OBJECTS_A_COMMIT]
            notes.add(list(pool.map(write, some)))
            show(start + len(some), len(changed))


def key_of(path: str, file: str) -> str:
    """Return the name of the object of an address; a bucket finds a page under its address.

    >>> key_of("/learn/physics", "learn/physics.html"), key_of("/", "index.html")
    ('learn/physics', 'index.html')
    """
    return file if path == "/" or path.endswith(file) else path[1:]


def _wanted(state: State, public: Path, prefix: str) -> Iterator[Wanted]:
    """What pages name comes before them: static files, then pictures, then pages, then redirects.
    No bucket knows a 410: what is gone is not there, and answered by `404.html`."""
    files = sorted(state.files(), key=lambda row: _order(row[2]))
    for path, file, _, headers in files:
        said = dict(json.loads(headers))
        named = {_PARAMETERS[name]: said[name] for name in _PARAMETERS if name in said}
        key = prefix + key_of(path, file)
        yield Wanted(key, public / file, "", tuple(sorted(named.items())))
    pages = {path for path, *_ in files}
    for path, target in state.redirects():
        if path not in pages:
            moved = {"ContentType": _HTML, "WebsiteRedirectLocation": target}
            yield Wanted(prefix + path[1:], None, target, tuple(sorted(moved.items())))


def _order(kind: str) -> int:
    return {"digested": 0, "static": 0, "style": 0, "image": 1, "logo": 1}.get(kind, 2)


def _is_other(each: Wanted, there: dict[str, str], notes: "_Notes") -> bool:
    etag = hashlib.md5(each.body(), usedforsecurity=False).hexdigest()
    if there.get(each.key) != etag:
        return True
    known = notes.headers_of(each.key)
    return known is not None and known != _digest(each)


def _digest(each: Wanted) -> str:
    return hashlib.blake2b(repr(each.headers).encode(), digest_size=16).hexdigest()


class _Notes:
    """With which headers objects were written; of one address, for another bucket has others."""

    def __init__(self, file: Path, address: str) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.executescript(
            "CREATE TABLE IF NOT EXISTS copied"
            " (address TEXT, key TEXT, headers TEXT, PRIMARY KEY (address, key)) WITHOUT ROWID"
        )
        self._address = address
        self._known = dict(
            self._connection.execute(
                "SELECT key, headers FROM copied WHERE address = ?", (address,)
            )
        )

    def keys(self) -> Set[str]:
        return self._known.keys()

    def headers_of(self, key: str) -> str | None:
        return self._known.get(key)

    def add(self, written: Iterable[Wanted]) -> None:
        new = {each.key: _digest(each) for each in written}
        new = {key: headers for key, headers in new.items() if self._known.get(key) != headers}
        rows = [(self._address, key, headers) for key, headers in new.items()]
        self._all_or_none("INSERT OR REPLACE INTO copied VALUES (?, ?, ?)", rows)
        self._known |= new

    def forget(self, keys: Iterable[str]) -> None:
        rows = [(self._address, key) for key in keys]
        self._all_or_none("DELETE FROM copied WHERE address = ? AND key = ?", rows)

    def close(self) -> None:
        self._connection.close()

    def _all_or_none(self, statement: str, rows: Sequence[tuple[str, ...]]) -> None:
        self._connection.execute("BEGIN")
        self._connection.executemany(statement, rows)
        self._connection.execute("COMMIT")
