"""A reader beside an editor, on PostgreSQL: neither is shown a database's error."""

import pytest
from django.db import transaction

from articles.audience.feedback import NoArticle, record
from articles.models import Article, Readership
from articles.publishing import delete
from tests.factories import make_article
from tests.sessions import PATIENCE_SECONDS, start

pytestmark = pytest.mark.django_db(transaction=True)


def vote(key):
    record(key, is_helpful=True, note="", visitor="a")


def test_a_vote_for_an_article_that_is_being_removed_is_told_so():
    article = make_article()
    key = article.pk
    with transaction.atomic():
        delete(article)
        future = start(lambda: vote(key))
        assert not future.done()
    with pytest.raises(NoArticle):
        future.result(PATIENCE_SECONDS)
    assert not Readership.objects.exists()


def test_a_removal_beside_a_first_vote_takes_the_vote_along():
    article = make_article()
    with transaction.atomic():
        # What refers to the article is deleted, the article itself is waited for.
        list(Article.objects.raw("SELECT id FROM articles_article FOR KEY SHARE"))
        future = start(lambda: delete(article))
        assert not future.done()
        vote(article.pk)
    future.result(PATIENCE_SECONDS)
    assert not Article.objects.exists()
    assert not Readership.objects.exists()
