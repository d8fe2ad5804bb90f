"""Related questions that an editor and a delivery changed: rows apart merge, a row that both
changed is asked about, and nothing of either goes without a word."""

from dataclasses import replace

import pytest

from articles.admin.conflicts.related_decision import related_decision
from articles.core.article_content import RelatedLink
from articles.importer.planning.decision import OnConflict
from articles.models import Article, Conflict
from articles.publishing import move, revise
from tests.factories import make_article, make_subject
from tests.importer.conftest import ANSWER

pytestmark = pytest.mark.django_db


def link(name, title=""):
    return RelatedLink(f"/learn/physics/questions/{name}", title or f"Title of {name}")


@pytest.fixture
def deliver(write, run_import):
    """Import the article with these related questions; return the run's report."""

    def send(*links, author="QuickTakes", **options):
        related = [(each.path, each.title) for each in links]
        path = write("physics", "what-is-light", answer=ANSWER, related=related, author=author)
        return run_import(path, **options)

    return send


@pytest.fixture
def edited(deliver):
    """Deliver x1 and x2, and let the editor change them."""

    def change(*links):
        deliver(link("x1"), link("x2"))
        article = Article.objects.get(slug="what-is-light")
        revise(article, replace(article.content(), related=links))

    return change


def live():
    return Article.objects.get(slug="what-is-light").content().related


def test_a_corrected_title_of_a_row_that_the_file_removes_is_asked_about(edited, deliver):
    edited(link("x1", "Corrected"), link("x2"))
    report = deliver(link("x3"), link("x4"))
    assert live() == (link("x1", "Corrected"), link("x3"), link("x4"))
    assert report.counts["conflict"] == 1
    assert Conflict.objects.get().field == "related"


def test_two_new_titles_of_a_row_are_asked_about(edited, deliver):
    edited(link("x1", "The editor's"), link("x2"))
    report = deliver(link("x1", "The file's"), link("x2"))
    assert live() == (link("x1", "The editor's"), link("x2"))
    assert report.counts["conflict"] == 1


def test_an_order_that_a_person_chose_survives_an_emptied_list(edited, deliver):
    edited(link("x2"), link("x1"))
    report = deliver()
    assert live() == (link("x2"), link("x1"))
    assert report.counts["conflict"] == 1


def test_changes_to_different_rows_merge(edited, deliver):
    edited(link("x1", "Corrected"), link("x2"), link("own"))
    report = deliver(link("x1"), link("x2", "Renamed"), link("x3"))
    assert live() == (link("x1", "Corrected"), link("x2", "Renamed"), link("own"), link("x3"))
    assert report.counts["conflict"] == 0
    assert not Conflict.objects.exists()


def test_the_files_word_can_be_taken_for_all(edited, deliver):
    edited(link("x1", "Corrected"), link("x2"), link("own"))
    deliver(link("x3"), on_conflict=OnConflict.THEIRS)
    assert set(live()) == {link("own"), link("x3")}
    assert not Conflict.objects.exists()


def test_a_later_delivery_asks_about_the_rows_of_both(edited, deliver):
    edited(link("x1", "Corrected"), link("x2", "Corrected, too"))
    deliver(link("x2"))
    deliver()
    conflict = Conflict.objects.get()
    assert conflict.closed_at is None
    assert [path for path, _ in conflict.base] == [link("x1").path, link("x2").path]
    assert live() == (link("x1", "Corrected"), link("x2", "Corrected, too"))


def test_a_delivery_that_comes_round_to_the_editor_settles_it(edited, deliver):
    edited(link("x1", "Corrected"), link("x2"))
    deliver(link("x2"))
    deliver(link("x1", "Corrected"), link("x2"), author="Another")
    assert Conflict.objects.get().decision == Conflict.Decision.OUTDATED


def test_an_editor_who_removes_the_row_settles_it(edited, deliver):
    edited(link("x1", "Corrected"), link("x2"))
    deliver(link("x2"), link("x3"))
    article = Article.objects.get(slug="what-is-light")
    revise(article, replace(article.content(), related=(link("x2"), link("x3"), link("own"))))
    assert Conflict.objects.get().decision == Conflict.Decision.EDITED


# A related question that moved


def test_a_row_that_an_editor_re_addressed_is_the_same_row_still(edited, deliver):
    target = make_article("x1")
    move(target, make_subject("physics"), "x1-moved")
    edited(link("x1-moved", "The editor's"), link("x2"))
    deliver(link("x1", "The file's"), link("x2"), link("x3"))
    assert live() == (link("x1-moved", "The editor's"), link("x2"), link("x3"))
    conflict = Conflict.objects.get()
    rows = related_decision(conflict, live())
    assert [(row.path, row.live, row.theirs) for row in rows.rows] == [
        ("/learn/physics/questions/x1-moved", "1. The editor's", "1. The file's")
    ]
    rows.rows[0].choice = "theirs"
    assert rows.links() == (link("x1-moved", "The file's"), link("x2"), link("x3"))


def test_re_addressed_alone_it_takes_the_file_s_title(edited, deliver):
    target = make_article("x1")
    move(target, make_subject("physics"), "x1-moved")
    edited(link("x1-moved", "Title of x1"), link("x2"))
    deliver(link("x1", "The file's"), link("x2"))
    assert live() == (link("x1-moved", "The file's"), link("x2"))
    deliver(link("x2"), link("x1", "The file's"))
    assert live() == (link("x2"), link("x1-moved", "The file's"))
    assert not Conflict.objects.exists()
