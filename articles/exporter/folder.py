"""Folder destination: files are replaced atomically, equal ones are kept, none is deleted.

Paths are resolved by directory descriptors and no link is followed below the folder itself, so a
symbolic link in the folder cannot redirect a write to a place outside it.
"""

import contextlib
import errno
import os
import stat
from types import TracebackType

import yaml

from articles.exporter.article_bytes import File
from articles.exporter.destination import Destination, NotWritten, UnusableTarget, failure

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


class Folder(Destination):
    """Writes below `path`, which is made where it is missing. Raises UnusableTarget."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            os.makedirs(path, exist_ok=True)
            self._root = os.open(path, _FOLDER)
        except FileExistsError as error:
            raise UnusableTarget(path, "is no folder") from error
        except OSError as error:
            raise UnusableTarget(path, error.strerror or "cannot be made") from error
        self._name = ""
        self._subject: int | None = None
        # Hidden, so that an importer does not read it, and one a process.
        self._temporary = f".export-{os.getpid()}.tmp"

    def put(self, file: File) -> bool:
        folder, _, name = file.path.rpartition("/")
        try:
            descriptor = self._open_subject(folder) if folder else self._root
            if _holds(descriptor, name, file):
                return False
            self._replace(descriptor, name, file.data)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR):
                raise NotWritten(
                    file.path, "is a link, or no folder; nothing is written there"
                ) from error
            raise failure(error, file.path) from error
        return True

    def put_subjects(self, data: bytes, modified_at: int) -> bool:
        """A subjects.yml that says the same in other words, with comments maybe, stays."""
        with contextlib.suppress(OSError, yaml.YAMLError, UnicodeDecodeError):
            descriptor = os.open("subjects.yml", os.O_RDONLY | _NO_LINK, dir_fd=self._root)
            with os.fdopen(descriptor, "rb") as stream:
                if yaml.safe_load(stream) == yaml.safe_load(data):
                    return False
        return super().put_subjects(data, modified_at)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        self._close_subject()
        os.close(self._root)

    def _open_subject(self, name: str) -> int:
        """The folder of a subject, kept open: files come subject by subject."""
        if name != self._name or self._subject is None:
            self._close_subject()
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, dir_fd=self._root)
            self._subject = os.open(name, _FOLDER | _NO_LINK, dir_fd=self._root)
            self._name = name
        return self._subject

    def _close_subject(self) -> None:
        if self._subject is not None:
            os.close(self._subject)
            self._subject = None

    def _replace(self, folder: int, name: str, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._temporary, dir_fd=folder)
        try:
            with os.fdopen(os.open(self._temporary, flags, 0o666, dir_fd=folder), "wb") as stream:
                stream.write(data)
            os.rename(self._temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(self._temporary, dir_fd=folder)
            raise


def _holds(folder: int, name: str, file: File) -> bool:
    """True if the folder has these bytes there already; raises NotWritten for what is no file."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | _NO_LINK, dir_fd=folder)
    except FileNotFoundError:
        return False
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotWritten(file.path, "is there already, and is no file")
        if status.st_size != len(file.data):
            return False
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read() == file.data
    finally:
        os.close(descriptor)
