"""What approving another answer gives up: what editors changed in the text that is live."""

from dataclasses import replace

import pytest

from articles.importer.run import Import
from articles.models import Article, Conflict
from articles.publishing import move, revise
from articles.publishing.operations.conflicts import decide as decide_about
from tests.admin.conflicts.makers import OTHER, desk_url
from tests.factories import make_article, make_subject
from tests.importer.conftest import article_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliver(tmp_path):
    def send(slug, **fields):
        path = tmp_path / f"{slug}.md"
        path.write_bytes(article_file("physics", slug, **fields))
        Import([str(path)], workers=1).run()

    return send


@pytest.fixture
def edited(deliver):
    deliver("what-is-light")
    article = Article.objects.get()
    return revise(article, replace(article.content(), author="The editor"))


@pytest.fixture
def given_up(desk):
    """The labels of the changes that the desk lists."""

    def listed(article):
        held = desk.get(desk_url(article)).context["desk"].replacement
        return [(change.label, change.old, change.new) for change in held.edits]

    return listed


AUTHOR = [("Author", "QuickTakes", "The editor")]


def test_of_an_article_that_was_moved_to_the_address(edited, deliver, given_up):
    move(edited, make_subject("physics"), "light")
    deliver("light", answer=OTHER, id=77)
    assert given_up(edited) == AUTHOR


def test_after_a_refusal_nothing_of_the_refused_file(edited, deliver, given_up):
    deliver("what-is-light", answer=OTHER, id=77, seo={"title": "Refused"})
    assert given_up(edited) == AUTHOR
    decide_about(edited, edited.content(), {Conflict.objects.get(): Conflict.Decision.OURS})
    deliver("what-is-light", answer=f"{OTHER} More.", id=77)
    assert given_up(edited) == AUTHOR


def test_of_an_article_that_no_file_made_nothing_is_said(deliver, given_up):
    article = make_article("what-is-light")
    deliver("what-is-light", answer=OTHER, id=77)
    decide_about(article, article.content(), {Conflict.objects.get(): Conflict.Decision.OURS})
    deliver("what-is-light", answer=f"{OTHER} More.", id=77)
    assert given_up(article) == []
