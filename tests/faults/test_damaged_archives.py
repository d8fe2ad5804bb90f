"""Archives that broke off or were damaged: refused with their name and a reason."""

import gzip
import io
import tarfile
import zipfile

import pytest

from tests.faults.deliveries import article_file, path_of
from tests.faults.hostile_archives import END, GOOD, MORE, write


def packed(kind, data, tmp_path):
    path = tmp_path / f"x.{kind}"
    with tarfile.open(path, {"tar.gz": "w:gz", "tar.xz": "w:xz", "tar": "w"}[kind]) as archive:
        for number in range(200):
            info = tarfile.TarInfo(path_of(number))
            info.size = len(data(number))
            archive.addfile(info, io.BytesIO(data(number)))
    return path


@pytest.mark.parametrize("kind", ["tar.gz", "tar.xz", "tar"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_an_archive_that_breaks_off_is_refused_as_a_whole(import_, tmp_path, kind, share):
    path = packed(kind, article_file, tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    status, words, count = import_(path)
    assert (status, count) == (1, 0)
    assert f"CommandError: {path}: is not a readable tar archive (" in words


@pytest.mark.parametrize("cut", [0, 300], ids=["between members", "in a header"])
def test_a_tar_that_breaks_off_where_tarfile_sees_no_harm_is_refused(import_, tmp_path, cut):
    path = write(tmp_path / "x.tar", GOOD, MORE[:cut])
    status, words, count = import_(path)
    assert (status, count) == (1, 0)
    assert f"(damaged or broken off after {path_of(1)})" in words


def test_a_damaged_header_does_not_end_an_archive_early(import_, tmp_path):
    damaged = bytearray(MORE)
    damaged[0] ^= 1
    path = write(tmp_path / "x.tar", GOOD, bytes(damaged), END)
    status, words, count = import_(path)
    assert (status, count) == (1, 0)
    assert f"(damaged or broken off after {path_of(1)})" in words


def test_a_gzip_of_several_pieces_is_read_to_its_end(import_, tmp_path):
    """As `cat a.gz b.gz` and parallel compressors make it (RFC 1952, section 2.2)."""
    pieces = [gzip.compress(part) for part in (GOOD, MORE + END)]
    assert import_(write(tmp_path / "x.tar.gz", *pieces)) == (0, "", 2)


def test_a_zip_that_breaks_off_is_refused(import_, tmp_path):
    path = make_zip(tmp_path / "x.zip")
    path.write_bytes(path.read_bytes()[:-30])
    status, words, count = import_(path)
    assert (status, count) == (1, 0)
    assert f"CommandError: {path}: is not a readable zip archive (" in words


def make_zip(path):
    with zipfile.ZipFile(path, "w") as archive:
        for number in (1, 2):
            archive.writestr(path_of(number), article_file(number))
    return path


def test_an_entry_with_a_wrong_checksum_is_named(import_, tmp_path):
    path = make_zip(tmp_path / "x.zip")
    path.write_bytes(path.read_bytes().replace(b"first line", b"worst line", 1))
    status, words, count = import_(path)
    assert status == 1
    assert count == 1
    assert f"failed: {path}!{path_of(1)}: cannot be read from the archive (Bad CRC-32" in words


@pytest.mark.parametrize("name", [path_of(1), "subjects.yml"])
def test_an_encrypted_entry_is_named(import_, tmp_path, name):
    path = make_zip(tmp_path / "x.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("subjects.yml", "[]")
    data = bytearray(path.read_bytes())
    for signature, flags, names in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        place = 0
        while (place := data.find(signature, place)) >= 0:
            if data[place + names :].startswith(name.encode()):
                data[place + flags] |= 1
            place += 4
    path.write_bytes(data)
    status, words, count = import_(path)
    assert status == 1
    assert f"{path}!{name}: is encrypted" in words
    assert count == (0 if name == "subjects.yml" else 1)
