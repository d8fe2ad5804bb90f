"""A disk that takes nothing more: pages go on, and what would be written is refused.

It is full by a small disk of its own where one can be mounted, and everywhere by the limit of the
system on the size of files; it is read-only as a disk, and by the rights on its files.
"""

import os
import subprocess
from contextlib import suppress
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit
from urllib.parse import urlencode

import pytest

from tests.faults.conftest import library_of
from tests.faults.server import answer, served, status, workers_of
from tests.faults.site import wait_until

ROOM = "16m"
NOTE = "There is a word missing in the second line."
VOTES = "SELECT count(*) FROM articles_feedback"
IS_ROOT = os.geteuid() == 0
# What lets root write whatever the rights say (capabilities(7)).
WITHOUT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-fowner") if IS_ROOT else ()


def mount(*arguments):
    return IS_ROOT and subprocess.run(["mount", *arguments], capture_output=True).returncode == 0


@pytest.fixture
def disk(tmp_path):
    """A small disk where one can be mounted, else a folder; and whether it is a disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    is_own = mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder)
    yield folder, is_own
    if is_own:
        # Lazily (umount(8)): a server that was killed may still be ending.
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def library(disk, sqlite_site):
    """The library on that disk, on SQLite: PostgreSQL's disk is not the site's."""
    library = library_of(sqlite_site)
    library.site = library.site.copy(disk[0] / "site")
    return library


def pages(server, library):
    paths = ["/", "/learn", *library.paths[:3], "/search?q=light", "/sitemap.xml", "/healthz"]
    return {path: status(server.url + path) for path in paths}


def assert_read(server, library):
    for _ in range(2):
        given = pages(server, library)
        assert set(given.values()) == {200}, given


def vote(server, library, number):
    fields = urlencode({"helpful": "yes", "note": NOTE}).encode()
    url = f"{server.url}/feedback/{library.keys[number]}"
    return answer(url, fields, Origin=server.url)


def assert_refused(server, library, number):
    refused = vote(server, library, number)
    assert refused.status == 503
    assert "was not taken" in refused.text
    assert NOTE in refused.text


def limit(server, size):
    """No file of the server's may grow beyond that (getrlimit(2)): a full disk in any folder."""
    for process in (server.process.pid, *workers_of(server)):
        prlimit(process, RLIMIT_FSIZE, (size, RLIM_INFINITY))


def fill(folder):
    with suppress(OSError), open(folder / "filler", "wb", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)


@pytest.mark.parametrize("workers", [1, 2])
def test_pages_are_read_while_no_file_can_grow(library, workers):
    with served(library.site, workers=workers) as server:
        assert vote(server, library, 0).status == 200
        limit(server, 0)
        assert_read(server, library)
        assert_refused(server, library, 1)
        assert_read(server, library)
        limit(server, RLIM_INFINITY)
        assert vote(server, library, 1).status == 200
    assert library.site.number(VOTES) == 2


def test_pages_are_read_on_a_full_disk_by_a_new_worker_as_well(library, disk):
    folder, is_own = disk
    with served(library.site, workers=1) as server:
        assert vote(server, library, 0).status == 200
        if is_own:
            fill(folder)
        else:
            limit(server, 0)
        assert_read(server, library)
        (killed,) = workers_of(server)
        os.kill(killed, 9)
        wait_until(lambda: workers_of(server) not in ([], [killed]), "another worker")
        assert_read(server, library)
        if is_own:
            (folder / "filler").unlink()
        else:
            limit(server, RLIM_INFINITY)
        assert vote(server, library, 1).status == 200


def test_pages_are_read_while_nobody_has_the_right_to_write(library):
    folder = library.site.folder
    with served(library.site, workers=1, prefix=WITHOUT_OVERRIDE) as server:
        assert_read(server, library)
        files = [folder, *folder.iterdir()]
        modes = {file: file.stat().st_mode for file in files}
        for file, mode in modes.items():
            file.chmod(mode & ~0o222)
        assert_read(server, library)
        assert_refused(server, library, 1)
        (killed,) = workers_of(server)
        os.kill(killed, 9)
        wait_until(lambda: workers_of(server) not in ([], [killed]), "another worker")
        assert_read(server, library)
        for file, mode in modes.items():
            file.chmod(mode)
        wait_until(lambda: vote(server, library, 1).status == 200, "a vote that is taken")
        # Taken is not written: a slow machine has thanked for it before the file was opened anew.
        wait_until(lambda: library.site.number(VOTES) == 1, "a vote that is written")


def test_a_server_that_starts_on_a_read_only_disk_shows_pages(library, disk):
    folder, is_own = disk
    with served(library.site, workers=1) as server:  # leaves the files as a server that ends does
        assert vote(server, library, 0).status == 200
    if is_own:
        assert mount("-o", "remount,ro", folder)
        with served(library.site, workers=2) as server:
            assert_read(server, library)
            assert_refused(server, library, 1)
            assert mount("-o", "remount,rw", folder)
            wait_until(lambda: vote(server, library, 1).status == 200, "a vote that is taken")
    assert library.site.number(VOTES) >= 1
