"""What a process knows of the numbers, and the connection that it asks by."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from articles.page_store import freshness as freshness_module
from articles.page_store.freshness import Freshness
from articles.page_store.numbered_tables import CHANGES, HIGHEST
from articles.web.response_headers import Shows

TABLES = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE articles_change (number INTEGER PRIMARY KEY, article_key INTEGER);
    CREATE TABLE articles_pagestamp (name TEXT PRIMARY KEY, number INTEGER UNIQUE);
"""


@pytest.fixture(params=[False, True], ids=["each look its own", "a connection that stays"])
def file(tmp_path, monkeypatch, request):
    """A database with the tables of numbers, which is where Django says that its own is."""
    monkeypatch.setattr("articles.page_store.freshness.others_may_stay", lambda: request.param)
    if connection.vendor != "sqlite":
        pytest.skip("a file is SQLite's")
    file = tmp_path / "site.sqlite3"
    stamp(file, "list:0", 1, TABLES)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    return file


def stamp(file, name, number, tables=""):
    with closing(sqlite3.connect(file)) as writer, writer:
        writer.executescript(tables)
        writer.execute("INSERT INTO articles_pagestamp VALUES (?, ?)", [name, number])


def change(file, article_key, number):
    with closing(sqlite3.connect(file)) as writer, writer:
        writer.execute("DELETE FROM articles_change WHERE article_key = ?", [article_key])
        writer.execute("INSERT INTO articles_change VALUES (?, ?)", [number, article_key])


def test_what_another_connection_commits_is_seen(file):
    freshness = Freshness()
    seen = freshness.look()
    assert freshness.look() == seen
    stamp(file, "list:1", 2)
    assert freshness.look().stamp == 2
    assert not freshness.is_good(Shows(names=frozenset({"list:1"})), seen)
    assert freshness.is_good(Shows(names=frozenset({"list:2"})), seen)


def test_what_changes_again_while_its_change_is_read_is_seen(file, monkeypatch):
    """An article has one row, whose number the second change has taken with it."""
    freshness = Freshness()
    change(file, article_key=7, number=1)
    seen = freshness.look()
    change(file, article_key=7, number=2)
    rows = freshness_module._SqliteReader.rows

    def rows_and_another_change(reader, statement):
        if CHANGES in statement and statement != HIGHEST:
            change(file, article_key=7, number=3)
        return rows(reader, statement)

    monkeypatch.setattr(freshness_module._SqliteReader, "rows", rows_and_another_change)
    freshness.look()
    assert not freshness.is_good(Shows(article=7), seen)
    assert freshness.is_good(Shows(article=8), seen)


def test_a_database_that_takes_the_place_of_another_is_seen(file, tmp_path, monkeypatch):
    monkeypatch.setattr("articles.page_store.freshness._CHECKED_SECONDS", 0)
    freshness = Freshness()
    freshness.look()
    other = tmp_path / "restored.sqlite3"
    stamp(other, "list:1", 2, TABLES)
    other.replace(file)
    assert freshness.look().stamp == 2
