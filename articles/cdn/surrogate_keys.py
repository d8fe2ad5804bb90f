"""Keys of answers, by which a CDN forgets them: what an answer says that it shows.

    everything           every answer
    article:<key>        what shows an article: its page, its Markdown
    library              what shows any of them: home, feeds, llms.txt
    keys:<start>-<end>   what shows the articles of a range: a part of the sitemap, of the full text
    list:<subject>, …    the names of `articles.publishing.effects.page_stamps`

An answer of which nothing is known has no key, and no CDN may keep it.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from articles.publishing.effects import EVERYTHING, page_of
from articles.web.llms import BUCKET_SIZE as LLMS_BUCKET_SIZE
from articles.web.request_visitor import PUBLISHED_AS_FILES
from articles.web.response_headers import REVALIDATE, Shows
from articles.web.sitemaps import BUCKET_SIZE as SITEMAP_BUCKET_SIZE

FASTLY, CLOUDFLARE, VARNISH = "FASTLY", "CLOUDFLARE", "VARNISH"
KINDS = (FASTLY, CLOUDFLARE, VARNISH)
LIBRARY = "library"
_RANGES = (LLMS_BUCKET_SIZE, SITEMAP_BUCKET_SIZE)


def keys_of(shows: Shows) -> list[str]:
    """Return the keys of an answer, the widest first."""
    keys = [EVERYTHING, *sorted(shows.names)]
    if shows.article is not None:
        keys.append(page_of(shows.article))
    if shows.keys:
        keys.append(_range_key(*shows.keys))
    if shows.library:
        keys.append(LIBRARY)
    return keys


def keys_of_changes(articles: Iterable[int], names: Iterable[str]) -> list[str]:
    """Return the keys of every answer that shows one of these articles or names."""
    keys = dict.fromkeys(sorted(names))
    for article in articles:
        keys[LIBRARY] = None
        keys[page_of(article)] = None
        for size in _RANGES:
            start = article // size * size
            keys[_range_key(start, start + size)] = None
    return [EVERYTHING] if EVERYTHING in keys else list(keys)


def _range_key(start: int, end: int) -> str:
    """Ranges of other sizes than those that changes know belong to every change."""
    is_known = end - start in _RANGES and start % (end - start) == 0
    return f"keys:{start}-{end}" if is_known else LIBRARY


class SurrogateKeyMiddleware:
    """Lets the CDN of CDN_KIND keep answers, under their keys; not used where there is none.

    Fastly and Cloudflare are told how long in a header of their own (RFC 9213), which no other
    cache reads, as none of those is told of changes; Varnish by s-maxage, which its configuration
    takes off again (docs/scaling.md).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.CDN_KIND not in KINDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        shows = getattr(response, "shows", None)
        # What is good for ever needs no key; what becomes a file is no CDN's to forget.
        is_kept = shows is not None and response.get("Cache-Control") == REVALIDATE
        if is_kept and PUBLISHED_AS_FILES not in request.META:
            _mark(response, keys_of(shows))
        return response


def _mark(response: HttpResponse, keys: list[str]) -> None:
    seconds = settings.CDN_MAX_AGE_SECONDS
    if settings.CDN_KIND == FASTLY:
        response["Surrogate-Control"] = f"max-age={seconds}"
        response["Surrogate-Key"] = " ".join(keys)
    elif settings.CDN_KIND == CLOUDFLARE:
        response["Cloudflare-CDN-Cache-Control"] = f"public, max-age={seconds}"
        response["Cache-Tag"] = ",".join(keys)
    else:
        response["Cache-Control"] = f"{REVALIDATE}, s-maxage={seconds}"
        response["xkey"] = " ".join(keys)
