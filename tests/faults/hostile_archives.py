"""Archives that somebody made to do harm, written in seconds however large they say they are."""

import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults.deliveries import article_file, path_of

GIGABYTE = 10**9
_CHUNK = 2**26
_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # RFC 1952, section 2.3


def deflated(parts: Iterable[tuple[bytes, int]]) -> Iterator[bytes]:
    """Yield a raw deflate stream of each part, repeated.

    Behind a full flush nothing refers to what came before (RFC 1951; zlib's Z_FULL_FLUSH), so that
    what a part has become can be repeated without being compressed again.
    """
    for data, times in parts:
        compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = compressor.compress(data) + compressor.flush(zlib.Z_FULL_FLUSH)
        for _ in range(times):
            yield packed
    yield b"\x03\0"  # an empty last block


def zeros(size: int) -> list[tuple[bytes, int]]:
    return [(bytes(_CHUNK), size // _CHUNK), (bytes(size % _CHUNK), 1)]


def write_gzip(path: Path, parts: Iterable[tuple[bytes, int]]) -> Path:
    """A .gz of the parts; its checksum is wrong, as nobody should ever come to its end."""
    with path.open("wb") as file:
        file.write(_GZIP_HEADER)
        file.writelines(deflated(parts))
        file.write(struct.pack("<2L", 0, 0))
    return path


def header(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, **values: object) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.type = size, kind
    for key, value in values.items():
        setattr(member, key, value)
    return member.tobuf(tarfile.GNU_FORMAT)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % tarfile.BLOCKSIZE)


def member(name: str, data: bytes) -> bytes:
    return header(name, len(data)) + padded(data)


def write(path: Path, *parts: bytes) -> Path:
    path.write_bytes(b"".join(parts))
    return path


END = bytes(tarfile.BLOCKSIZE * 2)
GOOD = member(path_of(1), article_file(1))
MORE = member(path_of(2), article_file(2))


def write_zip(
    path: Path, name: str, packed: Iterable[bytes], size: int, *, method: int = zipfile.ZIP_DEFLATED
) -> Path:
    """A zip of one entry whose data, declared to have `size` bytes, is given packed. Its checksum
    is wrong, and the sizes stand in a zip64 field (APPNOTE.TXT, 4.5.3)."""
    encoded = name.encode()
    with path.open("wb") as file:
        local = (45, 0, method, 0, 33, 0, 0, 0, len(encoded), 0)
        file.write(struct.pack("<4s5H3L2H", b"PK\3\4", *local) + encoded)
        start = file.tell()
        file.writelines(packed)
        end = file.tell()
        wide = struct.pack("<2H2Q", 1, 16, size, end - start)
        fields = (45, 45, 0, method, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(encoded), len(wide))
        entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields, 0, 0, 0, 0, 0)
        file.write(entry + encoded + wide)
        directory = len(entry + encoded + wide)
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, directory, end, 0))
    return path


def write_zip_of_entries(path: Path, count: int) -> Path:
    """A zip whose directory names that many articles of no bytes, all with one place."""
    fields = (20, 20, 0, 0, 0, 33, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0)
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields)
    with path.open("wb") as file:
        file.write(struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 12, 0))
        file.write(b"x/0000000.md")
        start = file.tell()
        directory = b"".join(entry + b"x/%07d.md" % number for number in range(count))
        file.write(directory)
        end = file.tell()
        # The 64-bit end of the directory and its locator (APPNOTE.TXT, 4.3.14 and 4.3.15).
        wide = (44, 45, 45, 0, 0, count, count, len(directory), start)
        file.write(struct.pack("<4sQ2H2L4Q", b"PK\6\6", *wide))
        file.write(struct.pack("<4sLQL", b"PK\6\7", 0, end, 1))
        most = (0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", *most))
    return path
