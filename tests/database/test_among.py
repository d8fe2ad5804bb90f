import pytest

from articles.database.among import Among
from articles.models import Article, TextPosting
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_rows_are_found_by_their_key_and_by_a_foreign_one():
    articles = [make_article(f"number-{number}") for number in range(3)]
    TextPosting.objects.bulk_create(TextPosting(term=7, article=article) for article in articles)
    keys = [articles[0].pk, articles[2].pk, 0]
    assert set(Article.objects.filter(Among("pk", keys))) == {articles[0], articles[2]}
    found = TextPosting.objects.filter(Among("article", keys)).values_list("article", flat=True)
    assert set(found) == {articles[0].pk, articles[2].pk}


def test_no_number_finds_nothing():
    make_article()
    assert not Article.objects.filter(Among("pk", [])).exists()


def test_more_numbers_than_a_statement_has_parameters():
    article = make_article()
    assert Article.objects.get(Among("pk", range(1, 70_000))) == article


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="invalid literal"):
        Among("pk", ["1) OR (1=1"])
