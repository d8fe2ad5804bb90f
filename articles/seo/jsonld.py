"""Structured data (schema.org, as JSON-LD) of each kind of page.

Nodes in the order in which they are printed; `graph` makes a page's one script of them.
Article and BreadcrumbList for an article, not QAPage or FAQPage: those are for pages where users
answer, and for a site's own frequent questions (developers.google.com/search/docs).
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from articles.core.cards import HEIGHT, WIDTH
from articles.core.text.source_list import Source
from articles.seo.credits import Credit
from articles.seo.site import Site
from articles.seo.site_identity import CardPicture

# Inside <script> nothing is decoded, and `</script` ends it wherever it stands. U+2028 and
# U+2029 are legal in JSON but end a line in older JavaScript.
_ESCAPES = (
    ("<", "\\u003C"),
    (">", "\\u003E"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)


class ScriptJson(str):
    """JSON that may stand inside <script> as it is; only `script_json` makes one."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell Django's autoescape that the text is safe where it belongs."""
        return self


def script_json(data: dict[str, Any]) -> ScriptJson:
    """Return the data as compact JSON without a character that could end the script.

    >>> script_json({"headline": "</script>"})
    '{"headline":"\\\\u003C/script\\\\u003E"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A search for each is quicker than one look at every character.
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return ScriptJson(text)


def graph(*nodes: dict[str, Any], site: Site, site_description: str = "") -> ScriptJson:
    """One script for a page: its nodes, and behind them the site and its publisher; they name each
    other by `@id` (JSON-LD 1.1, 4.9)."""
    own = ",".join(script_json(node) for node in nodes)
    comma = "," if own else ""
    rest = _of_the_site(site, site_description)
    return ScriptJson(f'{{"@context":"https://schema.org","@graph":[{own}{comma}{rest}]}}')


@lru_cache(maxsize=8)
def _of_the_site(site: Site, description: str) -> str:
    """The nodes that all pages have."""
    return f"{script_json(website(site, description))},{script_json(organization(site))}"


def organization(site: Site) -> dict[str, Any]:
    """Who publishes the site, on every page in full: a crawler may see no other. `sameAs` only
    where there is something to say."""
    own = site.organization
    return {
        "@type": "Organization",
        "@id": organization_id(site),
        "name": own.name,
        "url": own.url,
        "logo": {
            "@type": "ImageObject",
            "@id": f"{site.url}/#logo",
            "url": own.logo.url,
            "contentUrl": own.logo.url,
            "width": own.logo.width,
            "height": own.logo.height,
            "caption": own.name,
        },
        **({"sameAs": list(own.same_as)} if own.same_as else {}),
        **_principles(site),
    }


def website(site: Site, description: str = "") -> dict[str, Any]:
    """The site as a whole; the home page describes it.

    No SearchAction: Google retired the box that it was for (developers.google.com, October 2024).
    """
    return {
        "@type": "WebSite",
        "@id": website_id(site),
        "name": site.name,
        "url": f"{site.url}/",
        **({"description": description} if description else {}),
        "inLanguage": site.language,
        "publisher": {"@id": organization_id(site)},
    }


def breadcrumbs(url: str, steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The BreadcrumbList of the page at `url`: (name, absolute URL), outermost first."""
    return {
        "@type": "BreadcrumbList",
        "@id": breadcrumbs_id(url),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": step}
            for position, (name, step) in enumerate(steps, start=1)
        ],
    }


def article(
    *,
    site: Site,
    url: str,
    headline: str,
    description: str,
    abstract: str,
    picture: CardPicture,
    author: str | Credit,
    sources: Sequence[Source],
    section: str,
    keywords: Sequence[str],
    word_count: int,
    published_on: date,
    modified_at: datetime,
) -> dict[str, Any]:
    """An Article. `url` is the canonical one, so that twins describe one and the same article;
    `abstract` its short answer, "" for none (schema.org/abstract)."""
    return {
        "@type": "Article",
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "isPartOf": {"@id": website_id(site)},
        "headline": headline,
        "description": description,
        **({"abstract": abstract} if abstract else {}),
        "image": image(picture),
        "datePublished": published_on.isoformat(),
        "dateModified": modified_on(published_on, modified_at),
        "author": _author(site, author),
        "publisher": {"@id": organization_id(site)},
        "articleSection": section,
        "keywords": list(keywords),
        "inLanguage": site.language,
        "wordCount": word_count,
        "isAccessibleForFree": True,
        **({"citation": list(map(_citation, sources))} if sources else {}),
        **_principles(site),
    }


def reviewed_page(
    *, site: Site, url: str, reviewed_by: str | Credit, reviewed_on: date | None
) -> dict[str, Any]:
    """A WebPage with `reviewedBy` and `lastReviewed`: schema.org has the two for pages, and for no
    Article (schema.org/reviewedBy, schema.org/lastReviewed)."""
    return {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "isPartOf": {"@id": website_id(site)},
        "inLanguage": site.language,
        "reviewedBy": (
            {"@type": "Person", "name": reviewed_by}
            if isinstance(reviewed_by, str)
            else credited(site, reviewed_by)
        ),
        **({"lastReviewed": reviewed_on.isoformat()} if reviewed_on else {}),
        "breadcrumb": {"@id": breadcrumbs_id(url)},
    }


