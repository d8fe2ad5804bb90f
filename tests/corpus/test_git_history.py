"""The real deliveries as commits of a git repository: imported one after the other they give what
the deliveries themselves give; what editors change goes out again, with their names and reasons.

GIT_EVERY=1 takes every file and 200 edits (minutes), else each so many-th of those that came only
once, and a tenth of the edits.
"""

import os
import random
from collections import Counter
from dataclasses import replace

import pytest

from articles.exporter.git_run import GitExport
from articles.importer.git_deliveries import fetch_delivery
from articles.importer.run import Import
from articles.models import Article, Conflict, Revision
from articles.publishing import Cause, revise
from tests.corpus.conftest import at_database, files_of
from tests.factories import make_user
from tests.faults import snapshot
from tests.git_repositories import Repository

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

EVERY = int(os.environ.get("GIT_EVERY", "150"))
EDITS = 200 if EVERY == 1 else 20
SEED = 17
# Of a few files the processes would take longer than the files.
WORKERS = 2 if EVERY == 1 else 1
# Of a part, the deliveries that change what came before, and the first.
PART = {"2025-02-17", "2025-02-19", "2025-02-20", "2025-02-26", "2025-04-14"}


@pytest.fixture(scope="module")
def taken(deliveries):
    """{date: {path: file}} of what is delivered here."""
    chosen = [folder for folder in deliveries if EVERY == 1 or folder.name in PART]
    times = Counter(path for folder in chosen for path in files_of(folder))
    once = sorted(path for path, count in times.items() if count == 1)
    again = sorted(times.keys() - set(once))
    paths = times.keys() if EVERY == 1 else {*once[::EVERY], *again[:: EVERY // 10]}
    return {
        folder.name: {path: file for path, file in files_of(folder).items() if path in paths}
        for folder in chosen
    }


@pytest.fixture(scope="module")
def expected(taken, tmp_path_factory, django_db_setup, django_db_blocker):
    """What a database holds after the import of the deliveries themselves."""
    folder = tmp_path_factory.mktemp("expected")
    with django_db_blocker.unblock(), at_database(folder / "site.sqlite3"):
        for date, files in taken.items():
            for path, file in files.items():
                place = folder / date / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.read_bytes())
            Import([str(folder / date)], workers=WORKERS).run()
        return snapshot.take()


@pytest.fixture(scope="module")
def library(taken, tmp_path_factory, django_db_setup, django_db_blocker):
    """The repository, and the database after each of its commits was imported."""
    folder = tmp_path_factory.mktemp("git")
    repository = Repository(folder / "library.git")
    with django_db_blocker.unblock(), at_database(folder / "site.sqlite3"):
        for date, files in taken.items():
            data = {path: file.read_bytes() for path, file in files.items()}
            repository.commit(data, f"Delivery of {date}", day=date)
            pull(repository)
        yield repository


@pytest.fixture(autouse=True, scope="module")
def _own_copies(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.VAR_DIR", tmp_path_factory.mktemp("var"))
        yield


def pull(repository):
    delivery = fetch_delivery(str(repository.folder)).delivery
    return Import([delivery.name], git=delivery, workers=WORKERS).run()


def test_the_history_gives_the_library(taken, expected, library):
    found = snapshot.take()
    assert len(found["articles"]) == len({path for files in taken.values() for path in files})
    assert found == expected


def test_edits_go_out_with_their_reasons_and_come_back_as_nothing(library):
    rng = random.Random(SEED)
    people = [make_user(name) for name in ("jane", "john")]
    keys = sorted(Article.objects.live().values_list("pk", flat=True))
    told = []
    GitExport(str(library.folder)).run()
    for number in range(EDITS):
        article = Article.objects.get(pk=rng.choice(keys))
        actor = rng.choice(people)
        answer = f"{article.answer}\n\nA sentence more, number {number}."
        content = replace(article.content(), answer=answer)
        revise(article, content, cause=Cause(actor=actor, reason=f"Reason {number}"))
        told.append(f"{actor.username}|Edit {article.source_path[:-3]}: answer|Reason {number}")
    export = GitExport(str(library.folder))
    assert export.run().failures == []
    assert export.commits == EDITS
    said = library.git(
        "log", f"-{EDITS}", "--reverse", "--format=%x01%an|%s|%b%x02", "--stat", "main"
    )
    commits = said.split("\1")[1:]
    assert len(commits) == EDITS
    for commit, facts in zip(commits, told, strict=True):
        assert commit.startswith(f"{facts}\n")
        assert "1 file changed" in commit.partition("\2")[2]
    before = snapshot.take()
    assert not library.git("diff", "--name-only", "main", f"main~{EDITS}", "--", "subjects.yml")
    report = pull(library)
    assert set(+report.counts) <= {"unchanged"}
    assert snapshot.take() == before
    assert (Revision.objects.filter(import_run=report.run_id).count(), report.missing) == (0, [])
    assert not Conflict.objects.exists()
    assert GitExport(str(library.folder)).run().written == 0
