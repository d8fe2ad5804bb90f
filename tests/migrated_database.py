"""The database of the tests: migrated once a run, and copied by each process of it.

The migrations take longer than most of what is tested: some seconds of a core. So SQLite's is kept
in pytest's cache for the next run, for as long as what makes it stays as it is.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from sqlite3 import connect
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


# What an empty, migrated database depends on: migrations, and what follows them (articles/apps.py).
MADE_BY = ("migrations", "models", "rights", "search", "database", "apps.py")


@pytest.fixture(scope="session")
def migrated_database(request, run_folder, django_test_environment, django_db_blocker) -> str:
    """A migrated, empty database to copy, that nobody uses: the path of its file, and on PostgreSQL
    its name."""
    with once_a_run(run_folder / "migrated") as (folder, is_first):
        name = ON_POSTGRESQL if IS_POSTGRESQL else str(folder / "site.sqlite3")
        kept = None if IS_POSTGRESQL else kept_sqlite(request.config)
        if is_first and kept and kept.exists():
            shutil.copyfile(kept, name)
        elif is_first:
            database = settings.DATABASES["default"]
            original = database["NAME"]
            database.setdefault("TEST", {})["NAME"] = name
            with django_db_blocker.unblock():
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                _use(original)
            if kept:
                _keep(Path(name), kept)
    return name


def kept_sqlite(config) -> Path | None:
    """Where SQLite's is kept, as the program as it stands makes it; None without a cache."""
    if not hasattr(config, "cache"):
        return None
    root = Path(settings.BASE_DIR)
    files = [root / "qtsite" / "settings.py", root / "requirements-dev.txt"]
    for name in MADE_BY:
        path = root / "articles" / name
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    digest = blake2b(digest_size=12)
    for file in files:
        digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes() + b"\0")
    return config.cache.mkdir("migrated-database") / f"{digest.hexdigest()}.sqlite3"


def _keep(made: Path, kept: Path) -> None:
    """Keep a database in the place of those before."""
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    with closing(connect(made)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = kept.with_suffix(f".{RUN}")
    shutil.copyfile(made, copy)
    copy.replace(kept)  # whoever reads it meanwhile has a whole one


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
