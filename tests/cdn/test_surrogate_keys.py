"""Answers carry the keys of what they show, in the form of the CDN, and only where there is one."""

import pytest
from django.test import Client

from articles.cdn.surrogate_keys import keys_of, keys_of_changes
from articles.page_store.freshness import Freshness
from articles.static_site.address import Address
from articles.static_site.making import forget_handler, make
from articles.web.response_headers import CDN_HEADERS, Shows
from tests.factories import make_article
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@made_once
def article():
    return make_article("heat", title="Heat?")


def _headers(settings, kind, path):
    settings.CDN_KIND = kind
    return Client().get(path).headers


def test_without_a_cdn_nothing_is_said(settings, article):
    headers = _headers(settings, "NONE", article.get_absolute_url())
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not CDN_HEADERS & set(headers)


@pytest.mark.parametrize(
    ("kind", "name", "separator", "other"),
    [
        ("FASTLY", "Surrogate-Key", " ", ("Surrogate-Control", "max-age=3600")),
        ("CLOUDFLARE", "Cache-Tag", ",", ("Cloudflare-CDN-Cache-Control", "public, max-age=3600")),
        (
            "VARNISH",
            "xkey",
            " ",
            ("Cache-Control", "public, max-age=0, must-revalidate, s-maxage=3600"),
        ),
    ],
)
def test_a_page_has_its_keys(settings, article, kind, name, separator, other):
    headers = _headers(settings, kind, article.get_absolute_url())
    keys = headers[name].split(separator)
    assert {"everything", f"article:{article.pk}"} <= set(keys)
    assert headers[other[0]] == other[1]
    assert {name, other[0]} <= CDN_HEADERS | {"Cache-Control"}, "what an unproved page goes without"
    if kind != "VARNISH":
        assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    # What no change is told of is nobody's to keep; what is for ever needs no key.
    for path in ("/search?q=heat", "/admin/login/", "/nothing-here"):
        assert name not in _headers(settings, kind, path), path


def test_every_public_page_has_a_key_that_a_change_of_what_it_shows_purges(settings, article):
    purged = set(keys_of_changes([article.pk], ["list:physics"]))
    for path in (
        "/",
        "/learn/physics",
        "/feed.xml",
        "/llms.txt",
        "/sitemap-articles-0.xml",
        "/llms-full-0.txt",
        article.get_absolute_url(),
        f"{article.get_absolute_url()}.md",
    ):
        headers = _headers(settings, "FASTLY", path)
        assert purged & set(headers["Surrogate-Key"].split()), path


def test_a_range_that_no_change_knows_belongs_to_all():
    assert keys_of(Shows(keys=(500, 1_700))) == ["everything", "library"]
    assert "keys:0-1000" in keys_of_changes([7], [])
    assert keys_of_changes([7], ["everything", "list:a"]) == ["everything"]


def test_a_published_file_has_none(settings, article):
    settings.CDN_KIND = "VARNISH"
    forget_handler()
    answer = make(Address(article.get_absolute_url()), Freshness().look())
    forget_handler()
    assert "xkey" not in dict(answer.plain.headers)
