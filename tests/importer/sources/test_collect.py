"""Finding article files in folders and archives, hostile ones among them."""

import io
import os
import tarfile
import zipfile

import pytest

from articles.core.source import MAX_FILE_BYTES
from articles.importer.sources.collect import Found, Refused, UnusableSource, collect


def names(path):
    return [file.path.removeprefix(str(path)) for file in collect(str(path)).files()]


def make_tar(path, members, mode="w:gz"):
    with tarfile.open(path, mode) as archive:
        for member, data in members:
            if isinstance(member, str):
                member = tarfile.TarInfo(member)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def make_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


MEMBERS = [
    ("physics/b.md", b"B"),
    ("physics/a.md", b"A"),
    ("README.md", b"for people"),
    ("physics/picture.png", b"P"),
    (".git/c.md", b"C"),
    ("subjects.yml", b"[]"),
]


@pytest.mark.parametrize("kind", ["folder", "zip", "tar.gz", "tar.xz", "tar"])
def test_the_same_files_are_found_in_every_kind_of_source(tmp_path, kind):
    path = tmp_path / f"delivery.{kind}"
    if kind == "folder":
        for name, data in MEMBERS:
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)
    elif kind == "zip":
        make_zip(path, MEMBERS)
    else:
        make_tar(path, MEMBERS, {"tar.gz": "w:gz", "tar.xz": "w:xz", "tar": "w"}[kind])
    listing = collect(str(path))
    found = {file.path[-12:]: file.data for file in listing.files()}
    assert found == {"physics/a.md": b"A", "physics/b.md": b"B"}
    assert listing.count == 2
    assert listing.subjects == b"[]"


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path):
    for name in ("b/z.md", "a/y.md", "b/a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == ["/a/y.md", "/b/a.md", "/b/z.md"]


def test_a_named_file_is_read_whatever_it_is_called(tmp_path):
    path = tmp_path / "000_5a7c.txt"
    path.write_bytes(b"x")
    assert list(collect(str(path)).files()) == [Found(str(path), b"x")]


def test_a_large_file_is_read_no_further_than_the_limit(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * (MAX_FILE_BYTES + 10))
    [file] = collect(str(path)).files()
    assert len(file.data) == MAX_FILE_BYTES + 1


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "symbolic links"),
        (lambda path: os.mkfifo(path), "is not a regular file"),
    ],
    ids=["link", "fifo"],
)
def test_links_and_pipes_are_refused(tmp_path, make, reason):
    make(tmp_path / "a.md")
    [refused] = collect(str(tmp_path)).files()
    assert isinstance(refused, Refused)
    assert reason in refused.reason


def test_a_path_that_does_not_exist_is_named():
    with pytest.raises(UnusableSource, match="nowhere: No such file or directory"):
        collect("nowhere")


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz", "x.tar.xz", "x.tar"])
def test_an_archive_that_is_none_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"not an archive at all" * 100)
    with pytest.raises(UnusableSource, match="is not a readable"):
        collect(str(tmp_path / name))


@pytest.mark.parametrize("kind", ["tar.gz", "tar.xz"])
def test_an_archive_that_breaks_off_is_refused_before_anything_is_written(tmp_path, kind):
    path = tmp_path / f"x.{kind}"
    members = [(f"a/{number}.md", os.urandom(2000)) for number in range(50)]
    make_tar(path, members, {"tar.gz": "w:gz", "tar.xz": "w:xz"}[kind])
    path.write_bytes(path.read_bytes()[:-30_000])
    with pytest.raises(UnusableSource, match="is not a readable"):
        collect(str(path))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../escape.md", "leaves the archive"),
        ("a/../../escape.md", "leaves the archive"),
        ("/etc/absolute.md", "absolute path"),
        ("C:/absolute.md", "absolute path"),
    ],
)
@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_an_entry_with_an_unsafe_path_is_refused(tmp_path, make, name, reason):
    suffix = "zip" if make is make_zip else "tar.gz"
    path = make(tmp_path / f"x.{suffix}", [(name, b"x"), ("a/good.md", b"y")])
    results = {type(file): file for file in collect(str(path)).files()}
    assert reason in results[Refused].reason
    assert results[Found].data == b"y"


def test_a_link_in_an_archive_is_refused(tmp_path):
    link = tarfile.TarInfo("a/link.md")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    [refused] = collect(str(make_tar(tmp_path / "x.tar.gz", [(link, b"")]))).files()
    assert refused.reason == "is a link or a device"


@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_a_bomb_is_refused_by_its_size(tmp_path, make, monkeypatch):
    monkeypatch.setattr("articles.importer.sources.collect.MAX_ARCHIVE_BYTES", 1_000_000)
    suffix = "zip" if make is make_zip else "tar.gz"
    path = make(tmp_path / f"x.{suffix}", [("a/zeros.md", bytes(2_000_000))])
    with pytest.raises(UnusableSource, match="unpacks to more than"):
        collect(str(path))


@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_a_million_entries_are_refused(tmp_path, make, monkeypatch):
    monkeypatch.setattr("articles.importer.sources.collect.MAX_ARCHIVE_ENTRIES", 10)
    suffix = "zip" if make is make_zip else "tar.gz"
    path = make(tmp_path / f"x.{suffix}", [(f"a/{n}.md", b"") for n in range(11)])
    with pytest.raises(UnusableSource, match="more than 10 entries"):
        collect(str(path))


def test_a_name_with_nul_can_be_printed_and_stored(tmp_path):
    """PostgreSQL stores none; the names of pax headers may hold any byte."""
    member = tarfile.TarInfo("physics/a.md")
    member.pax_headers = {"path": "physics/a\0b.md"}
    path = make_tar(tmp_path / "all.tar", [(member, b"A")], mode="w")
    assert names(path) == ["!physics/a\\x00b.md"]
    damaged = path.read_bytes().rstrip(b"\0") + b"\1"
    path.write_bytes(damaged.ljust(-(-len(damaged) // 512) * 512, b"\0"))
    with pytest.raises(UnusableSource) as caught:
        collect(str(path))
    assert "\0" not in str(caught.value)


def test_whoever_lists_a_large_tar_archive_can_be_told_to_end(tmp_path):
    path = make_tar(tmp_path / "all.tar.gz", [("physics/a.md", b"A")])

    def end():
        raise LookupError

    with pytest.raises(LookupError):
        collect(str(path), give_way=end)
