"""The archive of a backup: a tar of files and, as its last member, a manifest of their checksums.

    database.sqlite3 or database.pgdump
    media/…                  the files of the storage, by their names there
    manifest.json

A manifest that stands last is missing from an archive that breaks off. The tar is compressed by
gzip at its fastest: the texts become a third, and a copy of the database is made no slower.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import IO, Any

from articles.backups.places import Place, created, opened
from articles.object_storage import StorageUnavailable

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media/"
_PIECE = 1 << 20
# A manifest holds a line for each picture; a million of them are 150 MB.
_MANIFEST_BYTES = 1 << 29


class Damaged(Exception):
    """The archive is not what was written; the text names the file within it and the reason."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One member: its size in bytes and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. `engine` is "sqlite" or "postgresql"; `migrations` are those that the
    database had ("<app>.<name>"); `made_at` is ISO 8601 in UTC."""

    engine: str
    made_at: str
    migrations: list[str]
    files: dict[str, StoredFile] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def database(self) -> str:
        """The name of the member that is the database."""
        return database_name(self.engine)


def database_name(engine: str) -> str:
    return "database.sqlite3" if engine == "sqlite" else "database.pgdump"


class ArchiveWriter:
    """Writes members one after the other, and the manifest when it is closed as whole."""

    def __init__(self, stream: IO[bytes], manifest: Manifest) -> None:
        # tarfile's own streams are compressed at one level alone until Python 3.12.
        self._gzip = gzip.GzipFile(filename="", fileobj=stream, mode="wb", compresslevel=1)
        self._tar = tarfile.TarFile(fileobj=self._gzip, mode="w")
        self.manifest = manifest

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        """Copy `size` bytes. Raises OSError, which names the file where it cannot be read or has
        fewer by now."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        counted = _Counted(name, file)
        self._tar.addfile(member, counted)
        self.manifest.files[name] = StoredFile(size, counted.digest.hexdigest())

    def close(self) -> None:
        text = json.dumps(asdict(self.manifest), indent=1, sort_keys=True).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(text), 0o600
        self._tar.addfile(member, BytesIO(text))
        self._tar.close()
        self._gzip.close()


class _Counted:
    """A file that is hashed as it is read, and named where it cannot be."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self._name = name
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as error:
            raise OSError(f"{self._name} could not be read: {error}") from error
        if len(data) < size:
            raise OSError(f"{self._name} has become shorter while it was copied")
        self.digest.update(data)
        return data


@contextmanager
def new_archive(place: Place, manifest: Manifest) -> Iterator[ArchiveWriter]:
    """An archive that appears at its place when it is whole; else nothing is left. Raises
    FileExistsError."""
    with created(place) as stream:
        writer = ArchiveWriter(stream, manifest)
        yield writer
        writer.close()


def read_members(place: Place) -> Iterator[tuple[str, "Member"]]:
    """Yield the name and the content of each member, as they stand; a content is to be read before
    the next is asked for. Raises Damaged and OSError. Bytes that are lost within a file move the
    next header, where tarfile sees the end: gzip's checksum tells, and the last file is named."""
    last = "the beginning"
    # tarfile's own streams of gzip ignore its checksum.
    with (
        _damage_said("the archive"),
        opened(place) as packed,
        gzip.open(packed) as stream,
        tarfile.open(fileobj=stream, mode="r|") as tar,
    ):
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is None:
                raise Damaged(f"{member.name}: not a regular file")
            last = member.name
            yield last, Member(last, content)
        with _damage_said(f"{last}, or what stands behind it"):
            while stream.read(_PIECE):
                pass


class Member:
    """The content of a member, to be read once; `read` raises Damaged and OSError."""

    def __init__(self, name: str, content: IO[bytes]) -> None:
        self._name = name
        self._content = content

    def read(self, size: int) -> bytes:
        with _damage_said(self._name):
            return self._content.read(size)


@contextmanager
def _damage_said(name: str) -> Iterator[None]:
    """What gzip and tar say of an archive within the block is Damaged."""
    try:
        yield
    except (StorageUnavailable, FileNotFoundError):
        raise
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise Damaged(f"{name}: {error}") from error
    except OSError as error:
        if error.errno is None:  # gzip's own: its checksum, or not gzip at all
            raise Damaged(f"{name}: {error}") from error
        raise


def verify(place: Place) -> Manifest:
    """Read the whole archive and return its manifest; raises Damaged, which names the first file
    that is not as it was written, and OSError."""
    found: dict[str, StoredFile] = {}
    manifest = unnamed = None
    try:
        for name, content in read_members(place):
            if manifest is not None or name in found:
                raise Damaged(f"{name}: stands where nothing should")
            if name == MANIFEST:
                manifest = _read_manifest(content)
            else:
                found[name] = _digest(content)
    except Damaged as error:
        if manifest is None:
            raise
        unnamed = error  # gzip's checksum stands at the end, and says of no file
    if manifest is None:
        raise Damaged(f"{MANIFEST}: missing, the archive breaks off")
    for name in sorted(manifest.files.keys() | found.keys()):
        if name not in found:
            raise Damaged(f"{name}: missing")
        if manifest.files.get(name) != found[name]:
            raise Damaged(f"{name}: not what was written")
    if unnamed:
        raise unnamed
    if manifest.database not in found:
        raise Damaged(f"{manifest.database}: missing")
    return manifest


def _digest(content: Member) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return StoredFile(size, digest.hexdigest())


def _read_manifest(content: Member) -> Manifest:
    try:
        data: Mapping[str, Any] = json.loads(content.read(_MANIFEST_BYTES))
        if data["format"] != FORMAT:
            raise Damaged(f"{MANIFEST}: of format {data['format']}, which is not known here")
        files = {name: StoredFile(**row) for name, row in data["files"].items()}
        if data["engine"] not in {"sqlite", "postgresql"}:
            raise Damaged(f"{MANIFEST}: of an unknown database, {data['engine']}")
        return Manifest(data["engine"], data["made_at"], list(data["migrations"]), files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{MANIFEST}: {error!r}") from error
