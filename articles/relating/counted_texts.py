"""Texts that were read and counted, kept in a temporary file until every text is counted.

What a term weighs is known only then; without the file each text would be read twice. 0.8 KB an
article.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_HEAD = struct.Struct("<qII")


class Counted(NamedTuple):
    """An article's text as `count_text` returned it, and the version that was read."""

    key: int
    version: int
    terms: bytes


class CountedTexts:
    """The file, written in the order of the keys; it is opened anew to be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")

    def add(self, counted: Counted) -> None:
        self._file.write(_HEAD.pack(counted.key, counted.version, len(counted.terms)))
        self._file.write(counted.terms)

    def read(self) -> Iterator[Counted]:
        """Yield all of them; nothing is added from now on."""
        self._file.close()
        with self._path.open("rb") as file:
            while head := file.read(_HEAD.size):
                key, version, size = _HEAD.unpack(head)
                yield Counted(key, version, file.read(size))
