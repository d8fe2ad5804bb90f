"""Hostile archives: refused with their name and a reason, in little memory."""

import os
import stat
import tarfile
import zipfile

import pytest

from tests.faults import hostile_archives as hostile
from tests.faults.deliveries import article_file, path_of
from tests.faults.hostile_archives import END, GIGABYTE, GOOD, MORE, header, member, write

# Of a tar archive's entries each is read: by hand, `TAR_ENTRIES=1000000` (half a minute of a core).
TENS_OF_THOUSANDS = int(os.environ.get("TAR_ENTRIES", "100000")) // 10_000

# What is in them


def test_entries_that_lead_out_are_named_and_the_others_imported(import_, tmp_path):
    names = (
        "../escape.md",
        "a/../../escape.md",
        "/etc/absolute.md",
        "C:/windows.md",
        "a\\..\\dos.md",
    )
    links = {
        "link.md": header("a/link.md", kind=tarfile.SYMTYPE, linkname="/etc/passwd"),
        "hard.md": header("a/hard.md", kind=tarfile.LNKTYPE, linkname="/etc/passwd"),
        "device.md": header("a/device.md", kind=tarfile.CHRTYPE, devmajor=1, devminor=5),
        "block.md": header("a/block.md", kind=tarfile.BLKTYPE, devmajor=8),
        "fifo.md": header("a/fifo.md", kind=tarfile.FIFOTYPE),
    }
    path = write(
        tmp_path / "x.tar",
        *(member(name, article_file(9)) for name in names),
        *links.values(),
        GOOD,
        END,
    )
    status, words, count = import_(path)
    assert (status, count) == (1, 1)
    for name in names[:2]:
        assert f"failed: {path}!{name}: has a path that leaves the archive" in words
    for name in names[2:4]:
        assert f"failed: {path}!{name}: has an absolute path" in words
    assert f"failed: {path}!{names[4]}: has a path that leaves the archive" in words
    for name in links:
        assert f"failed: {path}!a/{name}: is a link or a device" in words
    assert "CommandError: 10 of 11 files failed." in words
    assert not (tmp_path.parent / "escape.md").exists()


