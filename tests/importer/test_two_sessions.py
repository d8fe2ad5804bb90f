"""An undo beside an editor, on PostgreSQL."""

from dataclasses import replace

import pytest
from django.db import transaction

from articles.importer.undo import undo_import
from articles.models import Article, ImportRun
from articles.publishing import revise
from tests.sessions import PATIENCE_SECONDS, deadlocked, start

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
