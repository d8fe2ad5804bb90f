"""The timeline of an article, two versions compared, an old one restored, and a deleted one."""

from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse

from articles import publishing
from articles.admin.history.deleted_articles import deleted_articles
from articles.models import Article, ImportRun, Redirect, Revision, SourceFile
from articles.publishing.operations.delete import erase
from articles.publishing.revisions import Cause
from tests.admin.conftest import fresh
from tests.factories import make_article, make_subject, make_user

OVERHEAD = 4
EVIL = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"
DELETED = "/admin/articles/article/deleted/"


def history(article, query=""):
    return reverse("admin:articles_article_history", args=[article.pk]) + query


def edit(article, *, actor=None, **values):
    return publishing.revise(article, replace(fresh(article).content(), **values), actor=actor)


def restore_url(article, version):
    return reverse("admin:articles_article_restore", args=[article.pk, version])


@pytest.fixture
def page(desk):
    """The HTML of an address."""
    return lambda url: desk.get(url).content.decode()


# The timeline


def test_every_version_says_what_when_and_who(page, editor):
    run = ImportRun.objects.create()
    article = make_article(answer="One two three, and what follows upon three.")
    Article.objects.filter(pk=article.pk).update(created_by_run=run)
    edit(article, answer="One 2 three, and what follows upon three.", actor=editor)
    publishing.withdraw(fresh(article), actor=editor)
    html = page(history(article))
    assert html.index("Version 3") < html.index("Version 2") < html.index("Version 1")
    assert "One <del>two</del> three, and" in html
    assert "One <ins>2</ins> three, and" in html
    assert "<del>Published</del> → <ins>Withdrawn</ins>" in html
    assert "Edited by <strong>editor</strong>" in html
    assert f'/admin/articles/importrun/{run.pk}/change/">import {run.pk}</a>' in html


def test_versions_stand_side_by_side(page):
    article = make_article(answer="One two three, and what follows upon three.")
    edit(article, answer="One 2 three, and what follows upon three.")
    html = page(history(article, "?view=side"))
    assert '<table class="diff diff-side">' in html
    assert '<table class="diff diff-inline">' not in html


@pytest.mark.parametrize("view", ["inline", "side", "nonsense"])
@pytest.mark.parametrize("name", ["answer", "title", "seo_keywords", "author"])
def test_texts_are_escaped(page, view, name):
    article = make_article(**{name: f"before {EVIL} and after it all"})
    edit(article, **{name: f"before {EVIL} or after it all {EVIL}"})
    edit(article, **{name: "x"})
    for query in (f"?view={view}", f"?from=1&to=3&view={view}"):
        html = page(history(article, query))
        assert "&lt;script&gt;" in html
        assert "<script>" not in html
        assert "<img src=x" not in html


def test_any_two_versions_are_compared_the_older_first(page):
    article = make_article(author="Ann A.")
    edit(article, author="Ben B.")
    edit(article, author="Cid C.")
    for query in ("?from=1&to=3", "?from=3&to=1"):
        html = page(history(article, query))
        assert "<del>Ann A.</del> → <ins>Cid C.</ins>" in html
        assert "Ben B." not in html
        assert f'action="{restore_url(article, 1)}"' in html
    assert "They are alike." in page(history(article, "?from=2&to=2"))


@pytest.mark.parametrize("query", ["?from=1&to=99", "?from=x&to=", "?start=-1", "?start=99999999"])
def test_a_version_that_is_not_there_is_no_error(page, query):
    article = make_article()
    html = page(history(article, query))
    assert "Version 1" in html
    assert ("Nothing is kept of version 99." in html) == (query[-2:] == "99" and "from" in query)


def test_a_long_history_comes_in_pages(page, desk, django_assert_num_queries):
    article = make_article()
    for number in range(60):
        edit(article, author=f"Author {number}")
    html = page(history(article))
    assert "Version 61" in html
    assert 'id="version-12"' in html
    assert 'id="version-11"' not in html
    assert "?start=11&amp;" in html
    # The article with its subject and run, its related questions, a page of revisions.
    with django_assert_num_queries(OVERHEAD + 3):
        older = page(history(article, "?start=11"))
    assert 'id="version-11"' in older
    assert "<del>Author 8</del> → <ins>Author 9</ins>" in older
    assert 'id="version-1"' in older
    with django_assert_num_queries(OVERHEAD + 3):
        page(history(article))
    # Two old versions: one query each.
    with django_assert_num_queries(OVERHEAD + 4):
        page(history(article, "?from=3&to=60"))


def test_an_article_that_is_not_there(desk):
    url = reverse("admin:articles_article_history", args=["999999"])
    assert desk.get(url).status_code == 302
    article = make_article()
    publishing.delete(article)
    assert desk.get(history(article)).url == f"{DELETED}{article.pk}/"


# Restoring


def test_restoring_is_a_new_version(desk, editor):
    article = make_article(answer="The first.")
    edit(article, answer="The second.")
    response = desk.post(restore_url(article, 1), follow=True)
    assert "Version 1 is live again, as version 3." in response.content.decode()
    after = fresh(article)
    assert (after.answer, after.version) == ("The first.", 3)
    revision = Revision.objects.first()
    assert (revision.kind, revision.actor) == ("restored", editor)
    assert LogEntry.objects.get().get_change_message() == "Restored version 1."


