"""Making a backup."""

import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, default_storage

from articles.backups.archive import MEDIA, ArchiveWriter, Manifest, database_name, new_archive
from articles.backups.database_copy import copy_to, engine, migrations_in
from articles.backups.last_backup import note_backup
from articles.backups.places import Place, absolute, check_new, work_folder
from articles.object_storage import StorageUnavailable

logger = logging.getLogger(__name__)

# Before each further try to read a file; each of them is several of boto3's own, within seconds.
_WAITS_SECONDS = (1, 5, 15)


@dataclass(frozen=True, slots=True)
class Backup:
    """`gone` are media that were deleted while they were to be copied."""

    manifest: Manifest
    gone: tuple[str, ...]


def back_up(place: Place, show: Callable[[int, int], None] = lambda done, total: None) -> Backup:
    """Write an archive of database and media to a new place; the copy of the database stands in
    `places.work_folder` meanwhile; `show(done, total)` is told of files.

    The database is copied first, so that what it names is still to be copied; what is uploaded
    meanwhile may be there in vain. Raises FileExistsError, OSError, CopyFailed.
    """
    check_new(place)
    name = database_name(engine())
    with tempfile.TemporaryDirectory(dir=work_folder(place), prefix=".backup-") as folder:
        copy = Path(folder) / name
        copy_to(copy)
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(engine(), made_at, migrations_in(copy))
        with new_archive(place, manifest) as archive:
            with copy.open("rb") as stream:
                archive.add(name, stream, copy.stat().st_size)
            copy.unlink()
            media = sorted(media_names())
            gone = []
            for number, medium in enumerate(media, 1):
                if not _add_medium(archive, medium):
                    gone.append(medium)
                show(number, len(media))
    note_backup(absolute(place))
    return Backup(manifest, tuple(gone))


def _add_medium(archive: ArchiveWriter, name: str) -> bool:
    try:
        file = _opened(name)
    except FileNotFoundError:
        return False
    with file:
        archive.add(MEDIA + name, file, file.size)
    return True


def _opened(name: str) -> File:
    """A file of the storage. A bucket's is read as a whole here, and again where that fails: one
    slow answer of thousands ends no backup. Raises FileNotFoundError, and OSError, which names the
    file."""
    open_file = getattr(default_storage, "open_patiently", default_storage.open)
    for wait_seconds in _WAITS_SECONDS:
        try:
            return open_file(name)
        except StorageUnavailable as error:
            logger.warning("%s is read again in %s s: %s", name, wait_seconds, error)
            time.sleep(wait_seconds)
    try:
        return open_file(name)
    except StorageUnavailable as error:
        tries = len(_WAITS_SECONDS) + 1
        raise StorageUnavailable(f"{name} was asked for {tries} times: {error}") from error


def media_names(storage: Storage = default_storage, folder: str = "") -> Iterator[str]:
    """Yield the name of every file of the storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + file for file in files)
    for inner in folders:
        yield from media_names(storage, prefix + inner)
