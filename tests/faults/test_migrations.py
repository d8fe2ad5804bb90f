"""`migrate` is killed in the middle, again and again: the next run ends as an undisturbed one.

Meanwhile the server answers with a sentence, and `doctor` and `/readyz` name what is missing.
"""

import json
import os
import time
from random import Random
from uuid import uuid4

import pytest

from tests.faults.deliveries import deliver
from tests.faults.server import answer, started
from tests.faults.site import Site, at_database, kill_session, maintenance, wait_until

pytestmark = pytest.mark.long

SEED = int(os.environ.get("FAULTS_SEED", "4"))
KILLS = int(os.environ.get("MIGRATION_KILLS", "2"))
APPLIED = "SELECT count(*) FROM django_migrations"
TOKEN = "a token that nobody guesses"
# What `migrate` fills besides the tables' structure.
FILLED = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")


@pytest.fixture
def bare(empty_database, tmp_path):
    """A site whose database has no table yet."""
    if empty_database.is_sqlite:
        yield Site(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3")
        return
    name = f"faults_{uuid4().hex[:12]}"
    with maintenance(empty_database.database_url) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    site = Site(tmp_path, at_database(empty_database.database_url, name))
    yield site
    site.drop()


def applied(site):
    """How many migrations the database has."""
    if site.is_sqlite and not site.database_file.exists():
        return 0
    with site.connection() as connection:
        if site.is_sqlite:
            connection.execute("PRAGMA busy_timeout = 20000")
        query = (
            "SELECT count(*) FROM sqlite_master WHERE name = 'django_migrations'"
            if site.is_sqlite
            else "SELECT count(*) FROM pg_tables WHERE tablename = 'django_migrations'"
        )
        if not connection.execute(query).fetchone()[0]:
            return 0
        return connection.execute(APPLIED).fetchone()[0]


def structure(site):
    """Tables, columns and indexes, and how many rows `migrate` has made."""
    query = (
        "SELECT type, name, sql FROM sqlite_master"
        if site.is_sqlite
        else "SELECT table_name, column_name, data_type, is_nullable"
        " FROM information_schema.columns WHERE table_schema = 'public'"
        " UNION ALL SELECT tablename, indexname, indexdef, '' FROM pg_indexes"
        " WHERE schemaname = 'public'"
    )
    with site.connection() as connection:
        rows = sorted(map(repr, connection.execute(query).fetchall()))
    return rows, {table: site.number(f"SELECT count(*) FROM {table}") for table in FILLED}


def kill_a_migration(site, after, rng):
    """Kill one that has applied so many, at a moment of the next ones."""
    process = site.start("migrate", "--verbosity", 0)
    try:
        wait_until(lambda: applied(site) >= after or process.poll() is not None, "migrations")
        time.sleep(rng.uniform(0, 0.2))
    finally:
        kill_session(process)


def test_a_migration_that_is_killed_half_way_is_ended_by_the_next_run(
    bare, empty_database, tmp_path
):
    rng = Random(SEED)
    total = empty_database.number(APPLIED)

    def kill(number):
        kill_a_migration(bare, total * number // max(4, KILLS + 1), rng)
        assert 0 < applied(bare) < total

    kill(1)
    said = json.loads(bare.run("doctor", "--json", "migrations").stdout)["checks"]
    assert "The database lacks the migrations" in said["migrations"]["problems"][0]["sentence"]
    outcome = bare.import_(deliver(tmp_path / "d", range(2)))
    assert (outcome.status, outcome.stderr.count("\n") < 5) == (1, True), outcome.stderr
    with started(bare, workers=1, METRICS_TOKEN=TOKEN) as server:
        wait_until(lambda: answer(f"{server.url}/healthz").status in {200, 503}, "the server")
        ready = answer(f"{server.url}/readyz", Authorization=f"Bearer {TOKEN}")
        assert (ready.status, "lacks the migration" in ready.text) == (503, True)
        for path in ("/learn/physics/questions/what-is-heat", "/api/v1/articles"):
            given = answer(server.url + path)
            assert (given.status, "brought to a new version" in given.text) == (503, True), path
        # Accounts have their tables already, or not.
        assert answer(f"{server.url}/admin/login/").status in {200, 503}
        for number in range(2, KILLS + 1):
            kill(number)
        assert bare.run("migrate", "--verbosity", 0).status == 0
        assert answer(f"{server.url}/learn").status == 200
        ready = answer(f"{server.url}/readyz", Authorization=f"Bearer {TOKEN}")
        assert ready.status == 200, ready.text
    assert structure(bare) == structure(empty_database)
    assert bare.import_(tmp_path / "d").counts["created"] == 2
