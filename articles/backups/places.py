"""Where an archive stands: a file, or an object in a bucket (`s3://bucket/key`).

In both an archive is there when it is whole, and nothing is ever written over.
"""

import os
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO

from django.conf import settings

from articles.object_storage import ObjectAddress, open_bucket, parse_address

Place = Path | ObjectAddress
_BUFFER_BYTES = 1 << 20


def parse_place(text: str) -> Place:
    """Return the place that a person names. Raises ArgumentTypeError, which
    argparse prints, for an address without a key."""
    if not text.startswith("s3://"):
        return Path(text)
    address = parse_address(text)
    if address is None or not address.key:
        raise ArgumentTypeError(f"{text!r} is not s3://BUCKET/NAME")
    return address


def absolute(place: Place) -> str:
    """Return the place as it is the same wherever a command is started."""
    return str(place.resolve() if isinstance(place, Path) else place)


def check_new(place: Place) -> None:
    """Raise FileExistsError where an archive would take the place of something."""
    if isinstance(place, Path):
        is_there = place.exists()
    else:
        is_there = open_bucket(place.bucket).exists(place.key)
    if is_there:
        raise FileExistsError(f"{place} exists already")


def size(place: Place) -> int:
    """Return the bytes of an archive."""
    if isinstance(place, Path):
        return place.stat().st_size
    return open_bucket(place.bucket).head(place.key)["ContentLength"]


def work_folder(place: Place) -> Path:
    """Return where a copy of the database has room for a while: beside the archive, or in the
    site's own folder."""
    if isinstance(place, Path):
        return place.parent
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def opened(place: Place) -> Iterator[IO[bytes]]:
    """The bytes of an archive, once, from the beginning. Raises OSError."""
    if isinstance(place, Path):
        with place.open("rb") as stream:
            yield stream
        return
    with BufferedReader(open_bucket(place.bucket).reader(place.key), _BUFFER_BYTES) as stream:
        yield stream


@contextmanager
def created(place: Place) -> Iterator[IO[bytes]]:
    """A stream of which the archive is made once the block has ended; else nothing is left. Raises
    FileExistsError and OSError."""
    if isinstance(place, Path):
        with _created_file(place) as stream:
            yield stream
        return
    bucket = open_bucket(place.bucket)
    with bucket.new_object(place.key, content_type="application/gzip") as stream:
        yield stream


@contextmanager
def _created_file(file: Path) -> Iterator[IO[bytes]]:
    """On the disk when it appears, and readable by its owner alone."""
    check_new(file)
    part = file.with_name(f"{file.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, file)
        _sync_folder(file.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
