"""What one process has made, another gives: from a file, or from Redis."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles import publishing
from articles.models import SiteSettings
from articles.page_store.answer_file import Unreadable, from_bytes, to_bytes
from articles.page_store.disk_store import DiskStore
from articles.page_store.shared_store import open_shared, version_of_site
from tests.factories import make_article, make_subject
from tests.page_store.conftest import Site, public_paths
from tests.redis_server import running_redis


@pytest.fixture(params=["file", "redis"])
def shared(request, transactional_db, settings, tmp_path):
    """The address of an empty store."""
    if request.param == "file":
        settings.CACHE_URL = f"file://{tmp_path}/cache/answers.sqlite3"
        yield settings.CACHE_URL
    else:
        with running_redis(tmp_path) as (settings.CACHE_URL, _):
            yield settings.CACHE_URL


@pytest.fixture
def start():
    """Starts what stands for a process of the site."""
    started = []

    def start():
        started.append(Site())
        return started[-1]

    yield start
    for site in started:
        site.store.freshness.close()


@pytest.fixture
def light(transactional_db):
    light = make_article("light", title="Light?")
    make_article("shows", title="Shows?", related=[light.get_absolute_url()])
    make_article("cell", subject=make_subject("biology"))
    return light


def test_a_new_process_starts_warm(shared, start, light):
    first, paths = start(), [path for path in public_paths() if "redirect" not in path]
    given = [first.ask(path, Accept_Encoding="gzip") for path in paths]
    second = start()
    assert [second.ask(path, Accept_Encoding="gzip") for path in paths] == given
    assert second.made == []
    # And it has them in its own memory now.
    assert len(second.store.memory) == len(paths)


def test_a_new_process_gives_nothing_that_has_changed_since(shared, start, light):
    start().warm()
    publishing.revise(light, replace(light.content(), title="Lamp?"))
    second = start()
    for path in public_paths():
        assert second.ask(path).body == second.fresh(path).body, path
    cell = "/learn/biology/questions/cell"
    assert light.get_absolute_url() in second.made
    assert cell not in second.made


def test_a_setting_of_the_site_makes_everything_anew(shared, start, light):
    start().warm()
    publishing.save_site_settings(SiteSettings(name="Lights"))
    second = start()
    assert b"Lights" in second.ask(light.get_absolute_url()).body


def test_another_version_of_the_site_finds_nothing(shared, start, light, settings):
    path = light.get_absolute_url()
    start().ask(path)
    settings.SITE_URL = "https://elsewhere.example"
    second = start()
    second.ask(path)
    assert second.made == [path]


def test_an_answer_from_another_database_is_not_good(shared, start, light):
    path = light.get_absolute_url()
    first = start()
    first.ask(path)
    answer = first.store.memory.get(path)
    later = answer.seen._replace(change=answer.seen.change + 1_000)
    first.store.shared.put(path, replace(answer, seen=later))
    second = start()
    second.ask(path)
    assert second.made == [path]


def test_what_cannot_be_read_is_made_again(shared, start, light):
    path = light.get_absolute_url()
    site = start()
    site.store.shared._store.put(site.store.shared._key(path), b"\0\0\0\2{}")
    assert site.ask(path).status == "200 OK"
    assert site.made == [path]


def test_a_redis_that_dies_breaks_nothing(transactional_db, settings, tmp_path, start, light):
    path = light.get_absolute_url()
    with running_redis(tmp_path) as (settings.CACHE_URL, process):
        start().ask(path)
        second = start()
        process.kill()
        process.wait()
        assert second.ask(path).status == "200 OK"
        assert second.made == [path]


def test_a_file_that_is_damaged_breaks_nothing(db, settings, tmp_path, start, light):
    file = tmp_path / "answers.sqlite3"
    file.write_bytes(b"no database" * 1_000)
    settings.CACHE_URL = f"file://{file}"
    assert start().ask(light.get_absolute_url()).status == "200 OK"


def test_a_file_has_a_bound_and_forgets_the_oldest(tmp_path):
    store = DiskStore(tmp_path / "answers.sqlite3", limit_bytes=100_000)
    for number in range(300):
        store.put(f"page {number}", bytes(1_000))
        store.put("often", bytes(10))
    kept = [number for number in range(300) if store.get(f"page {number}")]
    assert 80 < len(kept) <= 100
    assert kept == list(range(300 - len(kept), 300))
    store.put("too large", bytes(10_001))
    assert store.get("too large") is None
    with closing(sqlite3.connect(tmp_path / "answers.sqlite3")) as connection:
        said, taken = connection.execute(
            "SELECT taken, (SELECT sum(size) FROM answers) FROM room"
        ).fetchone()
    assert said == taken <= 100_000


def test_an_answer_survives_as_bytes(start, light):
    site = start()
    site.warm()
    answers = [site.store.memory.get(path) for path in public_paths()]
    assert all(from_bytes(to_bytes(answer)) == answer for answer in answers if answer)


@pytest.mark.parametrize("data", [b"", b"\0\0\0\1", b"\0\0\0\2{}", b"\0\0\0\2[]", b"\xff" * 9])
def test_other_bytes_are_no_answer(data):
    with pytest.raises(Unreadable):
        from_bytes(data)


def test_the_version_is_that_of_program_and_settings(settings):
    version = version_of_site()
    assert version_of_site() == version
    settings.SITE_URL = "https://elsewhere.example"
    assert version_of_site() != version


def test_the_version_is_the_same_on_every_machine_of_a_site(settings, monkeypatch, tmp_path):
    version = version_of_site()
    settings.VAR_DIR, settings.MEDIA_ROOT, settings.PORT = tmp_path, tmp_path / "media", 8_123
    monkeypatch.setitem(settings.DATABASES, "replica_1", settings.DATABASES["default"])
    assert version_of_site() == version
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "another database")
    assert version_of_site() != version


@pytest.mark.parametrize("url", ["memcached://a", "file://host/a", "file:///", "answers.sqlite3"])
def test_another_address_is_refused(settings, url):
    settings.CACHE_URL = url
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is neither"):
        open_shared()
