"""Listing and hiding a subject decides about every article in it, and their twins."""

import pytest

from articles.models import Article, IndexStatus
from articles.publishing import save_subject
from tests.factories import make_article, make_subject

pytestmark = pytest.mark.django_db


def states():
    return dict(Article.objects.values_list("subject__slug", "index_status"))


def test_hiding_a_subject_takes_its_articles_out_and_elects_their_twins():
    make_article("a", subject="arts", answer="One text.")
    make_article("a", subject="biology", answer="One text.")
    assert states() == {"arts": IndexStatus.INDEXABLE, "biology": IndexStatus.DUPLICATE}
    arts = make_subject("arts")
    arts.is_listed = False
    save_subject(arts)
    assert states() == {"arts": IndexStatus.HIDDEN_SUBJECT, "biology": IndexStatus.INDEXABLE}
    arts.is_listed = True
    save_subject(arts)
    assert states() == {"arts": IndexStatus.INDEXABLE, "biology": IndexStatus.DUPLICATE}


def test_renaming_a_subject_asks_nothing_of_its_articles(django_assert_num_queries):
    subject = make_subject("arts")
    subject.name = "The Arts"
    with django_assert_num_queries(4):  # savepoint, what it was, update, release
        save_subject(subject)
