"""The archive of a backup: what was written is read, and anything else is refused by name."""

import gzip
import io
import json
import tarfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.backups.archive import Damaged, Manifest, new_archive, verify

FILES = {"database.sqlite3": b"rows" * 5_000, "media/a/map.png": b"pixels", "media/empty.txt": b""}


def manifest():
    return Manifest("sqlite", "2026-03-04T05:06:07+00:00", ["articles.0001_initial"])


def write(file):
    with new_archive(file, manifest()) as archive:
        for name, data in FILES.items():
            archive.add(name, io.BytesIO(data), len(data))
    return file


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return write(tmp_path_factory.mktemp("whole") / "library.tar.gz").read_bytes()


def packed(members):
    """An archive of other members than a writer would write."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as tar:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return data.getvalue()


def refusal(folder, data):
    file = folder / "library.tar.gz"
    file.write_bytes(data)
    with pytest.raises(Damaged) as caught:
        verify(file)
    return str(caught.value)


def members_of(data):
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return [(member.name, tar.extractfile(member).read()) for member in tar]


def test_what_was_written_is_verified(tmp_path):
    file = write(tmp_path / "library.tar.gz")
    read = verify(file)
    assert (read.engine, read.made_at, read.migrations) == (
        "sqlite",
        "2026-03-04T05:06:07+00:00",
        ["articles.0001_initial"],
    )
    assert {name: stored.bytes for name, stored in read.files.items()} == {
        name: len(data) for name, data in FILES.items()
    }
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["library.tar.gz"]


def test_a_file_that_exists_is_not_written_over(tmp_path):
    file = tmp_path / "library.tar.gz"
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        write(file)
    assert file.read_text() == "mine"


def test_of_what_fails_nothing_is_left(tmp_path):
    with (
        pytest.raises(OSError, match=r"database\.sqlite3 has become shorter"),
        new_archive(tmp_path / "library.tar.gz", manifest()) as archive,
    ):
        archive.add("database.sqlite3", io.BytesIO(b"shorter"), 100)
    assert list(tmp_path.iterdir()) == []


@given(share=st.floats(0, 1, exclude_max=True))
def test_an_archive_that_breaks_off_is_refused(whole, tmp_path_factory, share):
    refusal(tmp_path_factory.getbasetemp(), whole[: int(share * len(whole))])


@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_where_a_bit_turns_the_content_is_refused_or_the_same(whole, tmp_path_factory, share, bit):
    """Of gzip's header most says nothing of the content, and a repetition may be said in two
    ways."""
    turned = bytearray(whole)
    turned[int(share * len(whole))] ^= 1 << bit
    file = tmp_path_factory.getbasetemp() / "turned.tar.gz"
    file.write_bytes(turned)
    with suppress(Damaged):
        verify(file)
        assert members_of(bytes(turned)) == members_of(whole)


def test_the_damaged_file_is_named(whole, tmp_path):
    members = dict(members_of(whole))
    members["media/a/map.png"] = b"pixelS"
    assert refusal(tmp_path, packed(members.items())) == "media/a/map.png: not what was written"


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(whole, tmp_path, name):
    members = [(each, data) for each, data in members_of(whole) if each != name]
    assert refusal(tmp_path, packed(members)) == f"{name}: missing"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("media/b.png", b"b"), "media/b.png: stands where nothing should"),
        (("manifest.json", b"{}"), "manifest.json: stands where nothing should"),
    ],
)
def test_what_stands_behind_the_manifest_is_refused(whole, tmp_path, more, words):
    assert refusal(tmp_path, packed([*members_of(whole), more])) == words


def test_what_the_manifest_does_not_name_is_refused(whole, tmp_path):
    members = [("media/b.png", b"b"), *members_of(whole)]
    assert refusal(tmp_path, packed(members)) == "media/b.png: not what was written"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 2}, "of format 2, which is not known here"),
        ({"engine": "oracle"}, "of an unknown database, oracle"),
        ({"files": [1]}, "AttributeError"),
        ({"files": {"a": {"bytes": 1}}}, "TypeError"),
        ({"migrations": None}, "TypeError"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(whole, tmp_path, change, words):
    members = dict(members_of(whole))
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | change).encode()
    said = refusal(tmp_path, packed(members.items()))
    assert said.startswith("manifest.json: ")
    assert words in said


@pytest.mark.parametrize(
    "data",
    [b"", b"no archive", gzip.compress(b"no tar", mtime=0), b"\x1f\x8b"],
    ids=["nothing", "text", "no tar", "a beginning"],
)
def test_what_is_no_archive_is_refused(tmp_path, data):
    assert refusal(tmp_path, data)


def test_a_link_is_refused(tmp_path):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as tar:
        member = tarfile.TarInfo("media/key")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    assert refusal(tmp_path, data.getvalue()) == "media/key: not a regular file"