def test_restoring_what_is_live_writes_nothing(desk):
    article = make_article(answer="The first.")
    edit(article, answer="The second.")
    edit(article, answer="The first.")
    assert "nothing was changed" in desk.post(restore_url(article, 1), follow=True).content.decode()
    assert fresh(article).version == 3


def test_a_public_article_is_not_restored_to_one_without_a_date(desk):
    article = make_article(status="draft", published_on=None)
    publishing.publish(article)
    response = desk.post(restore_url(article, 1), follow=True)
    assert "a published article needs one" in response.content.decode()
    assert fresh(article).published_on


# What is gone


def test_a_deleted_article_is_listed_shown_and_brought_back(desk, page, editor):
    article = make_article("gone-for-good", title="Gone?", question="Gone?", answer=EVIL)
    before = article.content()
    publishing.delete(article, actor=editor, reason="A mistake")
    html = page(DELETED)
    for text in ("Gone?", "/learn/physics/questions/gone-for-good", "editor", "A mistake"):
        assert text in html
    url = f"{DELETED}{article.pk}/"
    shown = page(url)
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    response = desk.post(f"{url}undelete/", follow=True)
    assert "is back: published" in response.content.decode()
    after = fresh(article)
    assert after.content() == before
    assert not Redirect.objects.exists()
    revision = Revision.objects.first()
    assert (revision.kind, revision.reason, revision.actor) == ("restored", "Brought back", editor)
    assert "Brought back" in page(history(article))
    assert "No article is deleted." in page(DELETED)
    assert desk.get(url).status_code == 404


def test_one_that_was_deleted_twice_is_listed_once_and_comes_back_as_it_was_last(desk):
    article = make_article(author="First")
    publishing.delete(article)
    desk.post(f"{DELETED}{article.pk}/undelete/")
    edit(article, author="Second")
    publishing.delete(fresh(article))
    assert len(deleted_articles()) == 1
    desk.post(f"{DELETED}{article.pk}/undelete/")
    assert fresh(article).author == "Second"


def test_what_the_undo_of_an_import_took_away_is_listed_too(page):
    article = make_article("erased")
    erase(article, Cause(Revision.Kind.UNDONE, reason="Import 7 undone"))
    assert "Import 7 undone" in page(DELETED)
    assert "counts as written in the desk" in page(f"{DELETED}{article.pk}/")


def test_an_undone_change_of_an_article_deleted_later_is_no_second_row(db):
    article = make_article()
    publishing.revise(
        article, replace(article.content(), author="x"), cause=Cause(Revision.Kind.UNDONE)
    )
    publishing.delete(fresh(article))
    assert [row.kind for row in deleted_articles()] == ["deleted"]


@pytest.mark.parametrize(
    ("term", "is_found"),
    [
        ("two-words", True),
        ("Two Words", True),
        ("/learn/physics/questions/with-two-words", True),
        ("/learn/physics/questions/two-words", False),
        ("other", False),
        ("% _ '", False),
    ],
)
def test_the_deleted_are_found_by_slug_or_address(page, term, is_found):
    publishing.delete(make_article("with-two-words"))
    assert ("questions/with-two-words</code>" in page(f"{DELETED}?q={term}")) == is_found
    assert (len(deleted_articles(term)) == 1) == is_found


def test_a_taken_address_and_a_missing_subject_are_sentences(desk):
    article = make_article("taken", subject=make_subject("chemistry"))
    publishing.delete(article)
    url = f"{DELETED}{article.pk}/undelete/"
    other = make_article("taken", subject="chemistry", title="The other?", question="The other?")
    html = desk.post(url, follow=True).content.decode()
    assert "Another article stands at its address by now" in html
    assert "The other?</a>" in html
    publishing.move(other, make_subject("physics"), "elsewhere")
    make_subject("chemistry").delete()
    assert "is gone. Make it again first." in desk.post(url, follow=True).content.decode()
    assert not Article.objects.filter(pk=article.pk).exists()


def test_the_list_of_the_deleted_costs_three_queries(desk, django_assert_num_queries):
    user = make_user("ben")
    for number in range(60):
        publishing.delete(make_article(), actor=user if number % 2 else None)
    with django_assert_num_queries(OVERHEAD + 3):
        html = desk.get(DELETED).content.decode()
    assert "60 deleted" in html
    assert html.count('<th scope="row">') == 50
    with django_assert_num_queries(OVERHEAD + 3):
        assert desk.get(f"{DELETED}?p=2").content.decode().count('<th scope="row">') == 10


def test_deleting_in_the_desk_says_who(desk, editor):
    article = make_article()
    desk.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    assert Revision.objects.get().actor == editor
    assert not SourceFile.objects.exists()


def test_the_list_of_the_deleted_goes_along_its_index(db):
    """Of a table with many revisions of living articles it reads the others alone, in order."""
    article = make_article()
    if connection.vendor == "sqlite":  # PostgreSQL scans a table as small as this one
        plan = deleted_articles()[:50].explain()
        assert "USING INDEX revision_deleted" in plan
        assert "TEMP B-TREE" not in plan
        assert "USING INDEX revision_of_article" in article.revisions.order_by().explain()
