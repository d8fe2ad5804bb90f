"""Redirects of old and misspelt addresses: one 301 to the page, or 410 where it is gone.

It acts only on a 404 or 410, as django.contrib.redirects does, so an existing page costs nothing
and can never be hidden by a redirect.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.encoding import iri_to_uri

from articles.audience.count_flusher import count_redirect, count_unknown
from articles.models import Article, Page, Person, Redirect, Status, Subject, Topic
from articles.publishing.effects import ADDRESSES
from articles.web import error_pages
from articles.web.canonical_address import canonical_path
from articles.web.listing import PageList
from articles.web.person_page import works_of_person
from articles.web.request_visitor import (
    ASKED_FOR_HEADERS,
    COUNTED_ELSEWHERE,
    is_program,
    referrer_host,
)
from articles.web.response_headers import Shows, public
from articles.web.subject_page import shown_articles
from articles.web.topic_page import articles_of, renamed

# An external address may be one of our own; followed this often, then given up.
_HOPS = 5
_SHOWS = Shows(names=frozenset({ADDRESSES}), keeps_query=True)
_HAS_MARKDOWN = frozenset({"article", "plain_page"})
# Those that the program has itself.
_FIXED_PAGES = frozenset(
    {"home", "learn", "search", "sitemap", "robots", "feed", "api_documentation", "llms"}
)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an address leads now: a path of ours, a URL elsewhere, or nowhere (both None).
    `redirect` is the key of the redirect that says so, None where the address was only mended."""

    path: str | None = None
    url: str | None = None
    redirect: int | None = field(default=None, compare=False)


class LegacyAddressMiddleware:
    """Turns a 404 into a 301 or a 410 where the address is known; GET and HEAD only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.foreign = (
            settings.STATIC_URL,
            settings.MEDIA_URL,
            reverse("admin:index"),
            reverse("api:root"),
        )
        # The two addresses that do end in a slash.
        self.folders = frozenset({reverse("admin:index"), reverse("api:root")})

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in {404, 410} or request.method not in {"GET", "HEAD"}:
            return response
        path = request.path_info
        if path.startswith(self.foreign):
            return response
        if f"{path}/" in self.folders:
            return HttpResponsePermanentRedirect(f"{path}/")
        destination = find(path)
        if destination is None:
            is_looked_for = request.method == "GET" and not request.META.get(ASKED_FOR_HEADERS)
            if response.status_code == 404 and is_looked_for:
                _count(request)
            return response
        shows = replace(_SHOWS, redirect=destination.redirect)
        leads = destination.url is not None or destination.path is not None
        if leads and destination.redirect is not None and COUNTED_ELSEWHERE not in request.META:
            count_redirect(destination.redirect)
        if destination.url is not None:
            return public(HttpResponsePermanentRedirect(destination.url), shows=shows)
        if destination.path is None:
            return response if response.status_code == 410 else error_pages.gone(request)
        query = request.META.get("QUERY_STRING", "")
        target = iri_to_uri(destination.path) + (f"?{query}" if query else "")
        return public(HttpResponsePermanentRedirect(target), shows=shows)


def _count(request: HttpRequest) -> None:
    """Tell the desk that somebody looked for a page here, under the form that it can redirect."""
    count_unknown(
        canonical_path(request.path_info),
        is_bot=is_program(request),
        referrer_host=referrer_host(request),
    )


def find(path: str, *, hops: int = _HOPS) -> Destination | None:
    """Return the end of the way from an address, or None where nothing is known of it.

    The address is mended first, then looked up: what a reader follows is a single redirect. The
    result is always a page that exists or an editor's own choice of another site, never built
    from what the visitor sent.
    """
    if "\0" in path:  # no address has one, and PostgreSQL takes none
        return None
    canonical = canonical_path(path)
    if canonical != path and is_live(canonical):
        return Destination(path=canonical)
    redirect = (
        Redirect.objects.filter(old_path__in={path, canonical})
        .select_related("article__subject", "page")
        .defer("article__answer", "page__text", "page__html")
        .order_by("pk")
        .first()
    )
    if redirect:
        end = _end_of(redirect, hops=hops)
        return replace(end, redirect=redirect.pk) if end else None
    return _find_markdown(canonical, hops=hops) if canonical.endswith(".md") else None


def _find_markdown(path: str, *, hops: int) -> Destination | None:
    """Where the Markdown of an article or a plain page that stands elsewhere by now is: where its
    page is."""
    page = path.removesuffix(".md")
    kind = _kind_of(page)
    destination = find(page, hops=hops) if kind in _HAS_MARKDOWN else None
    if destination is not None and _kind_of(destination.path) == kind:
        return replace(destination, path=f"{destination.path}.md")
    # Any word is the address of a plain page that might be.
    return destination if kind == "article" else None


def _kind_of(path: str | None) -> str | None:
    """Return the name of the addresses that have the form of this path."""
    try:
        return resolve(path).url_name if path is not None else None
    except Resolver404:
        return None


def is_live(path: str) -> bool:
    """Return whether a reader finds a page at this path: two small queries at most."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    arguments = match.kwargs
    if match.url_name in {"article", "article_markdown"}:
        return (
            Article.objects.live()
            .filter(subject__slug=arguments["subject_slug"], slug=arguments["slug"])
            .exists()
        )
    if match.url_name in {"subject", "subject_page"}:
        return _has_page(arguments["subject_slug"], arguments.get("number", 1))
    if match.url_name in {"topic", "topic_page"}:
        return _has_topic(**arguments)
    if match.url_name in {"people", "person", "person_page"}:
        return _has_person(**arguments)
    if match.url_name in {"plain_page", "plain_page_markdown"}:
        return Page.objects.published().filter(slug=arguments["slug"]).exists()
    return match.url_name in _FIXED_PAGES and match.namespace == ""