def test_a_zip_with_unsafe_entries_gives_its_good_ones(import_, tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../escape.md", "/etc/absolute.md", path_of(1)):
            archive.writestr(name, article_file(1))
        link = zipfile.ZipInfo("a/link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a/nested.zip", b"PK\5\6" + bytes(18))
    status, words, count = import_(path)
    assert (status, count) == (1, 1)
    for name, reason in {
        "../escape.md": "has a path that leaves the archive",
        "/etc/absolute.md": "has an absolute path",
        "a/link.md": "is a link",
    }.items():
        assert f"failed: {path}!{name}: {reason}" in words


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_entries_with_one_name_the_last_counts(import_, sqlite_site, tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for week in (0, 1):
            archive.writestr(path_of(2), article_file(2, week=week))
    assert import_(path) == (0, "", 1)
    titles = sqlite_site.number(
        "SELECT count(*) FROM articles_article WHERE title LIKE '%in week 1?'"
    )
    assert titles == 1


def test_an_archive_in_an_archive_is_left_alone(import_, tmp_path):
    inner = GOOD + END
    path = write(tmp_path / "x.tar", member("a/inner.tar", inner), MORE, END)
    assert import_(path) == (0, "", 1)


# Bombs


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_ten_gigabytes_of_zeros_are_not_unpacked(import_, tmp_path, kind):
    path = tmp_path / f"bomb.{kind}"
    size = 10 * GIGABYTE
    if kind == "zip":
        hostile.write_zip(path, "a/zeros.md", hostile.deflated(hostile.zeros(size)), size)
        reason = "a/zeros.md: has more than 1,048,576 bytes"
    else:
        start = GOOD + header("a/zeros.md", size)
        hostile.write_gzip(path, [(start, 1), *hostile.zeros(size), (END, 1)])
        reason = "holds a/zeros.md of 9.3 GiB"
    status, words, count = import_(path)
    assert (status, count) == (1, 0)
    assert f"{path}" in words
    assert reason in words


def test_ten_gigabytes_that_a_zip_does_not_declare_are_not_unpacked(import_, tmp_path):
    packed = hostile.deflated(hostile.zeros(10 * GIGABYTE))
    path = hostile.write_zip(tmp_path / "liar.zip", "a/zeros.md", packed, 1_000)
    status, words, _ = import_(path)
    assert status == 1
    assert f"failed: {path}!a/zeros.md: cannot be read from the archive (Bad CRC-32" in words


def test_a_bomb_of_another_compression_is_not_unpacked(import_, tmp_path):
    """zipfile unpacks bzip2 and LZMA without a limit: 50 bytes are 45 megabytes."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        with archive.open("a/zeros.md", "w") as stream:
            for _ in range(4):
                stream.write(bytes(2**26))
        archive.writestr(path_of(1), article_file(1), zipfile.ZIP_DEFLATED)
    status, words, count = import_(path)
    assert (status, count) == (1, 1)
    assert f"failed: {path}!a/zeros.md: is compressed in another way" in words


@pytest.mark.parametrize(
    "kind",
    [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE],
    ids=["long name", "long link", "extended header", "global header"],
)
def test_a_header_of_ten_gigabytes_is_not_read(import_, tmp_path, kind):
    """tarfile reads what a header says it is long, at once."""
    size = 10 * GIGABYTE
    start = GOOD + header("x", size, kind)
    path = hostile.write_gzip(tmp_path / "x.tar.gz", [(start, 1), *hostile.zeros(size), (END, 1)])
    assert import_(path) == (
        1,
        f"CommandError: {path}: is not a readable tar archive (a header is larger than any that an"
        " article needs)\n",
        0,
    )


def test_headers_upon_headers_end_with_a_sentence(import_, tmp_path):
    """tarfile follows them by recursion."""
    record = b"20 comment=ABCDEFGH\n"
    pile = (header("x", len(record), tarfile.XHDTYPE) + record.ljust(512, b"\0")) * 1_000
    status, words, _ = import_(write(tmp_path / "x.tar", pile, GOOD, END))
    assert status == 1
    assert "x.tar: is not a readable tar archive (" in words


def test_a_map_of_a_sparse_file_without_end_is_not_read(import_, tmp_path):
    """Its numbers would all be kept (GNU tar's manual, "PAX Format, Version 1.0")."""
    records = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n30 GNU.sparse.realsize=100000\n"
    start = (
        header("x", len(records), tarfile.XHDTYPE)
        + records.ljust(512, b"\0")
        + header("a/sparse.md", GIGABYTE // 2)
    )
    numbers = [(b"900000000\n", 1), (b"1\n" * 2**20, 200)]
    path = hostile.write_gzip(tmp_path / "x.tar.gz", [(start, 1), *numbers, (END, 1)])
    status, words, _ = import_(path)
    assert status == 1
    assert "x.tar.gz: is not a readable tar archive (a header is larger" in words
    status, words, _ = import_(write(tmp_path / "y.tar", start, bytes(512), END))
    assert status == 1
    assert "y.tar: is not a readable tar archive (a header is damaged)" in words


def test_a_negative_size_does_not_go_round_in_circles(import_, tmp_path):
    """CVE-2025-8194."""
    block = bytearray(header("a/negative.md"))
    block[124:136] = b"\xff" * 10 + b"\xf8\x00"  # -2048, in base 256
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    status, words, _ = import_(write(tmp_path / "x.tar", GOOD, bytes(block), MORE, END))
    assert status == 1
    assert "x.tar: is not a readable tar archive (" in words


def test_a_million_entries_of_a_zip_are_refused_unread(import_, tmp_path):
    path = hostile.write_zip_of_entries(tmp_path / "x.zip", 1_000_000)
    assert import_(path) == (
        1,
        f"CommandError: {path}: has a list of entries of more than 16 MiB; a tar archive may have"
        " any number\n",
        0,
    )


def test_many_entries_of_a_tar_take_no_memory(import_, tmp_path):
    entries = (header("pictures/x.png") * 10_000, TENS_OF_THOUSANDS)
    path = hostile.write_gzip(tmp_path / "x.tar.gz", [entries, (END, 1)])
    status, words, count = import_(path)
    assert (status, words, count) == (0, "", 0)


def test_of_many_failures_the_first_are_named(import_, tmp_path):
    entries = [(member(f"a/broken-{n}.md", b"no front matter"), 1) for n in range(12_000)]
    path = hostile.write_gzip(tmp_path / "x.tar.gz", [*entries, (END, 1)])
    status, words, _ = import_(path)
    assert status == 1
    assert words.count("failed: ") == 10_000
    assert "CommandError: 12,000 of 12,000 files failed." in words
