"""Faults that are really caused: processes killed, disks filled, locks held, files of every kind.

Each test has a scratch database: on PostgreSQL, beside the one that DATABASE_URL names, else on
SQLite. `sqlite_site` is for the faults that a file has and a server has not.
"""

import os
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.faults.site import ARTICLES, Site, at_database
from tests.migrated_database import kept_sqlite
from tests.once_a_run import once_a_run
from tests.which_database import DATABASE_URL, IS_POSTGRESQL

HERE = Path(__file__).parent
# Varnish and Litestream are none of the services that CI installs; upgrades are tried before a
# release (docs/deployment.md, "Upgrade").
_ASKED_FOR = {
    "test_point_in_time.py": "TRY_POINT_IN_TIME",
    "test_upgrade.py": "UPGRADE_FROM",
    "test_varnish.py": "TRY_VARNISH",
}
collect_ignore = [file for file, variable in _ASKED_FOR.items() if not os.environ.get(variable)]
MOST_MEMORY_MB = 300


def pytest_collection_modifyitems(config, items):
    """What takes a minute of a processor runs where FAULTS_LONG is set."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.faults)
    if not os.environ.get("FAULTS_LONG"):
        long = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)


@pytest.fixture(scope="session")
def empty_sqlite(request, run_folder):
    """A migrated SQLite database to copy."""
    if not IS_POSTGRESQL:
        return request.getfixturevalue("empty_database")
    with once_a_run(run_folder / "empty-sqlite") as (folder, is_first):
        site = Site(folder, f"sqlite:///{folder}/site.sqlite3")
        kept = kept_sqlite(request.config)
        if is_first and kept and kept.exists():
            shutil.copyfile(kept, site.database_file)
        elif is_first:
            outcome = site.run("migrate", "--verbosity", "0")
            assert outcome.status == 0, outcome.stderr
    return site


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory, migrated_database):
    """A migrated database of the kind that DATABASE_URL names."""
    folder = tmp_path_factory.mktemp("empty")
    if IS_POSTGRESQL:
        return Site(folder, at_database(DATABASE_URL, migrated_database))
    return Site(folder, f"sqlite:///{migrated_database}")


@pytest.fixture
def make_site(empty_database, tmp_path):
    """`make_site("name")`: an empty site; `make_site("name", like=other)`: a copy of another."""
    made = []

    def make(name: str, *, like: Site | None = None) -> Site:
        made.append((like or empty_database).copy(tmp_path / name))
        return made[-1]

    yield make
    for site in made:
        site.drop()


@pytest.fixture
def site(make_site):
    return make_site("site")


@pytest.fixture
def sqlite_site(empty_sqlite, tmp_path):
    return empty_sqlite.copy(tmp_path / "sqlite-site")


@pytest.fixture
def import_(sqlite_site):
    """`import_(path)` → exit status, standard error, number of articles; memory is measured."""

    def run(*arguments):
        outcome = sqlite_site.import_(*arguments, "--workers", 2, module="tests.faults.measured")
        words, peak = re.fullmatch(r"(.*?)peak: (\d+) MB\n", outcome.stderr, re.DOTALL).groups()
        assert int(peak) < MOST_MEMORY_MB
        return outcome.status, words, sqlite_site.number(ARTICLES)

    return run


@pytest.fixture
def library(make_site):
    return library_of(make_site("library"))


def library_of(site: Site) -> SimpleNamespace:
    """The site with the fixture library, and where its articles are."""
    assert site.import_("fixtures").status == 0
    with site.connection() as connection:
        rows = connection.execute(
            "SELECT s.slug, a.slug, a.id FROM articles_article a"
            " JOIN articles_subject s ON s.id = a.subject_id"
            " WHERE a.status = 'published' ORDER BY a.id"
        ).fetchall()
    paths = [f"/learn/{subject}/questions/{slug}" for subject, slug, _ in rows]
    return SimpleNamespace(site=site, paths=paths, keys=[key for *_, key in rows])
