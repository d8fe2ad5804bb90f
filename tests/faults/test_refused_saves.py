"""Saves at a real server while the database refuses: 503 in seconds, and the text still there."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.admin.page_forms import form_data
from tests.faults.desk import SIGN_IN, Desk, make_editor
from tests.faults.load import under_load
from tests.faults.server import served, started, status
from tests.faults.site import wait_until
from tests.faults.test_full_disk import is_mounted, remount

# Five, and what a busy machine adds.
MOST_SECONDS = 8
MINE = "Mine: a < b.\r\n\r\n    $x^2$  \r\nEnd."
ANSWER = "SELECT answer FROM articles_article WHERE id = (SELECT min(id) FROM articles_article)"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def with_library(site):
    assert site.import_("fixtures").status == 0
    make_editor(site)
    return site


@pytest.fixture
def library(make_site):
    return with_library(make_site("library"))


@pytest.fixture
def sqlite_library(sqlite_site):
    return with_library(sqlite_site)


def form_url(site, server):
    key = site.number("SELECT min(id) FROM articles_article")
    return f"{server.url}/admin/articles/article/{key}/change/"


def opened(desk, url):
    """The form of an article with the editor's words in it."""
    return form_data(desk.get(url).html) | {"answer": MINE}


def assert_refused(answer):
    assert answer.status == 503, answer.html[:2_000]
    assert int(answer.headers["Retry-After"]) > 0
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.seconds < MOST_SECONDS


def assert_saved(site, answer):
    assert answer.status == 200
    with site.connection() as connection:
        (saved,) = connection.execute(ANSWER).fetchone()
    assert saved == MINE.replace("\r\n", "\n")


def hold(site, connection):
    if site.is_sqlite:
        connection.execute("BEGIN IMMEDIATE")
        return
    tables = ", ".join(name for (name,) in connection.execute(TABLES).fetchall())
    connection.execute("BEGIN")
    connection.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


def test_a_lock_that_is_held_refuses_saves_and_signing_in_and_keeps_no_reader_waiting(library):
    """More at once than the one worker has threads."""
    desk = Desk()
    with served(library, workers=1, flush_seconds=300) as server:
        assert desk.sign_in(server.url).status == 200
        url = form_url(library, server)
        data = opened(desk, url)
        pages = [server.url + path for path in ("/learn", "/search?q=light")]
        with library.connection() as connection:
            hold(library, connection)
            with under_load(*pages, clients=1) as load, ThreadPoolExecutor(5) as pool:
                saving = pool.submit(desk.send, url, data)
                signing_in = [pool.submit(Desk().sign_in, server.url) for _ in range(4)]
                saved, *signed_in = (each.result() for each in [saving, *signing_in])
            connection.execute("ROLLBACK")
        for answer in (saved, *signed_in):
            assert_refused(answer)
        assert form_data(saved.html)["answer"] == MINE
        assert all("Nobody can sign in at the moment." in answer.html for answer in signed_in)
        assert set(load.statuses) == {200}
        assert load.percentile(0.95) < 0.5
        assert load.percentile(1) < 3  # four where all three threads wait
        assert_saved(library, desk.send(url, form_data(saved.html)))


def test_a_database_that_may_only_be_read_refuses_a_save(sqlite_library):
    desk = Desk()
    with served(sqlite_library, flush_seconds=300) as server:
        desk.sign_in(server.url)
    sqlite_library.variables = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.cramped_settings",
        "READ_ONLY": "1",
    }
    with served(sqlite_library, flush_seconds=300) as server:
        url = form_url(sqlite_library, server)
        answer = desk.send(url, opened(desk, url))
        assert_refused(answer)
        assert "can only be read at the moment" in answer.html
        assert form_data(answer.html)["answer"] == MINE
        assert_refused(Desk().sign_in(server.url))
    sqlite_library.variables = {}
    with served(sqlite_library, flush_seconds=300) as server:
        url = form_url(sqlite_library, server)
        assert_saved(sqlite_library, desk.send(url, form_data(answer.html)))


@pytest.fixture
def disk(sqlite_library, tmp_path):
    """A site on a disk, how to fill it, and how to make room: a tmpfs where one can be mounted,
    else the limit of SQLite on its file."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not is_mounted(folder):
        pages = str(sqlite_library.number("PRAGMA page_count"))
        limits = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.cramped_settings",
            "MAXIMUM_PAGES": pages,
        }
        yield (
            sqlite_library,
            lambda: sqlite_library.variables.update(limits),
            sqlite_library.variables.clear,
        )
        return
    try:
        site = sqlite_library.copy(folder / "site")
        yield site, lambda: fill(folder), lambda: remount(folder, "200m")
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_refuses_a_save(disk):
    """Where not even a reader finds room for its index of the log, the text is not in the form but
    on the page that can be sent again."""
    site, fill_it, make_room = disk
    desk = Desk()
    with served(site, flush_seconds=300) as server:
        desk.sign_in(server.url)
        url = form_url(site, server)
        path = url.removeprefix(server.url)
        data = opened(desk, url) | {"answer": MINE * 2_000}
    fill_it()
    with started(site) as server:
        wait_until(lambda: status(f"{server.url}/healthz") in {200, 503}, "the server")
        answer = desk.send(server.url + path, data)
    assert_refused(answer)
    is_form = 'id="article_form"' in answer.html
    again = form_data(answer.html, "article_form" if is_form else "sent-form")
    assert again["answer"] == data["answer"]
    make_room()
    with served(site, flush_seconds=300) as server:
        assert_saved(site, desk.send(server.url + path, again | {"answer": MINE}))


def fill(folder):
    """Leave not a page free."""
    with suppress(OSError), (folder / "full").open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4096))


def sent_again(site, desk, url, answer):
    assert_refused(answer)
    assert "does not answer at the moment" in answer.html
    assert "<textarea" in answer.html
    data = form_data(answer.html, "sent-form")
    assert data["answer"] == MINE
    assert "<script>" not in answer.html
    return lambda: assert_saved(site, desk.send(url, data))


def test_a_database_that_is_gone_leaves_a_page_with_all_that_was_sent(sqlite_library, tmp_path):
    """Neither session nor user can be read: the page knows only what came with the request."""
    site = sqlite_library.copy(tmp_path / "site")
    site.variables["VAR_DIR"] = str(sqlite_library.folder)
    desk = Desk()
    with served(site, flush_seconds=300) as server:
        desk.sign_in(server.url)
        url = form_url(site, server)
        data = opened(desk, url)
        elsewhere = site.folder.rename(tmp_path / "elsewhere")
        save = sent_again(site, desk, url, desk.send(url, data))
        refusal = Desk().send(server.url + SIGN_IN, {"username": "a", "password": "b"})
        assert refusal.status == 403  # without the page's token
        for path in (url, f"{server.url}/learn/physics", f"{server.url}/api/v1/subjects"):
            assert_refused(desk.get(path))
        elsewhere.rename(site.folder)
        save()
