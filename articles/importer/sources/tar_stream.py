"""Streaming reader of tar archives in bounded memory, which detects truncation.

tarfile's own stream mode (`r|*`) is not sufficient for an untrusted archive. It reads a header of
any size at once (a long name of 10 GB), follows any number of headers by recursion, treats a
damaged header or a truncation between two members as the end of the archive, and stops after the
first of several gzip members.
"""

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable, Iterator
from typing import IO, TypeVar

from articles.core.source import MAX_FILE_BYTES
from articles.importer.sources.input_file import shown

T = TypeVar("T")

# What the headers of one member may have; of its data, a byte more than an article has, or more
# where the caller says so.
_HEADER_BYTES = 64 * 1024
_SKIP_BYTES = 1024 * 1024
_END = bytes(tarfile.BLOCKSIZE)
_MAGIC = ((b"\x1f\x8b", gzip.open), (b"\xfd7zXZ\0", lzma.open), (b"BZh", bz2.open))


def read_members(
    path: str, *, most_bytes: int = MAX_FILE_BYTES
) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """Yield the archive, to extract from, with each member; the first `most_bytes` + 1 of it can
    be read until the next one is asked for.

    Raises tarfile.TarError, or what the compression raises, where the archive is damaged or lacks
    its end: two blocks of zeros (POSIX.1-2017, pax, "ustar Interchange Format").
    """
    bytes_a_member = most_bytes + _HEADER_BYTES
    with _Stream(path, bytes_a_member) as stream:
        archive = _next(lambda: tarfile.TarFile(fileobj=stream))
        name = ""
        while member := _next(archive.next):
            stream.left = bytes_a_member
            yield archive, member
            name = member.name
            # tarfile would keep every member, and what global headers have said so far.
            archive.members.clear()
            archive.pax_headers.clear()
            stream.left = bytes_a_member
        if stream.last != _END:
            raise tarfile.ReadError(f"damaged or broken off after {shown(name) or 'its beginning'}")


def _next(read: Callable[[], T]) -> T:
    try:
        return read()
    except RecursionError as error:
        raise tarfile.ReadError("one header stands upon another without end") from error
    except ValueError as error:  # tarfile's own, where a number of a sparse file's map is none
        raise tarfile.ReadError("a header is damaged") from error


class _Stream:
    """A file that is only read forwards: `left` bytes at most before somebody grants more. What is
    skipped does not count."""

    def __init__(self, path: str, left: int) -> None:
        with open(path, "rb") as file:
            magic = file.read(8)
        opener = next((opener for mark, opener in _MAGIC if magic.startswith(mark)), None)
        self._file: IO[bytes] = opener(path, "rb") if opener else open(path, "rb")  # noqa: SIM115
        self._is_plain = opener is None
        self._position = 0
        self.left = left
        self.last = b""

    def __enter__(self) -> "_Stream":
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def tell(self) -> int:
        return self._position

    def read(self, size: int) -> bytes:
        self.left -= size
        if self.left < 0:
            raise tarfile.ReadError("a header is larger than any that an article needs")
        self.last = self._file.read(size)
        self._position += len(self.last)
        return self.last

    def seek(self, position: int) -> None:
        if position < self._position:  # a negative size: tarfile would go round in circles
            raise tarfile.ReadError("a header leads backwards")
        if self._is_plain:
            self._file.seek(position)
            self._position = position
        while self._position < position:
            skipped = self._file.read(min(_SKIP_BYTES, position - self._position))
            if not skipped:
                raise tarfile.ReadError("unexpected end of data")
            self._position += len(skipped)
