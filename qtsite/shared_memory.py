"""Memory that the processes of a server share: the supervisor makes it, each worker has a part.

It has no name and lies on no disk: a write to a mapped file of a full disk ends the process with
SIGBUS (mmap(2)), and readers are served from a full disk here. It goes with the supervisor.

A part belongs to the worker that holds the lock on its byte (POSIX, fcntl(2)): whichever way a
worker ends, the system gives the lock back, and the next one goes on with the numbers.
"""

import fcntl
import mmap
import os
import tempfile
from collections.abc import Sequence

# Of the metrics some 3,000 doubles are used; a worker of a newer version may want more.
PART_BYTES = 65_536


class SharedMemory:
    """`parts` of PART_BYTES each, all zero at first. To be made before the fork."""

    def __init__(self, parts: int) -> None:
        self._parts = parts
        size = parts * PART_BYTES
        if hasattr(os, "memfd_create"):
            self._file = os.memfd_create("qtsite-metrics")
        else:  # macOS
            with tempfile.TemporaryFile() as file:
                self._file = os.dup(file.fileno())
        os.ftruncate(self._file, size)
        self._memory = memoryview(mmap.mmap(self._file, size))

    def all(self) -> Sequence[memoryview]:
        """Return every part, as doubles."""
        return [self._part(number) for number in range(self._parts)]

    def claim(self) -> memoryview | None:
        """Return a part that no living process has; None where there is none."""
        for number in range(self._parts):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
            except OSError:
                continue
            return self._part(number)
        return None

    def _part(self, number: int) -> memoryview:
        start = number * PART_BYTES
        return self._memory[start : start + PART_BYTES].cast("d")


_shared: SharedMemory | None = None


def share(workers: int) -> None:
    """Make the memory of a server: twice its workers, for old ones end while new ones serve."""
    global _shared
    _shared = SharedMemory(2 * workers + 2)


def shared() -> SharedMemory | None:
    """Return the memory that this process has inherited; None where it has no supervisor, or was
    started by another way than a fork."""
    return _shared
