"""A condition by a long list of values: the rows that `__in` finds, by one parameter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.database.among import among
from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_rows_are_found_by_texts_by_keys_and_through_a_reference():
    first, second, third = (make_article(slug=slug) for slug in ("heat", "100-percent", "light"))
    by_text = Article.objects.filter(among("slug", ["heat", "light", "it's “none”", "%s"]))
    assert set(by_text) == {first, third}
    assert set(Article.objects.filter(among("pk", iter([second.pk, 2**40])))) == {second}
    subject = first.subject.slug
    assert Article.objects.filter(among("subject__slug", {subject: 1})).count() == 3
    assert not Article.objects.filter(among("subject__slug", ["no-subject"])).exists()


def test_an_empty_list_finds_nothing():
    make_article(slug="heat")
    assert not Article.objects.filter(among("slug", [])).exists()
    assert not Article.objects.filter(among("pk", ())).exists()


def test_rows_are_updated_and_deleted_by_it():
    one, other = make_article(slug="heat"), make_article(slug="light")
    assert Article.objects.filter(among("pk", [one.pk])).update(author="Ada") == 1
    assert Article.objects.exclude(among("pk", [one.pk])).get() == other


def test_more_values_than_a_statement_has_parameters_are_one_statement():
    article = make_article(slug="heat")
    with CaptureQueriesContext(connection) as queries:
        found = Article.objects.filter(among("pk", [article.pk, *range(10**9, 10**9 + 100_000)]))
        assert list(found) == [article]
    assert len(queries) == 1
