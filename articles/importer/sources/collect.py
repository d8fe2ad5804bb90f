"""Collection of article files from files, folders and archives named on the command line.

Nothing is unpacked to disk. A file that cannot be read becomes a `Refused` with its reason and does
not stop the others. Links are not followed.
"""

import errno
import io
import os
import stat
import tarfile
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from lzma import LZMAError
from pathlib import Path

from articles.core.source import MAX_FILE_BYTES
from articles.importer.sources.file_names import is_article, is_image, plain_name, why_unsafe
from articles.importer.sources.input_file import Found, Refused, UnusableSource, shown
from articles.importer.sources.stray_files import Folders
from articles.importer.sources.superseded_files import name_key
from articles.importer.sources.tar_stream import read_members

SUBJECTS_FILE = "subjects.yml"
TAR_SUFFIXES = (".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar")
# A million articles unpack to about 6 GB; a bomb to any number.
MAX_ARCHIVE_BYTES = 16 * 1024**3
MAX_ARCHIVE_ENTRIES = 4_000_000
# Everything in a compressed tar must be unpacked to get past it; a picture or a film may be there.
MAX_MEMBER_BYTES = 1024**3
# zipfile makes an object of each entry: 480 MB for a million. 36,000 articles take 4 MiB here.
MAX_ZIP_DIRECTORY_BYTES = 16 * 1024**2
# zipfile unpacks the others without a limit: 4 kB of bzip2 can be 4 GB.
ZIP_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

_ARCHIVE_ERRORS = (tarfile.TarError, zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError)
# An encrypted entry, or an unknown compression.
_ENTRY_ERRORS = (*_ARCHIVE_ERRORS, NotImplementedError, RuntimeError)


@dataclass(slots=True)
class Listing:
    """What one path of the command line holds: how many article files, the text of a subjects.yml
    at its root, and how to read the files one after another, and the images apart. `keys` has a
    `name_key` a file."""

    count: int
    ignored: int = 0
    keys: array = field(default_factory=lambda: array("q"), repr=False)
    subjects: bytes | None = None
    subjects_path: str = ""
    _reader: Iterable[Found | Refused] = field(default=(), repr=False)
    _images: Iterable[Found | Refused] = field(default=(), repr=False)

    def files(self) -> Iterator[Found | Refused]:
        return iter(self._reader)

    def images(self) -> Iterator[Found | Refused]:
        return iter(self._images)


def collect(path: str, *, system: str = "", give_way: Callable[[], None] = lambda: None) -> Listing:
    """List one path; raises UnusableSource. Reads names only: the files come one at a time.
    `system` is where they come from, if not from this library's publisher. `give_way` is called
    between entries of a tar archive, which is unpacked for its names."""
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        raise UnusableSource(shown(path), _reason(error)) from error
    if stat.S_ISDIR(mode):
        return _list_folder(Path(path), system)
    if path.endswith(".zip"):
        return _list_zip(path, system)
    if path.endswith(TAR_SUFFIXES):
        return _list_tar(path, system, give_way)
    if stat.S_ISREG(mode):
        return Listing(1, keys=_keys([path]), _reader=map(read_file, [path]))
    raise UnusableSource(shown(path), "is neither a file nor a folder")


def _keys(names: Iterable[str]) -> array:
    return array("q", map(name_key, names))


def read_file(path: str) -> Found | Refused:
    """Return a file's bytes, at most one more than the limit, so that the reader refuses it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        is_link = error.errno == errno.ELOOP
        return Refused(
            shown(path),
            "is a link (symbolic links are not followed)" if is_link else _reason(error),
        )
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Refused(shown(path), "is not a regular file")
        # One read with a buffer of the file's size: faster than Path.read_bytes.
        data = os.read(descriptor, min(status.st_size, MAX_FILE_BYTES) + 1)
    except OSError as error:
        return Refused(shown(path), _reason(error))
    finally:
        os.close(descriptor)
    return Found(shown(path), data)


def _reason(error: OSError) -> str:
    return error.strerror or "cannot be read"


def _list_folder(root: Path, system: str) -> Listing:
    paths: list[str] = []
    images: list[str] = []
    ignored = 0
    for folder, names, files in os.walk(root, onerror=_refuse_folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            # From the root: a folder above it may be called anything.
            below = f"{os.path.relpath(folder, root)}/{name}" if system else name
            if is_article(below, system):
                paths.append(f"{folder}{os.sep}{name}")
            elif not system and is_image(f"{os.path.basename(folder)}/{name}"):
                images.append(f"{folder}{os.sep}{name}")
            elif name != SUBJECTS_FILE:
                ignored += 1
    listing = Listing(
        len(paths),
        ignored,
        _keys(paths),
        _reader=_read_folder(paths),
        _images=map(read_file, images),
    )
    subjects = root / SUBJECTS_FILE
    if os.path.lexists(subjects):
        listing.subjects_path = shown(str(subjects))
        file = read_file(str(subjects))
        if isinstance(file, Refused):
            raise UnusableSource(file.path, file.reason)
        listing.subjects = file.data
    return listing


def _read_folder(paths: list[str]) -> Iterator[Found | Refused]:
    folders = _folders_of(paths)
    for path in paths:
        file = read_file(path)
        if isinstance(file, Found) and folders.is_stray(path):
            file = replace(file, is_stray=True)
        yield file


def _folders_of(names: Iterable[str]) -> Folders:
    folders = Folders()
    for name in names:
        folders.add(name)
    return folders


def _refuse_folder(error: OSError) -> None:
    """A folder that cannot be read must not pass for an empty one."""
    raise UnusableSource(shown(error.filename), _reason(error)) from error


class _BoundedFile(io.BufferedReader):
    """zipfile reads the whole directory of an archive at once, as large as the archive says."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MAX_ZIP_DIRECTORY_BYTES:
            raise UnusableSource(
                self.name,
                f"has a list of entries of more than {MAX_ZIP_DIRECTORY_BYTES // 1024**2} MiB;"
                " a tar archive may have any number",
            )
        return super().read(size)


