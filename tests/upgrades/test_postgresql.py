"""What migrations do to large tables of PostgreSQL, asked of PostgreSQL itself."""

import os
from contextlib import contextmanager

import psycopg
import pytest
from django.db import NotSupportedError, connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from articles.database.concurrent_index import AddIndexConcurrently
from tests.faults.site import Site, at_database, maintenance
from tests.upgrades.migration_rule import LARGE
from tests.upgrades.releases import RELEASES
from tests.which_database import DATABASE_URL

APP = "articles"
FILES = (
    "SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r' AND relname LIKE 'articles_%'"
)


@contextmanager
def scratch(folder):
    """A site with an empty database of its own."""
    url = DATABASE_URL
    site = Site(folder, at_database(url, f"upgrade_{os.getpid()}"))
    with maintenance(url) as server:
        server.execute(f'CREATE DATABASE "upgrade_{os.getpid()}"')
    try:
        yield site
    finally:
        site.drop()


def files_of(url):
    """The file of each table: another one after the table was written anew (pg_class)."""
    with psycopg.connect(url) as asking:
        return dict(asking.execute(FILES).fetchall())


def _from_and_to():
    """The newest migrations of the last release and of the code; where they are one, the one before
    it and this, so that the way is always gone."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    names = [name for app, name in graph._generate_plan(graph.leaf_nodes(APP), True) if app == APP]
    start = RELEASES[-1][1]
    return (names[-2] if start == names[-1] else start), names[-1]


@pytest.mark.database
def test_no_large_table_is_written_anew(tmp_path):
    start, end = _from_and_to()
    with scratch(tmp_path) as site:
        for name in (start, end):
            outcome = site.run("migrate", APP, name, "-v0")
            assert outcome.status == 0, outcome.stderr
            if name == start:
                before = files_of(site.database_url)
        after = files_of(site.database_url)
    large = {f"{APP}_{name}" for name in LARGE} & set(before)
    assert large
    assert {name for name in large if before[name] != after.get(name)} == set()


@contextmanager
def table():
    """The state of a library with one table, which is there, and empty."""
    state = ProjectState()
    fields = {"id": models.BigAutoField(primary_key=True), "title": models.TextField()}
    state.add_model(ModelState(APP, "Trial", fields))
    with connection.schema_editor() as editor:
        editor.create_model(state.apps.get_model(APP, "Trial"))
    yield state
    with connection.schema_editor() as editor:
        editor.delete_model(state.apps.get_model(APP, "Trial"))


def apply(operation, state, *, atomic):
    after = state.clone()
    operation.state_forwards(APP, after)
    with connection.schema_editor(atomic=atomic) as editor:
        operation.database_forwards(APP, editor, state, after)
    return after


def valid_indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE i.indisvalid AND c.relname = 'trial_by_title'"
        )
        return [name for (name,) in cursor.fetchall()]


def test_an_index_stops_no_writer_and_can_be_made_again(transactional_db):
    """Concurrently, and again after one that was killed had left half an index."""
    with table() as state:
        _make_again(state)


def _make_again(state):
    operation = AddIndexConcurrently("trial", models.Index(fields=["title"], name="trial_by_title"))
    with pytest.raises(NotSupportedError):
        apply(operation, state, atomic=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX trial_by_title ON articles_trial (title)")
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'trial_by_title'::regclass"
        )
    assert valid_indexes() == []
    with connection.execute_wrapper(noted := Statements()):
        after = apply(operation, state, atomic=False)
    assert valid_indexes() == ["trial_by_title"]
    assert [sql for sql in noted.seen if "CREATE INDEX CONCURRENTLY" in sql]
    with connection.schema_editor(atomic=False) as editor:
        operation.database_backwards(APP, editor, after, state)
    assert valid_indexes() == []


def test_a_column_with_a_default_of_the_database_writes_no_table_anew(db):
    with table() as state:
        before = files()["articles_trial"]
        added = migrations.AddField("trial", "rank", models.IntegerField(db_default=0))
        after = apply(added, state, atomic=True)
        assert files()["articles_trial"] == before
        other = migrations.AlterField("trial", "rank", models.BigIntegerField(db_default=0))
        apply(other, after, atomic=True)
        assert files()["articles_trial"] != before, "what the first test of this module looks for"


def files():
    with connection.cursor() as cursor:
        cursor.execute(FILES)
        return dict(cursor.fetchall())


class Statements:
    """What was said to the database."""

    def __init__(self):
        self.seen = []

    def __call__(self, execute, sql, params, many, context):
        self.seen.append(str(sql))
        return execute(sql, params, many, context)
