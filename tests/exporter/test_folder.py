"""A folder takes whole files, keeps equal ones and follows no link."""

import errno
import os

import pytest

from articles.exporter.article_bytes import File
from articles.exporter.destination import NotWritten, UnusableTarget
from articles.exporter.folder import Folder
from tests.exporter.conftest import files_in

FILE = File("physics/a.md", b"text", 0)


@pytest.fixture
def root(tmp_path):
    return tmp_path / "deep" / "export"


def put(root, file=FILE):
    with Folder(str(root)) as folder:
        return folder.put(file)


def test_folders_are_made(root):
    assert put(root) is True
    assert files_in(root) == {"physics/a.md": b"text"}


def test_an_equal_file_stays_untouched(root):
    put(root)
    path = root / "physics" / "a.md"
    os.utime(path, (1, 1))
    inode = path.stat().st_ino

    assert put(root) is False
    assert (path.stat().st_mtime, path.stat().st_ino) == (1, inode)


def test_another_file_of_the_same_length_is_replaced_and_nothing_is_left_beside_it(root):
    put(root)

    assert put(root, File("physics/a.md", b"TEXT", 0)) is True
    assert files_in(root) == {"physics/a.md": b"TEXT"}


def test_files_that_no_article_has_stay(root):
    put(root, File("physics/other.md", b"old", 0))

    put(root)

    assert sorted(files_in(root)) == ["physics/a.md", "physics/other.md"]


def test_the_folder_itself_may_be_reached_by_a_link(root, tmp_path):
    root.mkdir(parents=True)
    (tmp_path / "link").symlink_to(root)

    put(tmp_path / "link")

    assert files_in(root) == {"physics/a.md": b"text"}


def test_no_link_below_it_is_written_through(root, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root.mkdir(parents=True)
    (root / "physics").symlink_to(elsewhere)
    (root / "ecology").mkdir()
    (root / "ecology" / "a.md").symlink_to(elsewhere / "target.md")

    for path in ("physics/a.md", "ecology/a.md"):
        with pytest.raises(NotWritten, match=path):
            put(root, File(path, b"text", 0))
    assert files_in(elsewhere) == {}


def test_what_is_no_file_is_not_replaced(root):
    (root / "physics" / "a.md").mkdir(parents=True)
    (root / "ecology").write_bytes(b"")
    os.mkfifo(root / "physics" / "pipe.md")

    for path in ("physics/a.md", "ecology/a.md", "physics/pipe.md"):
        with pytest.raises(NotWritten):
            put(root, File(path, b"text", 0))


def test_a_file_that_lies_where_the_folder_should_be_is_named(root):
    root.parent.mkdir()
    root.write_bytes(b"")

    with pytest.raises(UnusableTarget, match="is no folder"):
        Folder(str(root))
    with pytest.raises(UnusableTarget, match="Not a directory"):
        Folder(str(root / "below"))


def test_a_full_disk_ends_the_export_and_leaves_the_old_file(root, monkeypatch):
    put(root)

    def fill(*arguments, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("articles.exporter.folder.os.rename", fill)
    with pytest.raises(UnusableTarget, match="No space left"):
        put(root, File("physics/a.md", b"newer", 0))
    assert files_in(root) == {"physics/a.md": b"text"}


def test_a_list_of_subjects_that_says_the_same_keeps_its_comments(root):
    root.mkdir(parents=True)
    (root / "subjects.yml").write_text("# ours\n- {slug: a, name: A, listed: true}\n")
    same = b"- slug: a\n  name: A\n  listed: true\n"

    with Folder(str(root)) as folder:
        assert folder.put_subjects(same, 0) is False
        assert folder.put_subjects(same.replace(b"true", b"false"), 0) is True
        assert folder.put_subjects(same.replace(b"true", b"false"), 0) is False


@pytest.mark.parametrize("content", [b"\xff", b"a: [", b""])
def test_a_list_of_subjects_that_cannot_be_read_is_replaced(root, content):
    root.mkdir(parents=True)
    (root / "subjects.yml").write_bytes(content)

    with Folder(str(root)) as folder:
        assert folder.put_subjects(b"- slug: a\n", 0) is True
