"""Common interface of export destinations: folder and archive."""

import errno
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from articles.exporter.article_bytes import File

# The disk is full, a quota is used up, the file system is read-only or fails: every other file
# would meet the same.
_FATAL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO))


class UnusableTarget(Exception):
    """A place that cannot be written to at all, or not any more; carries path and reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class NotWritten(Exception):
    """One file that was not written; carries its path and the reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class Destination(ABC):
    """Takes files one after another; a context manager, whose end without an exception completes
    what was put."""

    @abstractmethod
    def put(self, file: File) -> bool:
        """Write a file; True if anything changed. Raises NotWritten or UnusableTarget."""

    def put_subjects(self, data: bytes, modified_at: int) -> bool:
        """Write subjects.yml; raises as `put` does."""
        return self.put(File("subjects.yml", data, modified_at))

    def __enter__(self) -> Self:
        return self

    @abstractmethod
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None: ...


def failure(error: OSError, path: str) -> UnusableTarget | NotWritten:
    """What an error of the system means: the end, or one file left out."""
    kind = UnusableTarget if error.errno in _FATAL else NotWritten
    return kind(path, error.strerror or "cannot be written")
