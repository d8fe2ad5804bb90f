"""Checks of the machine: settings, files, room on the disk."""

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks as system_checks
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from articles.doctor.checks import Problem, check, error, warning
from articles.object_storage import StorageUnavailable

_LEAST_FREE_BYTES = 100_000_000
# A copy of the database stands beside a backup while it is made.
_ROOM_BYTES = 1_000_000_000
_LOCAL = {"127.0.0.1", "localhost", "::1"}


@check("settings", "Settings")
def settings_are_right() -> Iterator[Problem]:
    """What Django checks at every start, and of a public site at its deployment."""
    site = urlsplit(settings.SITE_URL)
    is_public = site.hostname not in _LOCAL
    for found in system_checks.run_checks(include_deployment_checks=is_public):
        if found.is_silenced() or found.level < system_checks.WARNING:
            continue
        make = error if found.level >= system_checks.ERROR else warning
        words = " ".join(found.msg.split())
        mend = found.hint or "See docs/configuration.md."
        yield make(f"{words} ({found.id})", mend=" ".join(mend.split()))
    if is_public and site.scheme != "https":
        yield warning(
            f"SITE_URL is {settings.SITE_URL}: passwords and sessions of editors go over the wire"
            " in clear.",
            mend="Have a proxy end TLS, set SITE_URL to https://… and TRUST_PROXY=1.",
        )
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < 16:
        yield warning(
            "METRICS_TOKEN is short enough to be guessed.",
            mend="Make one: python -c 'import secrets; print(secrets.token_urlsafe(24))'",
        )


@check("storage", "The storage of files", is_for_readiness=True)
def storage_answers() -> Iterator[Problem]:
    """The storage says whether a file is there, or a bucket whether it is. Nothing is written: this
    is asked every second."""
    try:
        if settings.S3_BUCKET:
            default_storage.check_bucket()
        else:
            default_storage.exists("images")
    except StorageUnavailable as failure:
        # Pages are served all the same: this machine shall not be left out for it, nor all.
        yield warning(
            f"The storage of uploaded files does not answer, and pages have no pictures: {failure}",
            mend=f"See whether {_where()} runs, and whether the keys of S3_… are good.",
        )
        return
    except OSError as failure:
        yield error(
            f"The storage of uploaded files does not answer: {failure}",
            mend=f"See whether {_where()} is there, and the user that runs the site may read it.",
        )
        return
    if isinstance(default_storage, FileSystemStorage):
        folder = Path(default_storage.location)
        if folder.exists() and not os.access(folder, os.R_OK | os.X_OK):
            yield error(
                f"{folder} cannot be read: articles have no pictures.",
                mend="Give it to the user that runs the site: chown -R.",
            )


@check("uploads", "Uploads")
def storage_takes_files() -> Iterator[Problem]:
    """A small file is written, read back and deleted."""
    text = secrets.token_bytes(16)
    name = f"checks/{secrets.token_hex(8)}.txt"
    try:
        name = default_storage.save(name, ContentFile(text))
        try:
            with default_storage.open(name) as file:
                is_same = file.read() == text
        finally:
            default_storage.delete(name)
    except OSError as failure:
        yield warning(
            f"The storage of uploaded files takes none: {failure}",
            mend=f"{_where()} must be writable for the user that runs the site, and have room.",
        )
        return
    if not is_same:
        yield error(
            "The storage of uploaded files gives back another file than it took.",
            mend=f"Look at {_where()}.",
        )


@check("permissions", "Rights on files")
def files_are_private() -> Iterator[Problem]:
    """What signs sessions is its owner's alone, and the folder can be written."""
    folder = Path(settings.VAR_DIR)
    if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        yield error(
            f"{folder} cannot be written by this user.",
            mend="Give it to the user that runs the site: chown -R.",
        )
    private = [folder / "secret-key"]
    if connection.vendor == "sqlite":
        private.append(Path(connection.settings_dict["NAME"]))
    for file in private:
        if file.exists() and file.stat().st_mode & stat.S_IWOTH:
            yield error(f"Everybody on this machine may write {file}.", mend=f"chmod o-rwx {file}")
    key = folder / "secret-key"
    if key.exists() and key.stat().st_mode & (stat.S_IROTH | stat.S_IRGRP):
        yield error(f"Others may read {key}, which signs sessions.", mend=f"chmod 600 {key}")


@check("disk", "Room on the disk")
def disk_has_room() -> Iterator[Problem]:
    """What the site writes has room: beside the database, and for uploaded files."""
    seen = set()
    for folder in _folders():
        if (device := folder.stat().st_dev) in seen:
            continue
        seen.add(device)
        usage = shutil.disk_usage(folder)
        free = f"{usage.free / 1e6:,.0f} MB of {usage.total / 1e9:,.1f} GB are free at {folder}"
        if usage.free < _LEAST_FREE_BYTES:
            yield error(f"{free}: soon nothing can be saved.", mend="Make room, or a larger disk.")
        elif usage.free < _ROOM_BYTES + _size_of_database():
            yield warning(
                f"{free}: too little for a backup, which needs room for a copy of the database.",
                mend="Make room, or a larger disk.",
            )


@check("static", "Static files")
def static_files_are_collected() -> Iterator[Problem]:
    """The list of the static files' names is there: without it no page can be made."""
    if settings.DEBUG:
        return
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        yield error(f"{manifest} is not there.", mend="Run: manage.py collectstatic --noinput")


def _where() -> str:
    if isinstance(default_storage, FileSystemStorage):
        return str(default_storage.location)
    if settings.S3_BUCKET:
        return f"s3://{settings.S3_BUCKET} at {settings.S3_ENDPOINT_URL or 'Amazon'}"
    return "the storage of the settings"


def _folders() -> Iterator[Path]:
    """Those that exist, of which a new site lacks some."""
    places = [Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)]
    if connection.vendor == "sqlite":
        places.append(Path(connection.settings_dict["NAME"]).parent)
    return (place for place in places if place.is_dir())


def _size_of_database() -> int:
    if connection.vendor != "sqlite":
        return 0
    file = Path(connection.settings_dict["NAME"])
    return file.stat().st_size if file.exists() else 0
