"""Backups, publications and stored pages on a disk that is full or may only be read: a sentence,
nothing half made under a name that is believed, and with room the rest.

The disk is a small one of its own where one can be mounted; else these are skipped, for no limit on
a process stands for a disk that all of them fill.
"""

import subprocess

import pytest

from articles.backups.archive import verify
from tests.admin.page_forms import form_data
from tests.faults.conftest import library_of
from tests.faults.deliveries import deliver
from tests.faults.desk import Desk, make_editor
from tests.faults.server import answer, served, status
from tests.faults.test_full_disk import is_mounted, remount
from tests.faults.test_reading_on import fill, mount
from tests.faults.test_stored_answers import MARK

ARTICLES = 60
pytestmark = pytest.mark.long


@pytest.fixture
def disk(tmp_path):
    """The folder of a small disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not is_mounted(folder):
        pytest.skip("no disk can be mounted here (not root, or not allowed)")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def filled(site, tmp_path):
    """A site with articles and a static file."""
    site.variables["DEBUG"] = "1"
    (site.folder / "static").mkdir()
    (site.folder / "static" / "one.css").write_text("/* one */")
    assert site.import_(deliver(tmp_path / "week-0", range(ARTICLES))).status == 0
    return site


def is_refused(outcome, *words):
    assert outcome.status == 1, outcome
    assert outcome.stderr.count("\n") < 12, outcome.stderr
    assert any(word in outcome.stderr for word in words), outcome.stderr


def test_a_backup_that_finds_no_room_leaves_nothing(filled, disk):
    file = disk / "library.tar.gz"
    (disk / "filler").write_bytes(bytes(5_500_000))
    is_refused(filled.run("backup", file), "disk is full", "No space left", "could not be copied")
    assert [one.name for one in disk.iterdir()] == ["filler"]
    (disk / "filler").unlink()
    assert mount("-o", "remount,ro", disk)
    is_refused(filled.run("backup", file), "Read-only file system")
    assert not list(disk.iterdir())


def test_a_stopped_site_on_a_disk_that_is_full_or_read_only_is_backed_up_elsewhere(
    filled, disk, tmp_path
):
    if not filled.is_sqlite:
        pytest.skip("PostgreSQL's disk is not the site's")
    remount(disk, "30m")
    site = filled.copy(disk / "site")
    fill(disk)
    made = [(tmp_path / "full.tar.gz", site.run("backup", tmp_path / "full.tar.gz"))]
    assert mount("-o", "remount,ro", disk)
    file = tmp_path / "read-only.tar.gz"
    made.append((file, site.run("backup", file)))
    is_refused(site.import_(tmp_path / "week-0"), "The database refused: ")
    for file, outcome in made:
        assert outcome.status == 0, outcome
        manifest = verify(file)
        assert "articles.0001_library" in manifest.migrations
        assert manifest.files[manifest.database].bytes > 1_000_000


def files_of(folder):
    public = folder / "public"
    return {
        file.relative_to(public).as_posix(): file.read_bytes()
        for file in public.rglob("*")
        if file.is_file()
    }


def test_a_publication_that_finds_no_room_leaves_the_last_one_and_room_ends_it(
    filled, disk, tmp_path
):
    folder = disk / "published"
    remount(disk, "30m")
    assert filled.run("publish_static", folder).status == 0
    before = files_of(folder)
    assert filled.import_(deliver(tmp_path / "week-1", range(ARTICLES), week=1)).status == 0
    assert filled.run("publish_static", tmp_path / "undisturbed").status == 0
    expected = files_of(tmp_path / "undisturbed")
    fill(disk)
    is_refused(filled.run("publish_static", folder), "cannot be written")
    for name, data in files_of(folder).items():
        assert data in (before.get(name), expected.get(name)), f"{name} is neither old nor new"
    (disk / "filler").unlink()
    assert mount("-o", "remount,ro", disk)
    is_refused(filled.run("publish_static", folder), "cannot be written")
    assert mount("-o", "remount,rw", disk)
    done = filled.run("publish_static", folder)
    assert done.status == 0, done
    assert files_of(folder) == expected


def test_a_full_disk_of_stored_pages_slows_readers_and_shows_nothing_old(sqlite_site, disk):
    library = library_of(sqlite_site)
    make_editor(library.site)
    path = library.paths[0]
    store = disk / "answers.sqlite3"
    with served(library.site, workers=2, CACHE_URL=f"file://{store}") as server:
        desk = Desk()
        desk.sign_in(server.url)
        form = f"{server.url}/admin/articles/article/{library.keys[0]}/change/"

        def save(number):
            data = form_data(desk.get(form).html) | {"answer": f"Mark {number}."}
            assert desk.send(form, data).status == 200
            for one in library.paths:
                assert status(server.url + one) == 200
            for _ in range(4):
                assert MARK.search(answer(server.url + path).text)[1] == str(number)

        save(1)
        fill(disk)
        save(2)
        (disk / "filler").unlink()
        save(3)
        save(4)
    with served(library.site, workers=1, CACHE_URL=f"file://{store}") as server:
        assert MARK.search(answer(server.url + path).text)[1] == "4"