@contextmanager
def _open_zip(path: str) -> Iterator[zipfile.ZipFile]:
    with _BoundedFile(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
        yield archive


def _list_zip(path: str, system: str) -> Listing:
    try:
        with _open_zip(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_limits(path, len(entries), sum(entry.file_size for entry in entries))
            wanted = sorted(
                (entry for entry in entries if is_article(entry.filename, system)),
                key=lambda entry: entry.filename,
            )
            images = [entry for entry in entries if not system and is_image(entry.filename)]
            names = _keys(entry.filename for entry in wanted)
            listing = Listing(len(wanted), len(entries) - len(wanted) - len(images), names)
            listing._reader = _read_zip(path, wanted)
            listing._images = _read_zip(path, images) if images else ()
            for entry in entries:
                if plain_name(entry.filename) == SUBJECTS_FILE:
                    listing.subjects_path = f"{path}!{SUBJECTS_FILE}"
                    if reason := _refused_because(entry):
                        raise UnusableSource(listing.subjects_path, reason)
                    listing.subjects = _read_entry(archive, entry)
    except _ENTRY_ERRORS as error:
        raise UnusableSource(path, f"is not a readable zip archive ({error})") from error
    return listing


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        return stream.read(MAX_FILE_BYTES + 1)


def _refused_because(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if entry.compress_type not in ZIP_METHODS:
        return "is compressed in another way than zip archives commonly are (deflate)"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link"
    return why_unsafe(entry.filename)


def _read_zip(path: str, entries: list[zipfile.ZipInfo]) -> Iterator[Found | Refused]:
    folders = _folders_of(entry.filename for entry in entries)
    with _open_zip(path) as archive:
        for entry in entries:
            name = f"{path}!{shown(entry.filename)}"
            if reason := _refused_because(entry):
                yield Refused(name, reason)
                continue
            try:
                yield Found(name, _read_entry(archive, entry), folders.is_stray(entry.filename))
            except _ENTRY_ERRORS as error:
                yield Refused(name, f"cannot be read from the archive ({error})")


def _list_tar(path: str, system: str, give_way: Callable[[], None]) -> Listing:
    """Two passes, the first over the names alone: it finds a bomb, a damage, and a subjects.yml
    that stands behind the articles, before anything is written."""
    listing = Listing(0)
    folders = Folders()
    total = images = 0
    try:
        for entries, (archive, member) in enumerate(read_members(path), start=1):
            give_way()
            total += member.size
            _check_limits(path, entries, total)
            if member.size > MAX_MEMBER_BYTES:
                size = f"{member.size / 1024**3:,.1f} GiB"
                raise UnusableSource(path, f"holds {shown(member.name)} of {size}")
            if is_article(member.name, system):
                if not member.isdir():
                    listing.count += 1
                    listing.keys.append(name_key(member.name))
                    folders.add(member.name)
            elif plain_name(member.name) == SUBJECTS_FILE and member.isfile():
                listing.subjects = archive.extractfile(member).read(MAX_FILE_BYTES + 1)
                listing.subjects_path = f"{path}!{SUBJECTS_FILE}"
            elif not system and is_image(member.name) and not member.isdir():
                images += 1
            else:
                listing.ignored += not member.isdir()
    except _ARCHIVE_ERRORS as error:
        raise UnusableSource(path, f"is not a readable tar archive ({error})") from error
    if listing.count:
        listing._reader = _read_tar(path, folders, lambda name: is_article(name, system))
    if images:
        listing._images = _read_tar(path, folders, is_image)
    return listing


def _read_tar(
    path: str, folders: Folders, is_wanted: Callable[[str], bool]
) -> Iterator[Found | Refused]:
    try:
        for archive, member in read_members(path):
            if member.isdir() or not is_wanted(member.name):
                continue
            name = f"{path}!{shown(member.name)}"
            reason = why_unsafe(member.name) if member.isfile() else "is a link or a device"
            if reason:
                yield Refused(name, reason)
            else:
                data = archive.extractfile(member).read(MAX_FILE_BYTES + 1)
                yield Found(name, data, folders.is_stray(member.name))
    except _ARCHIVE_ERRORS as error:
        raise UnusableSource(path, f"changed while it was read ({error})") from error


def _check_limits(path: str, entries: int, total_bytes: int) -> None:
    if entries > MAX_ARCHIVE_ENTRIES:
        raise UnusableSource(path, f"holds more than {MAX_ARCHIVE_ENTRIES:,} entries")
    if total_bytes > MAX_ARCHIVE_BYTES:
        raise UnusableSource(path, f"unpacks to more than {MAX_ARCHIVE_BYTES / 1024**3:.0f} GiB")
