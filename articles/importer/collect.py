"""Finding the article files in what the command line names: files, folders and archives.

Nothing is ever unpacked to disk. A file that cannot be read becomes a `Refused`, with its reason;
it never stops the others. Links are not followed.
"""

import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import Path, PurePosixPath

from articles.source import MAX_FILE_BYTES

ARTICLE_SUFFIXES = (".md", ".markdown")
SUBJECTS_FILE = "subjects.yml"
TAR_SUFFIXES = (".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar")
# A million articles unpack to about 6 GB; a bomb to any number.
MAX_ARCHIVE_BYTES = 16 * 1024**3
MAX_ARCHIVE_ENTRIES = 4_000_000

_ARCHIVE_ERRORS = (tarfile.TarError, zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class Found:
    """One file's bytes. `path` names it for people: `delivery.zip!biology/x.md` in an archive."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """One file that was not read, and why."""

    path: str
    reason: str


class UnusableSource(Exception):
    """A path of the command line that cannot be imported at all; carries path and reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(slots=True)
class Listing:
    """What one path of the command line holds: how many article files, the text of a subjects.yml
    at its root, and how to read the files one after another."""

    count: int
    ignored: int = 0
    subjects: bytes | None = None
    subjects_path: str = ""
    _reader: Iterable[Found | Refused] = field(default=(), repr=False)

    def files(self) -> Iterator[Found | Refused]:
        return iter(self._reader)


def collect(path: str) -> Listing:
    """List one path; raises UnusableSource. Reads names only: the files come one at a time."""
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        raise UnusableSource(path, error.strerror or "cannot be read") from error
    if stat.S_ISDIR(mode):
        return _list_folder(Path(path))
    if path.endswith(".zip"):
        return _list_zip(path)
    if path.endswith(TAR_SUFFIXES):
        return _list_tar(path)
    if stat.S_ISREG(mode):
        return Listing(1, _reader=_read_files([path]))
    raise UnusableSource(path, "is neither a file nor a folder")


def read_file(path: str) -> Found | Refused:
    """Return a file's bytes, at most one more than the limit, so that the reader refuses it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        return Refused(_shown(path), error.strerror or "cannot be opened")
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Refused(_shown(path), "is not a regular file")
        # One read with a buffer of the file's size: faster than Path.read_bytes.
        data = os.read(descriptor, min(status.st_size, MAX_FILE_BYTES) + 1)
    except OSError as error:
        return Refused(_shown(path), error.strerror or "cannot be read")
    finally:
        os.close(descriptor)
    return Found(_shown(path), data)


def _shown(path: str) -> str:
    """A path as it can be printed and kept: bytes that are no UTF-8 appear as \\xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _read_files(paths: Iterable[str]) -> Iterator[Found | Refused]:
    return map(read_file, paths)


def _list_folder(root: Path) -> Listing:
    paths: list[str] = []
    ignored = 0
    for folder, names, files in os.walk(root, onerror=_refuse_folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if _is_article(name):
                paths.append(f"{folder}{os.sep}{name}")
            elif name != SUBJECTS_FILE:
                ignored += 1
    listing = Listing(len(paths), ignored, _reader=_read_files(paths))
    subjects = root / SUBJECTS_FILE
    if subjects.is_file():
        listing.subjects, listing.subjects_path = subjects.read_bytes(), str(subjects)
    return listing


def _refuse_folder(error: OSError) -> None:
    """A folder that cannot be read must not pass for an empty one."""
    raise UnusableSource(str(error.filename), error.strerror or "cannot be read") from error


def _list_zip(path: str) -> Listing:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_limits(path, len(entries), sum(entry.file_size for entry in entries))
            wanted = sorted(
                (entry for entry in entries if _is_article(entry.filename)),
                key=lambda entry: entry.filename,
            )
            listing = Listing(len(wanted), len(entries) - len(wanted))
            listing._reader = _read_zip(path, wanted)
            if SUBJECTS_FILE in archive.namelist():
                with archive.open(SUBJECTS_FILE) as stream:
                    listing.subjects = stream.read(MAX_FILE_BYTES)
                listing.subjects_path = f"{path}!{SUBJECTS_FILE}"
    except _ARCHIVE_ERRORS as error:
        raise UnusableSource(path, f"is not a readable zip archive ({error})") from error
    return listing


def _read_zip(path: str, entries: list[zipfile.ZipInfo]) -> Iterator[Found | Refused]:
    with zipfile.ZipFile(path) as archive:
        for entry in entries:
            name = f"{path}!{entry.filename}"
            is_link = stat.S_ISLNK(entry.external_attr >> 16)
            reason = "is a link" if is_link else _unsafe(entry.filename)
            if entry.flag_bits & 0x1:
                reason = "is encrypted"
            if reason:
                yield Refused(name, reason)
                continue
            try:
                with archive.open(entry) as stream:
                    yield Found(name, stream.read(MAX_FILE_BYTES + 1))
            except (*_ARCHIVE_ERRORS, NotImplementedError, RuntimeError) as error:
                yield Refused(name, f"cannot be read from the archive ({error})")


def _list_tar(path: str) -> Listing:
    """Two passes, the first over the names alone: it finds a bomb, and a subjects.yml that stands
    behind the articles, before anything is written."""
    listing = Listing(0, _reader=_read_tar(path))
    total = 0
    try:
        with tarfile.open(path, "r|*") as archive:
            for entries, member in enumerate(archive, start=1):
                archive.members.clear()  # a stream keeps every member otherwise
                total += member.size
                _check_limits(path, entries, total)
                if _plain_name(member.name) == SUBJECTS_FILE and member.isfile():
                    listing.subjects = archive.extractfile(member).read(MAX_FILE_BYTES)
                    listing.subjects_path = f"{path}!{SUBJECTS_FILE}"
                elif not member.isdir():
                    listing.count += _is_article(member.name)
                    listing.ignored += not _is_article(member.name)
    except _ARCHIVE_ERRORS as error:
        raise UnusableSource(path, f"is not a readable tar archive ({error})") from error
    return listing


def _read_tar(path: str) -> Iterator[Found | Refused]:
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            archive.members.clear()
            if member.isdir() or not _is_article(member.name):
                continue
            name = f"{path}!{member.name}"
            reason = _unsafe(member.name) if member.isfile() else "is a link or a device"
            if reason:
                yield Refused(name, reason)
            else:
                yield Found(name, archive.extractfile(member).read(MAX_FILE_BYTES + 1))


def _check_limits(path: str, entries: int, total_bytes: int) -> None:
    if entries > MAX_ARCHIVE_ENTRIES:
        raise UnusableSource(path, f"holds more than {MAX_ARCHIVE_ENTRIES:,} entries")
    if total_bytes > MAX_ARCHIVE_BYTES:
        raise UnusableSource(path, f"unpacks to more than {MAX_ARCHIVE_BYTES / 1024**3:.0f} GiB")


def _plain_name(name: str) -> str:
    return name.removeprefix("./")


def _is_article(name: str) -> bool:
    base = PurePosixPath(name).name
    hidden = any(part.startswith(".") and part not in {".", ".."} for part in name.split("/"))
    return base.endswith(ARTICLE_SUFFIXES) and not hidden and not _is_documentation(base)


def _is_documentation(name: str) -> bool:
    """A README or CHANGELOG beside the articles is for people; a slug has no capitals."""
    return name.partition(".")[0].isupper()


def _unsafe(name: str) -> str:
    """Why an archive's entry must not be trusted, "" where it may be."""
    if name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":"):
        return "has an absolute path"
    if ".." in name.replace("\\", "/").split("/"):
        return "has a path that leaves the archive"
    return ""
