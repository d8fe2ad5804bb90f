"""Deterministic .tar.gz destination: equal articles give equal bytes, and the archive appears when
complete."""

import contextlib
import gzip
import io
import os
import tarfile
from types import TracebackType

from articles.exporter.article_bytes import File
from articles.exporter.destination import Destination, UnusableTarget, failure

SUFFIXES = (".tar.gz", ".tgz")


class Archive(Destination):
    """Writes the archive `path` beside its place and moves it there when it is complete.

    Nothing in it records who made it when: no owner, no time of making; a file's time is the
    article's last change. Raises UnusableTarget.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        folder, name = os.path.split(path)
        self._temporary = os.path.join(folder, f".{name}.{os.getpid()}.tmp")
        try:
            if os.path.isdir(path):
                raise UnusableTarget(path, "is a folder")
            self._stream = open(self._temporary, "wb")  # noqa: SIM115 - closed by __exit__
        except OSError as error:
            raise UnusableTarget(path, error.strerror or "cannot be written") from error
        self._gzip = gzip.GzipFile("", "wb", 6, self._stream, mtime=0)
        self._tar = tarfile.TarFile(fileobj=self._gzip, mode="w", format=tarfile.PAX_FORMAT)

    def put(self, file: File) -> bool:
        member = tarfile.TarInfo(file.path)
        member.size, member.mtime, member.mode = len(file.data), file.modified_at, 0o644
        try:
            self._tar.addfile(member, io.BytesIO(file.data))
        except OSError as error:
            raise UnusableTarget(self.path, str(failure(error, self.path).reason)) from error
        self._tar.members.clear()  # a million of them otherwise
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        try:
            with self._stream:
                if kind is None:
                    self._tar.close()
                    self._gzip.close()
            if kind is None:
                os.replace(self._temporary, self.path)
        except OSError as failed:
            raise UnusableTarget(self.path, failed.strerror or "cannot be written") from failed
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._temporary)
