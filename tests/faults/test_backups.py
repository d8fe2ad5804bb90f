"""A backup that is made while editors save and readers read is of one moment, and comes back."""

import re
from hashlib import sha256
from threading import Event, Thread

from tests.admin.page_forms import form_data
from tests.faults.desk import Desk, make_editor
from tests.faults.server import answer, served

MARK = re.compile(r"Mark (\d+)\.")
# What a restore itself writes: that everything is shown otherwise, and that it was restored.
OWN = {"articles_pagestamp", "articles_auditentry"}


def tables_of(site):
    """{table: digest of its rows, in their order as text}."""
    with site.connection() as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if site.is_sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        return {
            name: sha256(
                repr(sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))).encode()
            ).hexdigest()
            for (name,) in names
            if name not in OWN
        }


def media_of(site):
    folder = site.folder / "media"
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def marks(library, site):
    """The marks in the live texts of the first two articles."""
    keys = ", ".join(map(str, library.keys[:2]))
    query = f"SELECT answer FROM articles_article WHERE id IN ({keys}) ORDER BY id"
    with site.connection() as connection:
        answers = [row[0] for row in connection.execute(query)]
    return [int(found[1]) if (found := MARK.search(text)) else 0 for text in answers]


def test_a_backup_under_load_is_of_one_moment_and_comes_back(library, make_site, tmp_path):
    site, file = library.site, tmp_path / "library.tar.gz"
    make_editor(site)
    picture = site.folder / "media" / "a" / "map.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(bytes(range(256)) * 1_000)
    other = make_site("other")
    with served(site, workers=2) as server:
        desk, saved, over = Desk(), [0], Event()
        desk.sign_in(server.url)
        forms = [f"{server.url}/admin/articles/article/{key}/change/" for key in library.keys[:2]]

        def save(number):
            """Into one article, and then into the other."""
            for form in forms:
                data = form_data(desk.get(form).html) | {"answer": f"Mark {number}."}
                assert desk.send(form, data).status == 200
            saved.append(number)

        def go_on():
            while not over.is_set():
                save(saved[-1] + 1)

        editor = Thread(target=go_on)
        editor.start()
        made = site.run("backup", file)
        over.set()
        editor.join()
        assert made.status == 0, made.stderr
        assert site.run("verify_backup", file).status == 0

        # Into an empty site.
        assert other.run("restore", file).status == 0
        first, second = marks(library, other)
        assert first - second in {0, 1}
        assert first <= saved[-1]
        assert other.snapshot()["broken"] == []
        assert media_of(other) == media_of(site)

        # In the place of a site that holds a library: not unasked, and then readers see it at once.
        refused = site.run("restore", file)
        assert refused.status == 1
        assert "--replace puts the backup in its place. Nothing was changed." in refused.stderr
        save(saved[-1] + 1)
        page = server.url + library.paths[0]
        assert f"Mark {saved[-1]}." in answer(page).text
        assert site.run("restore", "--replace", file).status == 0
        shown = MARK.search(answer(page).text)
        assert (int(shown[1]) if shown else 0) == first
        assert tables_of(site) == tables_of(other)


def test_what_cannot_be_restored_changes_nothing(library, tmp_path):
    site, file = library.site, tmp_path / "library.tar.gz"
    assert site.run("backup", file).status == 0
    before = tables_of(site)
    again = site.run("backup", file)
    assert (again.status, "exists already" in again.stderr) == (1, True)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(64)
    file.write_bytes(data)
    for command in (("verify_backup", file), ("restore", "--replace", file)):
        said = site.run(*command)
        assert said.status == 1
        # A small archive is read to its end, and its own checksum seen, before a file's.
        named = rf"{file} is damaged: (manifest\.|database\.|the archive: )"
        assert re.search(named, said.stderr), said.stderr
    missing = site.run("restore", "--replace", tmp_path / "nothing.tar.gz")
    assert (missing.status, "No such file" in missing.stderr) == (1, True)
    assert tables_of(site) == before
