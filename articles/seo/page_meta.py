"""`PageMeta`: the head of a page as one frozen value that the template prints.

docs/corpus.md, "Page heads" lists the rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.core.cards import HEIGHT, WIDTH
from articles.seo import jsonld
from articles.seo.feed_links import feeds
from articles.seo.jsonld import ScriptJson
from articles.seo.page_titles import with_site_name
from articles.seo.site import Site
from articles.seo.site_identity import CardPicture

INDEX = "index,follow,max-image-preview:large,max-snippet:-1"
NOINDEX = "noindex,follow"


@dataclass(frozen=True, slots=True)
class PageMeta:
    """`canonical`, `previous` and `next` are absolute URLs without a query, or None.

    `properties` are the Open Graph and Twitter tags as (name, content) in the order of printing;
    `json_ld` the texts of the page's `application/ld+json` scripts, one at most; `feeds` its Atom
    feeds as (title, absolute URL).
    """

    title: str
    description: str
    robots: str
    canonical: str | None = None
    previous: str | None = None
    next: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    json_ld: tuple[ScriptJson, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()


def indexed_head(
    site: Site,
    *,
    path: str,
    name: str,
    description: str,
    picture: CardPicture,
    nodes: Sequence[dict[str, Any]] = (),
    site_description: str = "",
) -> PageMeta:
    """The head of a page of the site's own that is indexed, under its own address.

    `nodes` are the structured data of the page itself; the site and its publisher follow them.
    """
    url = site.absolute(path)
    title = with_site_name(name, site.name)
    return PageMeta(
        title=title,
        description=description,
        robots=INDEX,
        canonical=url,
        properties=open_graph(
            site, kind="website", title=title, description=description, url=url, picture=picture
        ),
        json_ld=(jsonld.graph(*nodes, site=site, site_description=site_description),),
        feeds=feeds(site),
    )


def open_graph(
    site: Site, *, kind: str, title: str, description: str, url: str, picture: CardPicture
) -> tuple[tuple[str, str], ...]:
    """The Open Graph tags (ogp.me); Twitter reads them too, and needs its own for the size."""
    return (
        ("og:type", kind),
        ("og:site_name", site.name),
        ("og:title", title),
        ("og:description", description),
        ("og:url", url),
        ("og:locale", "en_US"),
        ("og:image", picture.url),
        ("og:image:type", "image/png"),
        ("og:image:width", str(WIDTH)),
        ("og:image:height", str(HEIGHT)),
        ("og:image:alt", picture.alt),
        ("twitter:card", "summary_large_image"),
        ("twitter:image", picture.url),
        ("twitter:image:alt", picture.alt),
    )
