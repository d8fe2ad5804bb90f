"""A crawl of the imported corpus: everything is near, and nothing leads nowhere."""

import random
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import html

from articles.core.source.article_paths import article_path
from articles.models import Article, RelatingDue
from articles.relating import relate_due

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

SEED = 4
MOST_CLICKS = 4
# Of the articles, whose pages are of one kind: each link of so many is followed.
ARTICLES_READ = 150
RELATED = 300


@pytest.fixture(scope="module")
def library(imported, django_db_blocker):
    with django_db_blocker.unblock():
        # A part of the library is related: the whole takes a minute.
        last = RelatingDue.objects.order_by("article")[RELATED].article_id
        RelatingDue.objects.filter(article__gt=last).delete()
        relate_due()


RELATED_QUESTIONS = "//ul[@class='related-list']//a/@href"


def links_of(client, path, xpath="//body//a/@href"):
    response = client.get(path)
    assert response.status_code == 200, path
    links = html.fromstring(response.content).xpath(xpath)
    return {urlsplit(link).path for link in links if link.startswith("/")}


def crawl(client):
    """{path: clicks from the home page} of everything that lists lead to; only lists are read."""
    clicks = {"/": 0}
    waiting = ["/"]
    for path in waiting:
        if clicks[path] == MOST_CLICKS or "/questions/" in path:
            continue
        for link in sorted(links_of(client, path)):
            if link not in clicks:
                clicks[link] = clicks[path] + 1
                waiting.append(link)
    return clicks


def test_every_indexable_article_is_within_four_clicks(library):
    clicks = crawl(Client())
    rows = Article.objects.indexable().values_list("subject__slug", "slug")
    far = {article_path(*row) for row in rows} - clicks.keys()
    assert far == set()


def test_no_link_is_broken_and_none_leads_to_a_page_that_is_not_indexed(library):
    client = Client()
    indexable = {
        article_path(*row)
        for row in Article.objects.indexable().values_list("subject__slug", "slug")
    }
    rng = random.Random(SEED)
    first = Article.objects.indexable().select_related("subject").order_by("pk")[:RELATED]
    paths = [article.get_absolute_url() for article in rng.sample(list(first), ARTICLES_READ // 2)]
    paths += rng.sample(sorted(indexable), ARTICLES_READ // 2)
    followed = set()
    for path in paths:
        for link in links_of(client, path) - followed:
            followed.add(link)
            assert client.get(link).status_code == 200, (path, link)
        assert links_of(client, path, RELATED_QUESTIONS) <= indexable, path
