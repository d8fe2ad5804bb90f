"""The publisher's real files, for tests marked `corpus`; without them those tests are skipped.

The variables CORPUS (of `<subject>/<slug>.md`) and DELIVERIES (of `<date>/<subject>/…`) name the
folders; else `../shared/corpus` beside the checkout is unpacked, once a run. So is the corpus
imported once: the modules that ask for `imported` have a copy of that database. Of the deliveries'
files that came only once, each DELIVERIES_EVERY-th is replayed (1: all).
"""

import json
import os
import shutil
import sqlite3
import tarfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from articles.core.source import SourceDocument, read_document
from articles.importer.run import Import
from tests.once_a_run import once_a_run

SIZE = 11_573
EVERY = int(os.environ.get("DELIVERIES_EVERY", "8"))
ARCHIVES = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus_folder(run_folder) -> Path:
    """The folder that holds the subjects' folders."""
    return _find("CORPUS", "articles.tar.xz", run_folder)


@pytest.fixture(scope="session")
def delivery_folder(run_folder) -> Path:
    """The folder that holds the real deliveries, a folder a date."""
    return _find("DELIVERIES", "deliveries.tar.xz", run_folder)


@pytest.fixture(scope="session")
def deliveries(delivery_folder) -> list[Path]:
    """The folders of the deliveries, in their order."""
    return sorted(path for path in delivery_folder.iterdir() if path.is_dir())


@pytest.fixture(scope="session")
def replayed_deliveries(deliveries, run_folder) -> list[Path]:
    """The deliveries again, with every file that comes more than once and some of the others."""
    if EVERY == 1:
        return deliveries
    times = Counter(path for delivery in deliveries for path in files_of(delivery))
    once = sorted(path for path, count in times.items() if count == 1)
    kept = times.keys() - set(once) | set(once[::EVERY])
    with once_a_run(run_folder / "some-deliveries") as (folder, is_first):
        for delivery in deliveries if is_first else ():
            for path in kept & files_of(delivery).keys():
                copy = folder / delivery.name / path
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(delivery / path, copy)
    return [folder / delivery.name for delivery in deliveries]


def files_of(delivery: Path) -> dict[str, Path]:
    """{"physics/what-is-heat.md": file}, sorted."""
    return {"/".join(path.parts[-2:]): path for path in sorted(delivery.rglob("*.md"))}


def _find(variable: str, archive_name: str, run_folder: Path) -> Path:
    named = os.environ.get(variable)
    if named:
        if not Path(named).is_dir():
            pytest.fail(f"{variable} names no folder: {named}")
        return Path(named)
    archive_path = ARCHIVES / archive_name
    if not archive_path.is_file():
        pytest.skip(f"the publisher's files are not here (set {variable})")
    with once_a_run(run_folder / variable.lower()) as (folder, is_first):
        if is_first:
            with tarfile.open(archive_path) as archive:
                archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="session")
def import_of_the_run(
    corpus_folder, run_folder, django_db_setup, django_db_blocker
) -> SimpleNamespace:
    """The one import of the whole corpus: its database, and what it reported."""
    with once_a_run(run_folder / "imported") as (folder, is_first):
        if is_first:
            with django_db_blocker.unblock(), at_database(folder / "site.sqlite3"):
                report = Import([str(corpus_folder)], workers=2).run()
            said = {"failures": report.failures, "counts": report.counts}
            (folder / "report.json").write_text(json.dumps(said))
        said = json.loads((folder / "report.json").read_text())
        return SimpleNamespace(database=folder / "site.sqlite3", **said)


@pytest.fixture(scope="module")
def imported(
    import_of_the_run, tmp_path_factory, django_db_setup, django_db_blocker
) -> Iterator[SimpleNamespace]:
    """The database of the module's tests is a copy of the imported corpus; what was reported."""
    copy = tmp_path_factory.mktemp("imported") / "site.sqlite3"
    shutil.copyfile(import_of_the_run.database, copy)
    with django_db_blocker.unblock(), at_database(copy):
        yield import_of_the_run
    copy.unlink()


@contextmanager
def at_database(file: Path) -> Iterator[None]:
    """The connection leads to another file; one that is not there begins as a copy of the tests'
    own, migrated and empty."""
    own = connection.settings_dict["NAME"]
    if not file.exists():
        connection.ensure_connection()
        with sqlite3.connect(file) as empty:
            connection.connection.backup(empty)
        empty.close()
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the file is all of it
        connection.close()
        connection.settings_dict["NAME"] = own


@pytest.fixture(scope="session")
def corpus_files(corpus_folder) -> list[Path]:
    """Every article file, sorted; `path.parent.parent` is the corpus's folder."""
    files = sorted(corpus_folder.rglob("*.md"))
    assert files
    return files


@pytest.fixture(scope="session")
def corpus_documents(corpus_files) -> dict[str, SourceDocument]:
    """Every file, read: {"physics/what-is-heat.md": document}."""
    documents = {}
    for file in corpus_files:
        path = f"{file.parent.name}/{file.name}"
        documents[path] = read_document(file.read_bytes(), path=path)
    return documents


@pytest.fixture(scope="session")
def is_known(corpus_files) -> bool:
    """Whether these are the 11,573 files that CI reads, and no other part of the library."""
    return len(corpus_files) == SIZE
