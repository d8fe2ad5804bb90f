"""The store that processes share (`CACHE_URL`), so that a new one starts warm.

What comes from it is never taken on trust: it was made by another process, maybe long ago, and is
good only if the database says that nothing which it shows has a later number
(`Freshness.is_unchanged`). Keys hold a digest of the program, of its settings and of the static
files, so that a new version of any finds nothing of the last one's.

A store that fails slows the site and breaks nothing: it is left alone for some seconds.
"""

import logging
import time
from hashlib import blake2b
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from articles.page_store.answer import Answer
from articles.page_store.answer_file import Unreadable, from_bytes, to_bytes
from articles.page_store.disk_store import DiskStore

logger = logging.getLogger(__name__)

_MEGABYTE = 1_000_000
# So long a store that failed is not asked.
_PAUSE_SECONDS = 5
_OF_THE_PROGRAM = ("articles", "qtsite", "templates")
# Settings that no answer shows: two machines of a site may have them otherwise, and must find each
# other's answers all the same.
_OF_A_MACHINE = frozenset(
    {
        "BASE_DIR",
        "CACHE_MB",
        "DATABASES",
        "DATABASE_ROUTERS",
        "LOGGING",
        "MEDIA_ROOT",
        "METRICS_NETWORKS",
        "METRICS_TOKEN",
        "PAGE_MEMORY_MB",
        "PORT",
        "REPLICA_MAX_LAG_SECONDS",
        "STATICFILES_DIRS",
        "STATIC_ROOT",
        "TEMPLATES",
        "VAR_DIR",
    }
)


class _Store(Protocol):
    """Bytes by key, bounded. `errors` are what its methods raise."""

    errors: tuple[type[Exception], ...]

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, data: bytes) -> None: ...


class SharedStore:
    """Answers by path in a store that other processes use as well."""

    def __init__(self, store: _Store, version: str) -> None:
        self._store = store
        self._version = version
        self._silent_until = 0.0

    def get(self, path: str) -> Answer | None:
        """Return the answer of a path as some process has made it; None where there is none, or
        where the store fails."""
        if time.monotonic() < self._silent_until:
            return None
        try:
            data = self._store.get(self._key(path))
            return from_bytes(data) if data else None
        except Unreadable as error:
            logger.warning("a stored answer cannot be read: %s: %s", path, error)
        except self._store.errors as error:
            self._fail(error)
        return None

    def put(self, path: str, answer: Answer) -> None:
        """Store an answer; nothing happens where the store fails."""
        if time.monotonic() < self._silent_until:
            return
        try:
            self._store.put(self._key(path), to_bytes(answer))
        except self._store.errors as error:
            self._fail(error)

    def _key(self, path: str) -> str:
        return f"{self._version}:{path}"

    def _fail(self, error: Exception) -> None:
        self._silent_until = time.monotonic() + _PAUSE_SECONDS
        logger.warning("the store of CACHE_URL is left alone for a while: %r", error)


def open_shared() -> SharedStore | None:
    """Return the store that the settings name; None where they name none. Raises
    ImproperlyConfigured for an address that is neither a file nor Redis."""
    if not settings.CACHE_URL:
        return None
    return SharedStore(store_at(settings.CACHE_URL), version_of_site())


def store_at(url: str) -> _Store:
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
        return DiskStore(Path(unquote(parts.path)), settings.CACHE_MB * _MEGABYTE)
    if parts.scheme in {"redis", "rediss", "unix"}:
        # Loaded where it is wanted: that takes a tenth of a second.
        from articles.page_store.redis_store import RedisStore  # noqa: PLC0415

        return RedisStore(url)
    raise ImproperlyConfigured("CACHE_URL is neither file:///FILE nor redis://HOST:PORT/NUMBER.")


def version_of_site() -> str:
    """Return a digest of all that answers depend on besides the database's rows: the program's
    files, the static files' names, the settings but those of one machine, where the database is,
    Django's release. It is the same on every machine of a site, wherever the program stands."""
    digest = blake2b(digest_size=12)
    root = Path(settings.BASE_DIR)
    for folder in _OF_THE_PROGRAM:
        for file in sorted((root / folder).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(root)}\0".encode())
                digest.update(file.read_bytes())
    manifest = Path(settings.STATIC_ROOT or root / "static") / "staticfiles.json"
    if manifest.is_file():
        digest.update(manifest.read_bytes())
    names = (name for name in dir(settings) if name.isupper() and name not in _OF_A_MACHINE)
    values = [(name, getattr(settings, name)) for name in names]
    database = [settings.DATABASES["default"].get(name) for name in ("NAME", "HOST", "PORT")]
    digest.update(f"{django.VERSION}\0{values!r}\0{database!r}".encode())
    return digest.hexdigest()
