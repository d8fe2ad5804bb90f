"""An archive is complete or not there, and equal libraries make equal archives."""

import random
import tarfile

import pytest

from articles.exporter.archive import Archive
from articles.exporter.article_bytes import File
from articles.exporter.destination import UnusableTarget

FILES = [File("physics/a.md", b"text", 1_700_000_000), File(f"physics/{'b' * 200}.md", b"", 0)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "site.tar.gz"


def write(path, files=FILES):
    with Archive(str(path)) as archive:
        for file in files:
            assert archive.put(file) is True


def test_files_lie_in_it_with_their_time_and_without_an_owner(path):
    write(path)

    with tarfile.open(path) as archive:
        members = archive.getmembers()
        assert archive.extractfile(members[0]).read() == b"text"
    assert [member.name for member in members] == [file.path for file in FILES]
    first = members[0]
    assert (first.mtime, first.uid, first.gid, first.uname, first.mode) == (
        1_700_000_000,
        0,
        0,
        "",
        0o644,
    )


def test_the_same_files_give_the_same_bytes_under_any_name(path, tmp_path):
    write(path)
    write(tmp_path / "other.tgz")

    assert path.read_bytes() == (tmp_path / "other.tgz").read_bytes()


def interrupted():
    yield FILES[0]
    raise KeyboardInterrupt


def test_an_archive_that_is_not_finished_leaves_the_old_one(path):
    write(path)
    before = path.read_bytes()

    with pytest.raises(KeyboardInterrupt):
        write(path, interrupted())

    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_place_that_takes_no_file_is_named(path, tmp_path):
    path.mkdir()

    with pytest.raises(UnusableTarget, match="is a folder"):
        Archive(str(path))
    with pytest.raises(UnusableTarget, match="No such file"):
        Archive(str(tmp_path / "missing" / "site.tar.gz"))


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_a_full_disk_ends_the_export_and_leaves_nothing(path, size):
    with pytest.raises(UnusableTarget, match="No space left"):
        fill_up(path, random.Random(1).randbytes(size))

    assert list(path.parent.iterdir()) == []


def fill_up(path, data):
    with Archive(str(path)) as archive, open("/dev/full", "wb", buffering=0) as full:
        archive._gzip.fileobj = full
        archive.put(File("physics/a.md", data, 0))
