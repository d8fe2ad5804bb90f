"""Sitemaps, robots.txt, icon and health."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError

from articles.models import Article
from articles.publishing import withdraw
from articles.web import discovery
from tests.factories import make_article, make_subject
from tests.web.parsing import SITE

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(client, path):
    """The (address, lastmod) of a sitemap or an index."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return [
        (node.findtext(f"{NAMESPACE}loc"), node.findtext(f"{NAMESPACE}lastmod"))
        for node in ElementTree.fromstring(response.content)
    ]


def everything(client):
    """The addresses of all shards that the index names."""
    shards = [url for url, _ in entries(client, "/sitemap.xml")]
    assert all(shard.startswith(SITE) for shard in shards)
    return [url for shard in shards for url, _ in entries(client, shard.removeprefix(SITE))]


def test_indexable_pages_alone_and_each_once(client):
    shown = make_article("a", subject="computing")
    make_article("a", subject="physics", answer=shown.answer)
    make_article(subject="computing", no_index=True)
    make_article(subject="computing", status="draft")
    withdraw(make_article(subject="computing"))
    make_article(subject=make_subject("others", is_listed=False))
    assert everything(client) == [
        f"{SITE}/",
        f"{SITE}/learn",
        f"{SITE}/learn/computing",
        SITE + shown.get_absolute_url(),
    ]


def test_lastmod_is_the_last_change_that_a_reader_can_see(client):
    article = make_article()
    changed = datetime(2025, 1, 9, 10, 30, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(content_modified_at=changed)
    moment = "2025-01-09T10:30:00+00:00"
    for path in ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-articles-0.xml"):
        assert {lastmod for _, lastmod in entries(client, path)} == {moment}


def test_a_new_article_leaves_the_full_shards_as_they_are(client, monkeypatch):
    monkeypatch.setattr(discovery, "BUCKET_SIZE", 2)
    articles = [make_article() for _ in range(4)]
    first = articles[0].pk // 2
    before = client.get(f"/sitemap-articles-{first}.xml").content
    make_article()
    assert client.get(f"/sitemap-articles-{first}.xml").content == before
    withdraw(articles[2])
    assert len(everything(client)) == len(set(everything(client))) == 3 + 4


def test_a_shard_without_articles_is_a_404(client):
    make_article()
    assert client.get("/sitemap-articles-77.xml").status_code == 404


def test_an_empty_library_has_a_sitemap(client):
    assert everything(client) == [f"{SITE}/", f"{SITE}/learn"]


def test_each_sitemap_costs_one_query(client, django_assert_num_queries):
    make_article()
    for path in ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-articles-0.xml"):
        with django_assert_num_queries(1):
            client.get(path)


def test_robots_blocks_no_page_whose_noindex_must_be_seen(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert [line for line in lines if line.startswith("Disallow")] == ["Disallow: /admin/"]
    assert f"Sitemap: {SITE}/sitemap.xml" in lines


def test_the_icon_is_where_browsers_look_for_it(client):
    response = client.get("/favicon.ico")
    assert response["Content-Type"] == "image/x-icon"
    assert response.content.startswith(b"\0\0\1\0")


def test_health_is_ok_while_the_database_answers(client, monkeypatch):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_for_reading(client, method):
    for path in ("/", "/learn", "/robots.txt", "/healthz"):
        assert getattr(client, method)(path).status_code == 405


def test_health_is_503_when_it_does_not(client, monkeypatch):
    class Broken:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(discovery, "connection", Broken())
    assert client.get("/healthz").status_code == 503


def test_the_key_of_indexnow_is_where_the_protocol_looks_for_it(client, settings):
    settings.INDEXNOW_KEY = "0123456789abcdef"
    response = client.get("/0123456789abcdef.txt")
    assert (response.status_code, response.content) == (200, b"0123456789abcdef")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/0123456789abcdee.txt").status_code == 404


def test_without_a_key_there_is_no_such_file(client):
    assert client.get("/.txt").status_code == 404
    assert client.get("/0123456789abcdef.txt").status_code == 404
