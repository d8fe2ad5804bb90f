"""Thread-safe in-memory buffer of counts that are not yet written."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Buffer(Generic[K, V]):
    """A dictionary that threads add to and one of them empties.

    `merge(old, new)` joins two values of one key. It never holds more than `limit` keys: while the
    database cannot be written, what is new beyond that is dropped, what is known goes on.
    """

    def __init__(self, merge: Callable[[V, V], V], *, limit: int) -> None:
        self._merge = merge
        self._limit = limit
        self._lock = Lock()
        self._values: dict[K, V] = {}

    def __len__(self) -> int:
        return len(self._values)

    def add(self, key: K, value: V) -> int:
        """Add a value, and return how many keys there are."""
        with self._lock:
            values = self._values
            if key in values:
                values[key] = self._merge(values[key], value)
            elif len(values) < self._limit:
                values[key] = value
            return len(values)

    def take(self) -> dict[K, V]:
        """Return everything and forget it."""
        with self._lock:
            taken, self._values = self._values, {}
        return taken

    def put_back(self, values: Mapping[K, V]) -> None:
        """Take back what could not be written, which is older than what came meanwhile."""
        newer = self.take()
        for kept in (values, newer):
            for key, value in kept.items():
                self.add(key, value)

    def forget(self) -> None:
        """Be empty, whoever holds the lock: for a process that was forked off a busy one."""
        self._lock = Lock()
        self._values = {}
