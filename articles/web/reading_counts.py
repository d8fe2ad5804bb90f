"""Counting of a page that a reader opens: a view, and a result opened from a search.

From which search a reader comes is what the browser says by itself (Referer, RFC 9110, section
10.1.3; our own policy, `strict-origin-when-cross-origin`, keeps the query string within the site).
So results are plain links to articles: neither a script nor an address that only redirects, and an
article that is given from the store is counted as any other. A page that is loaded again is counted
again, and a browser that sends no Referer not at all.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.urls import reverse

from articles.audience.count_flusher import count_opened, count_view

# Looked for in every Referer before anything is taken apart.
_MARK = "/search?"
_LONGEST = 2_000
_MOST_FIELDS = 10


def count_reading(article_key: int, environ: Mapping[str, Any]) -> None:
    """Count a view of an article, and for the search that led there that a result was opened;
    `environ` is the WSGI environment of a reader's request."""
    count_view(article_key)
    referrer = environ.get("HTTP_REFERER", "")
    if _MARK in referrer and (typed := searched_from(referrer, environ.get("HTTP_HOST", ""))):
        count_opened(typed)


def searched_from(referrer: str, host: str) -> str:
    """Return what was typed on the page of results that is named, "" where it is none of ours.

    >>> searched_from("https://a.example/search?q=tides+moon&page=2", "a.example")
    'tides moon'
    """
    if len(referrer) > _LONGEST:
        return ""
    try:
        parts = urlsplit(referrer)
        fields = parse_qs(parts.query, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    ours = {host.lower(), urlsplit(settings.SITE_URL).netloc.lower()}
    if parts.netloc.lower() not in ours or parts.path != reverse("search"):
        return ""
    return fields.get("q", [""])[0]
