"""Computed related questions on the page of an article."""

import pytest

from articles.models import Article, ComputedRelated, RelatingMethod
from articles.publishing import withdraw
from articles.web.article_queries import related_entries
from tests.factories import make_article
from tests.made_once import made_once
from tests.web.parsing import parse

pytestmark = pytest.mark.django_db


def compute(article, *targets, is_extra=False):
    start = ComputedRelated.objects.filter(article=article).count()
    ComputedRelated.objects.bulk_create(
        ComputedRelated(
            article=article,
            position=start + place,
            target=target,
            method=RelatingMethod.TEXT,
            score=1.0,
            is_extra=is_extra,
        )
        for place, target in enumerate(targets, start=1)
    )


def shown(client, article):
    page = parse(client.get(article.get_absolute_url()))
    return page.tree.xpath("//ul[@class='related-list']//a/@href")


def paths(articles):
    return [article.get_absolute_url() for article in articles]


@made_once
def targets():
    return [make_article(f"target-{number}", title=f"Target {number}?") for number in range(8)]


def test_they_fill_an_articles_own_up_to_four(client, targets):
    article = make_article("a", related=paths(targets[:2]))
    compute(article, *targets[2:6])
    assert shown(client, article) == paths(targets[:4])


def test_extra_ones_come_beside_the_four(client, targets):
    article = make_article("a", related=paths(targets[:4]))
    compute(article, targets[4])
    compute(article, *targets[5:7], is_extra=True)
    assert shown(client, article) == paths([*targets[:4], *targets[5:7]])


def test_none_is_shown_twice(client, targets):
    article = make_article("a", related=paths(targets[:1]))
    compute(article, *targets[:2])
    assert shown(client, article) == paths(targets[:2])


def test_one_that_is_not_indexed_any_more_is_left_out(client, targets):
    article = make_article("a")
    compute(article, *targets[:3])
    withdraw(targets[1])
    assert shown(client, article) == paths([targets[0], targets[2]])


def test_the_page_costs_two_queries_with_them(client, targets, django_assert_num_queries):
    article = make_article("a", related=paths(targets[:2]))
    compute(article, *targets[2:4])
    compute(article, targets[5], is_extra=True)
    path = article.get_absolute_url()
    with django_assert_num_queries(2):
        client.get(path)


def test_a_change_of_a_computed_one_changes_the_page(targets):
    article = make_article("a")
    compute(article, targets[0])
    newest = Article.objects.get(pk=targets[0].pk).content_modified_at
    (entry,) = related_entries(article)
    assert entry.changed_at == newest
