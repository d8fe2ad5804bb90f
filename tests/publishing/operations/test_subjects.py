"""Listing and hiding a subject decides about every article in it, and their twins."""

from dataclasses import replace

import pytest
from django.db import connection, transaction

from articles.models import Article, IndexStatus
from articles.publishing import revise, save_subject
from tests.factories import make_article, make_subject

pytestmark = pytest.mark.django_db


def states():
    return dict(Article.objects.values_list("subject__slug", "index_status"))


@pytest.fixture
def save(django_capture_on_commit_callbacks):
    """Save a subject in a request of its own."""

    def saved(subject):
        with django_capture_on_commit_callbacks(execute=True):
            save_subject(subject)

    return saved


def test_hiding_a_subject_takes_its_articles_out_and_elects_their_twins(save):
    make_article("a", subject="arts", answer="One text.")
    make_article("a", subject="biology", answer="One text.")
    assert states() == {"arts": IndexStatus.INDEXABLE, "biology": IndexStatus.DUPLICATE}
    arts = make_subject("arts")
    arts.is_listed = False
    save(arts)
    assert states() == {"arts": IndexStatus.HIDDEN_SUBJECT, "biology": IndexStatus.INDEXABLE}
    arts.is_listed = True
    save(arts)
    assert states() == {"arts": IndexStatus.INDEXABLE, "biology": IndexStatus.DUPLICATE}


def test_renaming_a_subject_asks_nothing_of_its_articles(django_assert_num_queries):
    subject = make_subject("arts")
    subject.name = "The Arts"
    # A savepoint, the name that stands, the write.
    # On PostgreSQL one more, for the lock of the numbers.
    with django_assert_num_queries(6 + (connection.vendor == "postgresql")) as queries:
        save_subject(subject)
    assert not [query for query in queries if "articles_article" in query["sql"]]


@pytest.mark.parametrize("turn", [1, 2, 1_000])
def test_every_article_is_decided_in_turns(save, monkeypatch, turn):
    monkeypatch.setattr("articles.publishing.operations.subjects._ARTICLES_A_TURN", turn)
    articles = [make_article(subject="arts", answer=f"Text {number}.") for number in range(5)]
    revise(articles[0], replace(articles[0].content(), no_index=True))
    subject = make_subject("arts")
    subject.is_listed = False
    save(subject)
    assert [article.index_status for article in Article.objects.order_by("pk")] == [
        IndexStatus.NO_INDEX,
        *[IndexStatus.HIDDEN_SUBJECT] * 4,
    ]


def test_what_a_process_that_died_has_left_the_next_save_finishes(save):
    make_article("a", subject="arts", answer="One text.")
    make_article("a", subject="biology", answer="One text.")
    subject = make_subject("arts")
    subject.is_listed = False
    subject.save()  # and here the process ends
    assert states() == {"arts": IndexStatus.INDEXABLE, "biology": IndexStatus.DUPLICATE}
    save(subject)
    assert states() == {"arts": IndexStatus.HIDDEN_SUBJECT, "biology": IndexStatus.INDEXABLE}


@pytest.mark.django_db(transaction=True)
def test_the_articles_are_decided_after_the_subject_is_committed():
    """So that a request's own transaction, as the admin opens one, does not span them."""
    make_article("a", subject="arts", answer="One text.")
    subject = make_subject("arts")
    subject.is_listed = False
    with transaction.atomic():
        save_subject(subject)
        assert states() == {"arts": IndexStatus.INDEXABLE}
    assert states() == {"arts": IndexStatus.HIDDEN_SUBJECT}
