"""Where deliveries lie on the server: uploads that are kept, and what lies below DELIVERIES_DIR."""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from articles.importer.sources.collect import TAR_SUFFIXES
from articles.importer.sources.input_file import shown

_ARCHIVES = (".zip", *TAR_SUFFIXES)
SUFFIXES = (*_ARCHIVES, ".md")
_DEPTH = 2
_MOST_ENTRIES = 500
_CHUNK_BYTES = 1024**2
_SECONDS_UNNAMED = 24 * 3600


class BadPath(Exception):
    """A path that is not to be read; carries it and the reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class TooLarge(Exception):
    """An upload of more bytes than are taken; carries how many are."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes)
        self.most_bytes = most_bytes


def most_upload_bytes() -> int:
    """Return how large an upload may be, the file alone."""
    return settings.DELIVERY_MB * 1_000_000


def below_deliveries(name: str) -> Path:
    """Return the folder or archive of a name below DELIVERIES_DIR; raises BadPath.

    Links are followed before the place is looked at, so that none leads out of the folder.
    """
    if settings.DELIVERIES_DIR is None:
        raise BadPath(shown(name), "no folder of deliveries is set up on this server")
    root = settings.DELIVERIES_DIR.resolve()
    if "\0" in name:
        raise BadPath(name.replace("\0", "?"), "there is nothing of this name")
    try:
        found = (root / name).resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise BadPath(shown(name), "there is nothing of this name") from error
    if root not in found.parents:
        raise BadPath(shown(name), "is outside of the folder of deliveries")
    if not found.is_dir() and not found.name.endswith(SUFFIXES):
        raise BadPath(shown(name), "is neither a folder nor an archive")
    return found


def entries_below() -> list[str]:
    """Return the names of folders and archives below DELIVERIES_DIR, two floors deep, the newest
    first; at most 500."""
    root = settings.DELIVERIES_DIR
    if root is None:
        return []
    found = sorted(_walk(root, root, _DEPTH), reverse=True)
    return [name for _, name in found[:_MOST_ENTRIES]]


def _walk(folder: Path, root: Path, depth: int) -> Iterator[tuple[float, str]]:
    try:
        with os.scandir(folder) as entries:
            rows = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return
    for entry in rows:
        is_folder = entry.is_dir(follow_symlinks=False)
        is_file = entry.is_file(follow_symlinks=False) and entry.name.endswith(_ARCHIVES)
        if is_folder or is_file:
            name = str(Path(entry.path).relative_to(root))
            if shown(name) == name:
                with suppress(FileNotFoundError):  # somebody moves it at this moment
                    yield entry.stat(follow_symlinks=False).st_mtime, name
        if is_folder and depth > 1:
            yield from _walk(Path(entry.path), root, depth - 1)


def keep_upload(name: str, chunks: Iterable[bytes]) -> Path:
    """Write an uploaded archive below `$VAR_DIR/deliveries`, where no address leads; return its
    path. Its name is made here, of the sender's only the ending is taken. Raises BadPath, TooLarge
    and OSError, and then leaves nothing behind."""
    suffix = next((one for one in SUFFIXES if name.lower().endswith(one)), None)
    if suffix is None:
        raise BadPath(shown(name), f"is none of {', '.join(SUFFIXES)}")
    folder = _uploads() / secrets.token_hex(8)
    folder.mkdir(parents=True, mode=0o700)
    path = folder / f"delivery{suffix}"
    try:
        written = 0
        with path.open("xb") as file:
            for chunk in chunks:
                written += len(chunk)
                if written > most_upload_bytes():
                    raise TooLarge(most_upload_bytes())
                file.write(chunk)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return path


def forget_upload(source: str) -> None:
    """Remove a kept upload; nothing where it is gone already, or is no upload."""
    path = Path(source)
    if _uploads() in path.parents:
        shutil.rmtree(path.parent, ignore_errors=True)


def forget_uploads_but(needed: Container[str]) -> None:
    """Remove the uploads that are older than a day, but the folders of these names. A younger one
    may be about to be named by its delivery."""
    before = time.time() - _SECONDS_UNNAMED
    with suppress(FileNotFoundError):
        for folder in list(_uploads().iterdir()):
            with suppress(FileNotFoundError):
                if folder.name not in needed and folder.stat().st_mtime < before:
                    shutil.rmtree(folder, ignore_errors=True)


def fingerprint(source: str, give_way: Callable[[], None] = lambda: None) -> str:
    """Return the SHA-256 of an archive, or of the names, sizes and times of a folder's files.
    `give_way` is called between chunks."""
    path = Path(source)
    digest = sha256()
    if path.is_dir():
        for name, size, changed in sorted(_files(path)):
            digest.update(f"{shown(name)}\0{size}\0{changed}\n".encode())
        return digest.hexdigest()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            give_way()
    return digest.hexdigest()


def _files(root: Path) -> Iterator[tuple[str, int, int]]:
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            path = os.path.join(folder, name)
            with suppress(FileNotFoundError):  # it is another folder then, as the mark says
                status = os.lstat(path)
                yield os.path.relpath(path, root), status.st_size, status.st_mtime_ns


def _uploads() -> Path:
    return settings.VAR_DIR / "deliveries"
