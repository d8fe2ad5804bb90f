"""Making a backup."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import Storage, default_storage

from articles.backups.archive import MEDIA, ArchiveWriter, Manifest, database_name, new_archive
from articles.backups.database_copy import copy_to, engine, migrations_in
from articles.backups.last_backup import note_backup
from articles.backups.places import Place, absolute, check_new, work_folder


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
        with default_storage.open(name) as file:
            archive.add(MEDIA + name, file, file.size)
    except FileNotFoundError:
        return False
    return True


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