def _has_page(subject_slug: str, number: int) -> bool:
    subject = Subject.objects.filter(slug=subject_slug).first()
    if subject is None:
        return False
    count = shown_articles(subject).count() if number > 1 else 0
    return number <= PageList(number=number, article_count=count).page_count


def _has_topic(subject_slug: str, slug: str, number: int = 1) -> bool:
    """Whether a topic has a page; an old address of one, which leads to it, has the first."""
    topics = Topic.objects.filter(subject__slug=subject_slug, subject__is_listed=True)
    found = topics.filter(slug=slug).select_related("subject").first()
    if found is None or not found.is_shown:
        return number == 1 and (found or renamed(subject_slug, slug)) is not None
    count = articles_of(found).count() if number > 1 else 0
    return number <= PageList(number=number, article_count=count).page_count


def _has_person(slug: str = "", number: int = 1) -> bool:
    """Whether somebody has a page; without a slug, whether anybody has."""
    shown = Person.objects.filter(is_hidden=False)
    if number == 1:
        return (shown.filter(slug=slug) if slug else shown).exists()
    found = shown.filter(slug=slug).first()
    return found is not None and number <= works_of_person(found).pages(number).page_count


def _end_of(redirect: Redirect, *, hops: int) -> Destination | None:
    """Where a redirect leads: to its article or page as long as that is live, else nowhere."""
    if redirect.is_gone:
        return Destination()
    article = redirect.article
    if article is not None:
        if article.status == Status.PUBLISHED:
            return Destination(path=article.get_absolute_url())
        return Destination() if article.status == Status.WITHDRAWN else None
    page = redirect.page
    if page is not None:
        if page.status == Status.PUBLISHED:
            return Destination(path=page.get_absolute_url())
        return Destination() if page.status == Status.WITHDRAWN else None
    parts = urlsplit(redirect.external_url)
    if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return Destination(url=redirect.external_url)
    if is_live(parts.path):
        return Destination(path=parts.path)
    return find(parts.path, hops=hops - 1) if hops else None
