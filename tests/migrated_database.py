"""The database of the tests: migrated once a run, and copied by each process of it.

The migrations take longer than most of what is tested: some seconds of a core.
"""

import os
import shutil
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.once_a_run import once_a_run
from tests.which_database import DATABASE_URL, IS_POSTGRESQL

# The same in each process of a run: xdist's are started with the environment of the first.
RUN = os.environ.setdefault("TEST_RUN", uuid4().hex[:12])
ON_POSTGRESQL = f"test_{RUN}_migrated"


@pytest.fixture(scope="session")
def migrated_database(run_folder, django_test_environment, django_db_blocker) -> str:
    """A migrated, empty database to copy, that nobody uses: the path of its file, and on PostgreSQL
    its name."""
    with once_a_run(run_folder / "migrated") as (folder, is_first):
        name = ON_POSTGRESQL if IS_POSTGRESQL else str(folder / "site.sqlite3")
        if is_first:
            database = settings.DATABASES["default"]
            original = database["NAME"]
            database.setdefault("TEST", {})["NAME"] = name
            with django_db_blocker.unblock():
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                _use(original)
    return name


@pytest.fixture(scope="session")
def django_db_setup(
    migrated_database, worker_id, tmp_path_factory, django_db_blocker
) -> Iterator[None]:
    """In the place of pytest-django's: a copy for this process, not migrations of its own."""
    original = settings.DATABASES["default"]["NAME"]
    if IS_POSTGRESQL:
        name = f"test_{RUN}_{worker_id}"
        _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{migrated_database}"')
    else:
        name = str(tmp_path_factory.mktemp("database") / "site.sqlite3")
        shutil.copyfile(migrated_database, name)
    with django_db_blocker.unblock():
        _use(name)
        connection.ensure_connection()
    yield
    with django_db_blocker.unblock():
        _use(original)
    if IS_POSTGRESQL:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session) -> None:
    """The last process to end, which started the others, removes what they copied."""
    if IS_POSTGRESQL and not hasattr(session.config, "workerinput"):
        _on_server(f'DROP DATABASE IF EXISTS "{ON_POSTGRESQL}" WITH (FORCE)')


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _on_server(statement: str) -> None:
    with psycopg.connect(DATABASE_URL, autocommit=True) as maintenance:
        maintenance.execute(statement)
