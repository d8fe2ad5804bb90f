"""Imports, lists and undos beside another who writes, on PostgreSQL."""

from dataclasses import replace

import pytest
from django.db import transaction

from articles.database.advisory_lock import Lock, lock_until_commit
from articles.importer.kept_deliveries import change_status, undelete
from articles.importer.redirect_list import apply_redirects, plan_redirects
from articles.importer.undo.undo_import import undo_import
from articles.models import (
    Article,
    Finding,
    ImportRun,
    KeptDelivery,
    Redirect,
    Revision,
    Status,
)
from articles.publishing import delete, revise, withdraw
from tests.factories import make_article
from tests.sessions import PATIENCE_SECONDS, deadlocked, patient, start

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_an_editor_is_saving_is_not_taken_away(write, run_import):
    run_import(write("physics", "a"))
    article = Article.objects.get()
    run = ImportRun.objects.get()
    with transaction.atomic():
        revise(article, replace(article.content(), title="Touched"))
        future = start(lambda: undo_import(run))
        assert not future.done()
    assert future.result(PATIENCE_SECONDS).kept == [("physics/a.md", "it was changed since")]
    assert Article.objects.get().title == "Touched"


def test_an_undo_that_a_deadlock_ended_goes_on(write, run_import):
    run_import(write("physics", "a"))
    run = ImportRun.objects.get()
    undone = deadlocked(Article.objects.get(), lambda: undo_import(run))
    assert (undone.removed, undone.kept) == (["physics/a.md"], [])
    assert not Article.objects.exists()


def test_a_list_of_moved_questions_that_a_deadlock_ended_is_written():
    target = make_article("a-new", answer="One text.")
    old = make_article("old", answer="One text.")
    pairs = [("/before", target.get_absolute_url())]
    pairs.append((old.get_absolute_url(), target.get_absolute_url()))
    rows = plan_redirects(pairs)
    deadlocked(old, lambda: apply_redirects(rows))
    assert Article.objects.get(slug="old").status == Status.WITHDRAWN
    leads = Redirect.objects.values_list("old_path", "article")
    assert dict(leads) == {"/before": target.pk, old.get_absolute_url(): target.pk}


def test_an_import_keeps_what_it_refused_though_a_deadlock_ended_that(write, run_import):
    bad = write("physics", "bad", data=b"no article")
    run_import(bad)
    with patient(), transaction.atomic():
        Finding.objects.select_for_update().get(kind="refused-file")
        future = start(lambda: run_import(bad))
        assert not future.done(), future.exception()
        ImportRun.objects.select_for_update(no_key=True).order_by("pk").first()
    assert future.result(PATIENCE_SECONDS).counts["failed"] == 1
    finding = Finding.objects.get(kind="refused-file")
    assert finding.import_run == ImportRun.objects.latest("pk")


def test_a_delivery_that_meets_a_publishing_is_merged_and_not_kept(write, run_import):
    """The import waits for the article, and finds it public."""
    run_import(write("physics", "a"))
    article = withdraw(Article.objects.get())
    path = write("physics", "a", author="New")
    with transaction.atomic():
        change_status(article, Status.PUBLISHED)
        future = start(lambda: run_import(path))
        assert not future.done()
    assert future.result(PATIENCE_SECONDS).counts["updated"] == 1
    assert Article.objects.get().author == "New"
    assert not KeptDelivery.objects.exists()


def test_a_delivery_that_meets_a_bringing_back_is_merged_and_not_kept(write, run_import):
    """There is no article to wait for: the import waits for the tombstone."""
    run_import(write("physics", "a"))
    delete(Article.objects.get())
    path = write("physics", "a", author="New")
    with transaction.atomic():
        undelete(Revision.objects.get(kind="deleted"))
        future = start(lambda: run_import(path))
        assert not future.done()
    assert future.result(PATIENCE_SECONDS).counts["updated"] == 1
    assert Article.objects.get().author == "New"
    assert not KeptDelivery.objects.exists()


# Rows before numbers: what an import batch holds when it asks for the lock that numbers changes


def put_back_into_service(article):
    return change_status(article, Status.PUBLISHED)


def bring_back(article):
    return undelete(Revision.objects.get(kind="deleted"))


@pytest.mark.parametrize(
    ("remove", "bring_home"), [(withdraw, put_back_into_service), (delete, bring_back)]
)
def test_what_waited_is_taken_before_the_change_is_numbered(
    write, run_import, caplog, remove, bring_home
):
    run_import(write("physics", "a"))
    article = Article.objects.get()
    remove(article)
    run_import(write("physics", "a", author="New", answer="Another word."))
    meets_no_deadlock(lambda: bring_home(article), caplog)
    assert Article.objects.get().author == "New"


def test_an_undo_takes_what_waited_before_it_numbers_the_change(write, run_import, caplog):
    write("physics", "stays")
    gone = write("physics", "a")
    run_import(write.folder)
    gone.unlink()
    pruned = run_import(write.folder, is_complete=True, prune=True).run_id
    run_import(write("physics", "a", author="New"))
    meets_no_deadlock(lambda: undo_import(ImportRun.objects.get(pk=pruned)), caplog)
    assert Article.objects.get(slug="a").author == "New"


def meets_no_deadlock(act, caplog):
    """Do something while another session holds the row of what waited, and then numbers changes."""
    caplog.set_level("INFO")
    with patient(), transaction.atomic():
        KeptDelivery.objects.select_for_update().get(path="physics/a.md")
        future = start(act)
        assert not future.done(), future.exception()
        lock_until_commit(Lock.CHANGE_NUMBERS)
    future.result(PATIENCE_SECONDS)
    assert "again, after" not in caplog.text
