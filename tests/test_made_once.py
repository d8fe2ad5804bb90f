"""What the tests of a module share is made once, and none sees what another did to it."""

import pytest

from articles.models import Article
from tests.factories import make_article
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
made = []


@made_once
def article():
    made.append("article")
    return make_article("shared", title="What is shared?")


@made_once
def twin(article):
    return make_article("twin", answer=article.answer)


@pytest.mark.parametrize("turn", range(2))
def test_each_test_finds_it_as_it_was_made(article, turn):
    assert (article.title, Article.objects.get().title) == ("What is shared?",) * 2
    article.title = "What is changed?"
    article.save()
    assert made == ["article"]


def test_one_is_made_of_another(article, twin):
    assert twin.canonical == article
    assert made == ["article"]


def test_without_asking_there_is_none():
    """It stands last and runs first."""
    assert not Article.objects.exists()
    assert made == []
