"""Files of pictures in a folder or archive of another system: their names, and their bytes.

They lie anywhere, unlike a library's own (`file_names.is_image`), and are read only where a page
names them.
"""

import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from lzma import LZMAError
from pathlib import Path

from articles.core.source.foreign_pictures import SUFFIXES
from articles.importer.sources.collect import TAR_SUFFIXES, ZIP_METHODS
from articles.importer.sources.file_names import plain_name, why_unsafe
from articles.importer.sources.tar_stream import read_members

_ERRORS = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


def picture_names(source: str) -> list[str]:
    """Return the names of the pictures in a folder or archive, as paths from its root; none of a
    single file, or where the archive cannot be read (which the articles' reading tells)."""
    try:
        return sorted(name for name in _names(source) if _is_picture(name))
    except _ERRORS:
        return []


def read_pictures(
    source: str, names: Collection[str], *, most_bytes: int
) -> Iterator[tuple[str, bytes | None]]:
    """Yield (name, bytes) of the named pictures, at most a byte more than `most_bytes` of each;
    None for bytes that cannot be read."""
    if source.endswith(".zip"):
        with zipfile.ZipFile(source) as archive:
            for name in sorted(names):
                yield name, _read_entry(archive, name, most_bytes)
    elif source.endswith(TAR_SUFFIXES):
        yield from _read_tar(source, names, most_bytes)
    else:
        for name in sorted(names):
            yield name, _read_file(Path(source) / name, most_bytes)


def _names(source: str) -> Iterator[str]:
    if source.endswith(".zip"):
        with zipfile.ZipFile(source) as archive:
            yield from (entry.filename for entry in archive.infolist() if not entry.is_dir())
    elif source.endswith(TAR_SUFFIXES):
        yield from (member.name for _, member in read_members(source) if member.isfile())
    elif os.path.isdir(source):
        for folder, below, files in os.walk(source):
            below[:] = [name for name in below if not name.startswith(".")]
            yield from (os.path.relpath(os.path.join(folder, name), source) for name in files)


def _is_picture(name: str) -> bool:
    plain = plain_name(name)
    hidden = any(part.startswith(".") for part in plain.split("/"))
    return plain.lower().endswith(SUFFIXES) and not hidden and not why_unsafe(name)


def _read_entry(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes | None:
    try:
        entry = archive.getinfo(name)
        if entry.compress_type not in ZIP_METHODS or stat.S_ISLNK(entry.external_attr >> 16):
            return None
        with archive.open(entry) as stream:
            return stream.read(most_bytes + 1)
    except (*_ERRORS, KeyError):
        return None


def _read_tar(
    source: str, names: Collection[str], most_bytes: int
) -> Iterator[tuple[str, bytes | None]]:
    try:
        for archive, member in read_members(source, most_bytes=most_bytes):
            if member.isfile() and member.name in names:
                yield member.name, archive.extractfile(member).read(most_bytes + 1)
    except _ERRORS:
        return


def _read_file(path: Path, most_bytes: int) -> bytes | None:
    """Links are not followed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as file:
            return file.read(most_bytes + 1)
    except OSError:
        return None
