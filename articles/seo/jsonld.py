"""Structured data (schema.org, as JSON-LD) of each kind of page.

Dictionaries in the order in which they are printed; `script_json` alone turns one into text.
Article and BreadcrumbList for an article, not QAPage or FAQPage: those are for pages where users
answer, and for a site's own frequent questions (developers.google.com/search/docs).
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from articles.seo.site import Site

# Inside <script> nothing is decoded, and `</script` ends it wherever it stands. U+2028 and
# U+2029 are legal in JSON but end a line in older JavaScript.
_ESCAPES = str.maketrans(
    {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
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
    return ScriptJson(text.translate(_ESCAPES))


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A BreadcrumbList of (name, absolute URL), outermost first."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def article(
    *,
    site: Site,
    url: str,
    headline: str,
    description: str,
    author: str,
    section: str,
    keywords: Sequence[str],
    word_count: int,
    published_on: date,
    modified_at: datetime,
) -> dict[str, Any]:
    """An Article. `url` is the canonical one, so that twins describe one and the same article."""
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "headline": headline,
        "description": description,
        "image": site.social_image,
        "datePublished": published_on.isoformat(),
        "dateModified": modified_on(published_on, modified_at),
        "author": {"@type": "Organization", "name": author or site.name, "url": f"{site.url}/"},
        "publisher": _organization(site),
        "articleSection": section,
        "keywords": list(keywords),
        "inLanguage": site.language,
        "wordCount": word_count,
        "isAccessibleForFree": True,
    }


def website(site: Site, description: str) -> dict[str, Any]:
    """The WebSite that the home page stands for."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": f"{site.url}/#website",
        "name": site.name,
        "url": f"{site.url}/",
        "description": description,
        "inLanguage": site.language,
        "publisher": _organization(site),
    }


def collection(*, site: Site, url: str, name: str, description: str) -> dict[str, Any]:
    """A CollectionPage: a page whose matter is its list."""
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": url,
        "name": name,
        "description": description,
        "inLanguage": site.language,
        "isPartOf": {"@id": f"{site.url}/#website"},
    }


def modified_on(published_on: date, modified_at: datetime) -> str:
    """The ISO date of publication while nothing changed since, else the moment of the change.

    A moment is given to the second, in UTC: ISO 8601 as schema.org's DateTime wants it.
    """
    if not is_modified(published_on, modified_at):
        return published_on.isoformat()
    return modified_at.astimezone(UTC).isoformat(timespec="seconds")


def is_modified(published_on: date, modified_at: datetime) -> bool:
    """Tell whether a page should print a date of change beside its date of publication."""
    return modified_at.astimezone(UTC).date() > published_on


def _organization(site: Site) -> dict[str, Any]:
    """The publisher; `sameAs` only where there is something to say."""
    own = site.organization
    logo = own.logo
    data = {
        "@type": "Organization",
        "name": own.name,
        "url": own.url,
        "logo": {
            "@type": "ImageObject",
            "url": logo.url,
            "width": logo.width,
            "height": logo.height,
        },
    }
    return data | ({"sameAs": list(own.same_as)} if own.same_as else {})
