"""Heads of the search page, of standalone and plain pages and of error pages."""

from dataclasses import replace
from datetime import UTC

from django.urls import reverse

from articles.models import Page
from articles.seo import jsonld
from articles.seo.card_urls import home_picture
from articles.seo.page_meta import NOINDEX, PageMeta, indexed_head
from articles.seo.page_titles import with_site_name
from articles.seo.site import Site

_TYPES = {
    Page.Kind.PAGE: "WebPage",
    Page.Kind.ABOUT: "AboutPage",
    Page.Kind.CONTACT: "ContactPage",
}


def search_meta(query: str, *, site: Site) -> PageMeta:
    """The head of the search page. Results are not indexed: there are as many as there are words
    (developers.google.com/search/docs/crawling-indexing/large-site-managing-crawl-budget)."""
    if query:
        title = with_site_name(f"“{query}” – Search", site.name)
        description = f"What {site.name} has about “{query}”."
        return PageMeta(title=title, description=description, robots=NOINDEX)
    path = reverse("search")
    url = site.absolute(path)
    return indexed_head(
        site,
        path=path,
        name="Search the library",
        description=f"Search the questions and answers of {site.name} by their words.",
        picture=home_picture(site),
        nodes=(jsonld.breadcrumbs(url, [("Search", url)]),),
    )


def plain_page_meta(page: Page, *, site: Site) -> PageMeta:
    """The head of a page that editors write; one that is unpublished is described as of today."""
    path = page.get_absolute_url()
    url = site.absolute(path)
    description = page.description or page.excerpt
    picture = home_picture(site)
    published_at = page.published_at or page.content_modified_at
    data = jsonld.plain_page(
        site=site,
        url=url,
        kind=_TYPES[page.kind],
        name=page.title,
        description=description,
        picture=picture,
        published_on=published_at.astimezone(UTC).date(),
        modified_at=page.content_modified_at,
    )
    steps = [("Home", site.absolute(reverse("home"))), (page.title, url)]
    head = indexed_head(
        site,
        path=path,
        name=page.title,
        description=description,
        picture=picture,
        nodes=(data, jsonld.breadcrumbs(url, steps)),
    )
    return replace(head, robots=NOINDEX) if page.no_index else head


def page_meta(*, site: Site, path: str, title: str, description: str) -> PageMeta:
    """The head of a page that stands for itself, such as the one about the API."""
    return indexed_head(
        site, path=path, name=title, description=description, picture=home_picture(site)
    )


def error_meta(title: str, *, site: Site) -> PageMeta:
    """The head of a page that says that there is nothing here."""
    return PageMeta(title=with_site_name(title, site.name), description="", robots=NOINDEX)
