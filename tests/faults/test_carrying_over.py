"""A site of SQLite goes on with PostgreSQL: its backup is restored there, with all of its rows."""

import json

import pytest

from tests.admin.page_forms import form_data
from tests.faults.conftest import library_of
from tests.faults.desk import Desk, make_editor
from tests.faults.server import answer, served


def every_row(site):
    return json.loads(site.run(module="tests.faults.every_row").stdout)


@pytest.fixture
def grown(sqlite_site, tmp_path):
    """A library of SQLite with an edit, a picture and a search, and its backup."""
    library = library_of(sqlite_site)
    make_editor(sqlite_site)
    picture = sqlite_site.folder / "media" / "a" / "map.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(bytes(range(256)))
    with served(sqlite_site, workers=1, flush_seconds=1) as server:
        desk = Desk()
        desk.sign_in(server.url)
        save(desk, server, library.keys[0], "Mark 1: “π ≈ 3.14”.")
    file = tmp_path / "library.tar.gz"
    assert sqlite_site.run("backup", file).status == 0
    return library, file


def save(desk, server, key, text):
    form = f"{server.url}/admin/articles/article/{key}/change/"
    assert desk.send(form, form_data(desk.get(form).html) | {"answer": text}).status == 200


def test_every_row_is_carried_over_and_the_site_goes_on(grown, make_site):
    library, file = grown
    site = make_site("postgresql")
    said = site.run("restore", file)
    assert said.status == 0, said.stderr
    expected = every_row(library.site)
    assert expected["articles_article"][0] > 0
    assert every_row(site) == expected
    assert (site.folder / "media" / "a" / "map.png").read_bytes() == bytes(range(256))
    with served(site, workers=1) as server:
        desk = Desk()
        assert desk.sign_in(server.url).status == 200
        assert "Mark 1: “π ≈ 3.14”." in answer(server.url + library.paths[0]).text
        # New keys follow those that came along.
        save(desk, server, library.keys[0], "Mark 2.")
        assert "Mark 2." in answer(server.url + library.paths[0]).text
        sought = library.paths[1].rpartition("/")[2].replace("-", "+")
        assert library.paths[1] in answer(f"{server.url}/search?q={sought}").text


def test_what_postgresql_does_not_take_is_named_and_nothing_is_changed(grown, make_site):
    library, file = grown
    with library.site.connection() as connection:
        connection.execute("UPDATE articles_article SET author = char(65, 0, 66)")
    site = make_site("postgresql")
    assert library.site.run("backup", file.with_name("other.tar.gz")).status == 0
    before = every_row(site)
    said = site.run("restore", file.with_name("other.tar.gz"))
    assert said.status == 1
    assert "articles_article" in said.stderr
    assert every_row(site) == before


def test_a_backup_of_an_earlier_version_is_upgraded_first(grown, make_site):
    library, file = grown
    with library.site.connection() as connection:
        connection.execute("DELETE FROM django_migrations WHERE name LIKE '0044%'")
    assert library.site.run("backup", file.with_name("older.tar.gz")).status == 0
    said = make_site("postgresql").run("restore", file.with_name("older.tar.gz"))
    assert (said.status, "upgrade the site that made it" in said.stderr) == (1, True)
