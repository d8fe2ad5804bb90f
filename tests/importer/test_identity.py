"""Which article a file belongs to, once editors moved, withdrew or deleted it."""

import pytest

from articles.models import Article, Revision, SourceFile, Status
from articles.publishing import delete, move, undelete, withdraw
from tests.factories import make_subject
from tests.importer.conftest import OTHER

pytestmark = pytest.mark.django_db


def test_a_deleted_article_is_not_brought_back_by_its_file(write, run_import):
    run_import(write("physics", "what-is-light"))
    delete(Article.objects.get())
    report = run_import(write("physics", "what-is-light", answer="Changed."))
    assert report.counts["skipped"] == 1
    assert report.waiting == [("physics/what-is-light.md", "kept, its article is deleted")]
    assert not Article.objects.exists()


def test_a_moved_article_is_found_by_its_file(write, run_import):
    run_import(write("physics", "what-is-light"))
    move(Article.objects.get(), make_subject("optics"), "light")
    report = run_import(write("physics", "what-is-light", answer="Changed."))
    assert report.counts["updated"] == 1
    article = Article.objects.get()
    assert (article.subject.slug, article.answer) == ("optics", "Changed.")


def test_a_withdrawn_article_stays_withdrawn(write, run_import):
    run_import(write("physics", "what-is-light"))
    withdraw(Article.objects.get())
    run_import(write("physics", "what-is-light", answer="Changed."))
    assert Article.objects.get().status == Status.WITHDRAWN


def test_a_withdrawn_article_is_not_touched_and_the_report_says_so(imported, write, run_import):
    withdraw(imported)
    report = run_import(write("physics", "what-is-light", answer=OTHER))
    assert report.waiting == [("physics/what-is-light.md", "kept, its article is withdrawn")]
    assert Article.objects.get().content() == imported.content()


def test_a_deleted_article_that_is_undeleted_takes_the_next_file(imported, write, run_import):
    delete(imported)
    run_import(write("physics", "what-is-light", answer=OTHER))
    undelete(Revision.objects.get(kind="deleted"))
    report = run_import(write("physics", "what-is-light", answer=OTHER))
    assert report.counts["updated"] == 1
    assert Article.objects.get().answer == OTHER
    assert SourceFile.objects.get().article == Article.objects.get()
