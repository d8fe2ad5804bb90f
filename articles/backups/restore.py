"""Restoring a backup into an empty site, or in the place of one."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Max

from articles.backups.archive import MEDIA, Manifest, Member, read_members, verify
from articles.backups.backup import media_names
from articles.backups.carrying_over import carry_over
from articles.backups.database_copy import engine, restore_from
from articles.backups.places import Place, work_folder
from articles.models import Article, PageStamp, Subject
from articles.publishing.effects import outnumber

_PIECE = 1 << 20


class Refused(Exception):
    """The archive is whole and yet not to be restored here; the text says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`extra` are media that the archive does not hold: they stay."""

    manifest: Manifest
    extra: tuple[str, ...]


def restore(place: Place, *, replace: bool = False) -> Restored:
    """Put the archive's media and database in the place of the site's, and bring the database to
    this version. A backup of SQLite is carried over where the site has PostgreSQL. Everything is
    checked before anything is written.

    Raises Damaged, Refused, CopyFailed, OSError. Until the database is replaced, in one
    transaction, the site is as it was but for media that were added.
    """
    manifest = verify(place)
    _check(manifest, replace=replace)
    last_stamp = _last_stamp()
    with tempfile.TemporaryDirectory(dir=work_folder(place), prefix=".restore-") as folder:
        copy = Path(folder) / manifest.database
        for name, content in read_members(place):
            if name == manifest.database:
                _write(content, copy)
            elif name.startswith(MEDIA):
                _store(name.removeprefix(MEDIA), content, manifest.files[name].sha256)
        if manifest.engine == engine():
            restore_from(copy)
            _migrate()
        else:
            _migrate()
            carry_over(copy)
    # What other processes have stored was made from a database that is no more.
    outnumber(last_stamp)
    held = {name.removeprefix(MEDIA) for name in manifest.files}
    return Restored(manifest, tuple(sorted(set(media_names()) - held)))


def _check(manifest: Manifest, *, replace: bool) -> None:
    if manifest.engine != engine() and engine() != "postgresql":
        raise Refused(
            f"It is a backup of {manifest.engine}, and this site's database is {engine()}."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = sorted(set(manifest.migrations) - known)
    if newer:
        raise Refused(f"It was made by a newer version of this software ({newer[-1]}).")
    missing = sorted(known - set(manifest.migrations))
    if missing and manifest.engine != engine():
        raise Refused(
            "Only a backup of this version is carried over into PostgreSQL, and it lacks"
            f" {missing[0]}: upgrade the site that made it, and make another."
        )
    if not replace and not is_empty():
        raise Refused("This site holds a library. --replace puts the backup in its place.")


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def is_empty() -> bool:
    """Whether the site has no articles, subjects or accounts, or not even tables."""
    tables = set(connection.introspection.table_names())
    for model in (Article, Subject, get_user_model()):
        if model._meta.db_table in tables and model.objects.exists():
            return False
    return True


def _last_stamp() -> int:
    if PageStamp._meta.db_table not in connection.introspection.table_names():
        return 0
    return PageStamp.objects.aggregate(last=Max("number"))["last"] or 0


def _write(content: Member, file: Path) -> None:
    with file.open("wb") as stream:
        while piece := content.read(_PIECE):
            stream.write(piece)


def _store(name: str, content: Member, sha256: str) -> None:
    """Store one file under its own name, unless it is there already."""
    if default_storage.exists(name):
        if _digest_of(name) == sha256:
            return
        default_storage.delete(name)
    with tempfile.TemporaryFile() as file:  # a storage wants to go back to the beginning
        while piece := content.read(_PIECE):
            file.write(piece)
        file.seek(0)
        default_storage.save(name, File(file))


def _digest_of(name: str) -> str:
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