def credited(site: Site, credit: Credit) -> dict[str, Any]:
    """Who wrote or reviewed, by the page of their own that says more."""
    url = site.absolute(credit.path)
    return {
        "@type": "Person" if credit.is_person else "Organization",
        "@id": person_id(url),
        "name": credit.name,
        "url": url,
        **({"jobTitle": credit.job_title} if credit.job_title and credit.is_person else {}),
    }


def profile(
    *,
    site: Site,
    url: str,
    credit: Credit,
    description: str,
    picture: str,
    same_as: Sequence[str],
    modified_at: datetime,
) -> dict[str, Any]:
    """A ProfilePage, whose matter is who wrote and reviewed (developers.google.com/search/docs,
    "Profile page"). `picture` is the absolute URL of a portrait, "" where there is none."""
    somebody = {
        **credited(site, credit),
        **({"description": description} if description else {}),
        **({"image": picture} if picture else {}),
        **({"sameAs": list(same_as)} if same_as else {}),
    }
    return {
        "@type": "ProfilePage",
        "@id": url,
        "url": url,
        "name": credit.name,
        "dateModified": modified_at.astimezone(UTC).isoformat(timespec="seconds"),
        "inLanguage": site.language,
        "isPartOf": {"@id": website_id(site)},
        "mainEntity": somebody,
        "breadcrumb": {"@id": breadcrumbs_id(url)},
    }


def collection(
    *,
    site: Site,
    url: str,
    name: str,
    description: str,
    picture: CardPicture,
    about: str = "",
    has_breadcrumbs: bool = True,
) -> dict[str, Any]:
    """A CollectionPage: a page whose matter is its list. `about` is the subject of the list, ""
    where it has none."""
    return {
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": site.language,
        "isPartOf": {"@id": website_id(site)},
        **({"about": {"@type": "Thing", "name": about}} if about else {}),
        "primaryImageOfPage": image(picture),
        **({"breadcrumb": {"@id": breadcrumbs_id(url)}} if has_breadcrumbs else {}),
    }


def plain_page(
    *,
    site: Site,
    url: str,
    kind: str,
    name: str,
    description: str,
    picture: CardPicture,
    published_on: date,
    modified_at: datetime,
) -> dict[str, Any]:
    """A page that stands for itself. `kind` is its type: WebPage, or AboutPage and ContactPage,
    whose matter is the publisher (schema.org/AboutPage, schema.org/ContactPage)."""
    return {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": site.language,
        "isPartOf": {"@id": website_id(site)},
        "publisher": {"@id": organization_id(site)},
        **({} if kind == "WebPage" else {"about": {"@id": organization_id(site)}}),
        "datePublished": published_on.isoformat(),
        "dateModified": modified_on(published_on, modified_at),
        "primaryImageOfPage": image(picture),
        "breadcrumb": {"@id": breadcrumbs_id(url)},
    }


def item_list(urls: Sequence[str]) -> dict[str, Any]:
    """The ItemList of a page that lists others, in their order; a summary page names each by its
    URL alone (developers.google.com/search/docs, "Carousel")."""
    return {
        "@type": "ItemList",
        "numberOfItems": len(urls),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "url": url}
            for position, url in enumerate(urls, start=1)
        ],
    }


def image(picture: CardPicture) -> dict[str, Any]:
    """A page's card."""
    return {
        "@type": "ImageObject",
        "url": picture.url,
        "contentUrl": picture.url,
        "width": WIDTH,
        "height": HEIGHT,
        "caption": picture.alt,
    }


def organization_id(site: Site) -> str:
    return f"{site.url}/#organization"


def website_id(site: Site) -> str:
    return f"{site.url}/#website"


def breadcrumbs_id(url: str) -> str:
    return f"{url}#breadcrumbs"


def person_id(url: str) -> str:
    return f"{url}#person"


def modified_on(published_on: date, modified_at: datetime) -> str:
    """The ISO date of publication while nothing changed since, else the moment of the change.

    A moment is given to the second, in UTC: ISO 8601 as schema.org's DateTime wants it.
    """
    if not is_modified(published_on, modified_at):
        return published_on.isoformat()
    return modified_at.astimezone(UTC).isoformat(timespec="seconds")


def is_modified(published_on: date, modified_at: datetime) -> bool:
    """Return whether a page should print a date of change beside its date of publication."""
    return modified_at.astimezone(UTC).date() > published_on


def _citation(source: Source) -> dict[str, Any]:
    return {"@type": "CreativeWork", "name": source.name, "url": source.url}


def _principles(site: Site) -> dict[str, str]:
    """The editorial policy, where the site has one (schema.org/publishingPrinciples)."""
    return {"publishingPrinciples": urljoin(f"{site.url}/", site.policy)} if site.policy else {}


def _author(site: Site, name: str | Credit) -> dict[str, Any]:
    """Somebody with a page of their own; else the publisher itself, named in full: readers of an
    author alone follow no reference. Another name is another organisation, of which no page is
    known."""
    if not isinstance(name, str):
        return credited(site, name)
    own = site.organization
    if name and name not in {site.name, own.name}:
        return {"@type": "Organization", "name": name}
    return {
        "@type": "Organization",
        "@id": organization_id(site),
        "name": own.name,
        "url": own.url,
    }
