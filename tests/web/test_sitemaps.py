"""Sitemaps, robots.txt and icon."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from django.core.cache import cache
from lxml import etree

from articles.models import Article
from articles.publishing import revise, withdraw
from articles.web import sitemaps
from tests.factories import make_article, make_subject
from tests.web.parsing import SITE

SCHEMA = etree.XMLSchema(file=str(Path(__file__).parent / "schemas" / "sitemap.xsd"))
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(client, path):
    """The (address, lastmod) of a valid sitemap or index."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    tree = etree.fromstring(response.content)
    SCHEMA.assertValid(tree)
    return [
        (node.findtext(f"{NAMESPACE}loc"), node.findtext(f"{NAMESPACE}lastmod")) for node in tree
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
    monkeypatch.setattr(sitemaps, "BUCKET_SIZE", 2)
    articles = [make_article() for _ in range(4)]
    first = articles[0].pk // 2
    before = client.get(f"/sitemap-articles-{first}.xml").content
    make_article()
    assert client.get(f"/sitemap-articles-{first}.xml").content == before
    withdraw(articles[2])
    cache.clear()
    assert len(everything(client)) == len(set(everything(client))) == 3 + 4


def test_a_shard_without_articles_is_a_404(client):
    make_article()
    assert client.get("/sitemap-articles-77.xml").status_code == 404


def test_an_empty_library_has_a_sitemap(client):
    assert everything(client) == [f"{SITE}/", f"{SITE}/learn"]


def test_the_number_of_queries(client, django_assert_num_queries):
    """What takes a look at every article is not asked again while the library is as it was."""
    make_article()
    sitemaps = {
        "/sitemap.xml": (3, 2),
        "/sitemap-pages.xml": (6, 4),
        "/sitemap-articles-0.xml": (1, 1),
    }
    for path, counts in sitemaps.items():
        for count in counts:
            with django_assert_num_queries(count):
                client.get(path)


def test_what_is_remembered_is_forgotten_with_every_new_article_and_change(client):
    article = make_article(published_on=date(2024, 1, 1))
    assert entries(client, "/sitemap.xml")[1][1] == "2024-01-01T00:00:00+00:00"
    make_article(published_on=date(2023, 1, 1), subject="zoology")
    assert (f"{SITE}/learn/zoology", "2023-01-01T00:00:00+00:00") in entries(
        client, "/sitemap-pages.xml"
    )
    revise(article, replace(article.content(), answer="Another answer."))
    article.refresh_from_db()
    moment = article.content_modified_at.isoformat(timespec="seconds")
    assert entries(client, "/sitemap.xml")[1][1] == moment
    assert (f"{SITE}/learn/physics", moment) in entries(client, "/sitemap-pages.xml")


def test_what_leaves_is_gone_from_its_shard_at_once(client):
    article = make_article()
    assert len(everything(client)) == 4
    withdraw(article)
    assert client.get("/sitemap-articles-0.xml").status_code == 404


@pytest.mark.parametrize("agent", ["GPTBot", "ClaudeBot", "Google-Extended", "bingbot"])
def test_every_crawler_may_read_every_page(client, agent):
    article = make_article()
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    for path in ("/", "/learn", article.get_absolute_url(), "/feed.xml", "/cards/a.png", "/x.html"):
        assert robots.can_fetch(agent, SITE + path)
    assert not robots.can_fetch(agent, f"{SITE}/admin/")
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]


def test_the_longest_addresses_stay_far_below_the_limits_of_the_protocol(client):
    """50,000 URLs and 50 MB (sitemaps.org): a shard has one key in 10,000 each."""
    make_article("a" * 200, subject=make_subject("b" * 80))
    size = len(client.get("/sitemap-articles-0.xml").content)
    assert sitemaps.BUCKET_SIZE <= 50_000
    assert size * sitemaps.BUCKET_SIZE < 50_000_000


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


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_for_reading(client, method):
    for path in ("/", "/learn", "/robots.txt", "/healthz"):
        assert getattr(client, method)(path).status_code == 405


def test_the_key_of_indexnow_is_where_the_protocol_looks_for_it(client, settings):
    settings.INDEXNOW_KEY = "0123456789abcdef"
    response = client.get("/0123456789abcdef.txt")
    assert (response.status_code, response.content) == (200, b"0123456789abcdef")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/0123456789abcdee.txt").status_code == 404


def test_without_a_key_there_is_no_such_file(client):
    assert client.get("/.txt").status_code == 404
    assert client.get("/0123456789abcdef.txt").status_code == 404
