"""Invariants that the database itself keeps, on SQLite and PostgreSQL alike."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Finding, ImportRun, Redirect, Related
from tests.factories import make_article, make_subject

pytestmark = pytest.mark.django_db


def article(**values):
    return Article(
        **{
            "subject": make_subject(),
            "slug": "x",
            "title": "X",
            "content_digest": "0",
            "content_modified_at": datetime.now(UTC),
            **values,
        }
    )


def refused(save):
    with pytest.raises(IntegrityError), transaction.atomic():
        save()


def test_an_address_holds_one_article():
    article().save()
    refused(article().save)
    article(subject=make_subject("biology")).save()


def test_a_published_article_has_a_date():
    refused(article(status="published").save)


@pytest.mark.parametrize("values", [{"status": "lost"}, {"index_status": "perhaps"}])
def test_a_status_is_a_known_one(values):
    refused(article(**values).save)


def test_no_article_is_its_own_canonical():
    one = make_article()
    refused(lambda: Article.objects.filter(pk=one.pk).update(canonical=one))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"is_gone": True, "external_url": "https://example.org/"},
        {"old_path": "no-slash", "is_gone": True},
    ],
)
def test_a_redirect_has_one_target(values):
    refused(Redirect(**{"old_path": "/old", **values}).save)


def test_a_redirect_to_an_article_is_not_gone():
    refused(Redirect(old_path="/old", article=make_article(), is_gone=True).save)


def test_related_questions_have_places_and_paths_of_their_own():
    one = make_article(related=["/learn/a/questions/a"])
    refused(Related(article=one, position=1, path="/learn/b/questions/b").save)
    refused(Related(article=one, position=2, path="/learn/a/questions/a").save)
    refused(Related(article=one, position=2, path="/x", target=one).save)


def test_the_words_of_states_are_known():
    refused(ImportRun(state="lost").save)
    refused(Finding(path="x", kind="x", severity="dreadful").save)
