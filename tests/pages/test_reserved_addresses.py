"""Addresses that no plain page may have."""

import pytest
from django.urls import Resolver404, resolve

from articles.pages.reserved_addresses import is_reserved
from articles.pages.suggested_pages import SUGGESTED

FREE = ("about", "imprint", "learning", "searching", "sitemap", "xml", "q-and-a")


@pytest.mark.parametrize(
    "slug",
    [
        *("learn", "search", "admin", "api", "healthz", "feedback", "preview", "cards"),
        *("media", "static", "people", "topics", "index", "404", "site-logo"),
    ],
)
def test_what_the_site_answers_itself_is_no_page(slug):
    assert is_reserved(slug)


@pytest.mark.parametrize("slug", [*FREE, *(page.slug for page in SUGGESTED)])
def test_every_other_word_may_be_one(slug):
    assert not is_reserved(slug)
    assert resolve(f"/{slug}").url_name == "plain_page"


def test_no_page_takes_an_address_that_stands_in_the_list():
    """Whatever a page is called, the site's own address is found first."""
    for slug in ("learn", "search", "api", "healthz"):
        assert resolve(f"/{slug}").url_name != "plain_page"
    with pytest.raises(Resolver404):
        resolve("/Imprint")
