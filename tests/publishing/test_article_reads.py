"""Reading an article to write it, and after that."""

import pytest

from articles.models import Article, Related
from articles.publishing.article_reads import locked, read_again
from tests.factories import make_article
from tests.made_once import made_once

pytestmark = pytest.mark.django_db

PATHS = ["/learn/physics/questions/one", "/learn/physics/questions/two"]


@made_once
def article():
    return make_article("heat", related=PATHS)


def test_a_locked_article_has_its_subject_and_related_questions_at_hand(
    article, django_assert_num_queries
):
    with django_assert_num_queries(2):
        current = locked(article)
        assert current == article
        assert current.subject.slug == "physics"
        assert [link.path for link in current.content().related] == PATHS
    assert current.content() == Article.objects.get(pk=article.pk).content()
    assert current.related.filter(path=PATHS[1]).get().position == 2


def test_an_article_is_read_again_with_what_is_related_to_it(article):
    current = locked(article)
    row = Article.objects.filter(pk=article.pk)
    row.update(title="Otherwise", no_index=True, canonical=make_article("light"))
    Related.objects.filter(article=article).delete()
    assert len(current.content().related) == 2
    read_again(current)
    expected = row.get()
    assert current.content() == expected.content()
    assert (current.title, current.no_index, current.content().related) == ("Otherwise", True, ())
    assert current.canonical.slug == "light"


@pytest.mark.parametrize("read", [locked, read_again])
def test_an_article_that_is_gone_is_said_to_be(article, read):
    article.pk = 10**6
    with pytest.raises(Article.DoesNotExist):
        read(article)
