"""Which changes search engines are told of, each in the transaction of the change."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.core.article_content import RelatedLink
from articles.models import Announcement, Revision, Subject
from articles.publishing import (
    absorb,
    delete,
    move,
    publish,
    revise,
    save_subject,
    undelete,
    unpublish,
    withdraw,
)
from tests.factories import make_article, make_subject

pytestmark = pytest.mark.django_db

A, B = "/learn/physics/questions/a", "/learn/zoology/questions/b"


@pytest.fixture(autouse=True)
def _on(settings):
    settings.INDEXNOW_KEY = "0123456789abcdef"


@pytest.fixture
def article():
    article = make_article("a")
    Announcement.objects.all().delete()
    return article


def told():
    """The paths that were noted, each once, in order; they are forgotten then."""
    paths = list(dict.fromkeys(Announcement.objects.values_list("path", flat=True)))
    Announcement.objects.all().delete()
    return paths


def test_a_new_article():
    make_article("a")
    assert told() == [A]


@pytest.mark.parametrize("values", [{"status": "draft"}, {"no_index": True}])
def test_not_what_is_not_indexed(values):
    make_article("a", **values)
    assert told() == []


def test_not_what_a_hidden_subject_holds():
    article = make_article("a", subject=make_subject("others", is_listed=False))
    revise(article, replace(article.content(), answer="Other."))
    withdraw(article)
    assert told() == []


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "Other."},
        {"question": "Other?"},
        {"seo_title": "Other"},
        {"seo_description": "Other."},
        {"related": (RelatedLink("/learn/physics/questions/z", "Z?"),)},
    ],
)
def test_a_change_that_a_search_engine_sees(article, change):
    revise(article, replace(article.content(), **change))
    assert told() == [A]


@pytest.mark.parametrize("change", [{"score": 1.0}, {}])
def test_not_a_change_that_it_does_not_see(article, change):
    revise(article, replace(article.content(), **change))
    assert told() == []


def test_what_leaves_and_what_comes_back(article):
    withdraw(article)
    assert told() == [A]
    publish(article)
    assert told() == [A]
    unpublish(article)
    assert told() == [A]
    publish(article)
    told()
    revise(article, replace(article.content(), no_index=True))
    assert told() == [A]
    revise(article, replace(article.content(), no_index=False))
    assert told() == [A]


def test_both_ends_of_a_move(article):
    move(article, make_subject("zoology"), "b")
    assert told() == [A, B]


def test_what_is_deleted_and_brought_back(article):
    delete(article)
    assert told() == [A]
    undelete(Revision.objects.filter(article_key=article.pk).first())
    assert told() == [A]


def test_twins_change_places(article):
    twin = make_article("b", subject="zoology", answer=article.answer)
    assert told() == []
    withdraw(article)
    assert sorted(told()) == [A, B]
    other = make_article("c", subject="zoology")
    told()
    absorb(twin, into=other)
    assert told() == [B]


def test_not_a_subject_that_is_hidden_and_stays_so():
    subject = Subject(slug="others", name="Others", is_listed=False)
    save_subject(subject)
    subject.introduction = "Nobody is told of it."
    save_subject(subject)
    assert told() == []
    subject.is_listed = True
    save_subject(subject)
    assert told() == ["/learn/others"]
    subject.is_listed = False
    save_subject(subject)
    assert told() == ["/learn/others"]


def test_a_subject_is_hidden_and_listed(article, django_capture_on_commit_callbacks):
    subject = Subject.objects.get(slug="physics")
    subject.is_listed = False
    with django_capture_on_commit_callbacks(execute=True):
        save_subject(subject)
    assert told() == ["/learn/physics", A]


def test_what_is_rolled_back_is_not_told(article):
    with transaction.atomic():
        withdraw(article)
        transaction.set_rollback(True)
    assert told() == []


def test_off_by_default(settings):
    settings.INDEXNOW_KEY = ""
    withdraw(make_article("a"))
    assert told() == []


FILE = """---
title: "{title}"
article_title: "{title}"
question: "{title}"
date: 2024-12-07
answer: "{answer}"
subject: Physics
no_index: {no_index}
url: /learn/physics/questions/{slug}
id: 1
---
&nbsp;
"""


def test_an_import_tells_of_what_it_makes_and_changes(tmp_path):
    folder = tmp_path / "physics"
    folder.mkdir()

    def deliver(slug, answer="Light is a wave.", no_index="false"):
        text = FILE.format(title=f"What is {slug}?", slug=slug, answer=answer, no_index=no_index)
        (folder / f"{slug}.md").write_text(text)

    def run():
        call_command("import_articles", str(tmp_path), workers=1, verbosity=0)
        return told()

    deliver("a")
    deliver("b", answer="Another answer.")
    deliver("c", answer="Kept out.", no_index="true")
    paths = [f"/learn/physics/questions/{slug}" for slug in "abc"]
    assert sorted(run()) == paths[:2]
    assert run() == []
    deliver("a", answer="Light is a wave, and a particle.")
    assert run() == [paths[0]]
    deliver("b", answer="Another answer.", no_index="true")
    deliver("c", answer="Kept out.")
    assert sorted(run()) == paths[1:]
