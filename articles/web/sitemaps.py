"""Sitemaps, robots.txt and icon."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import F, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.core.source.article_paths import article_path, plain_page_path, topic_path
from articles.models import Article, IndexStatus, Page, Subject, Topic
from articles.publishing.effects import PEOPLE, PLAIN_PAGES
from articles.seo import Site, current_site
from articles.web.library_cache import remembered
from articles.web.person_page import listed_people
from articles.web.response_headers import A_DAY, Shows, public

# The protocol allows 50,000 URLs and 50 MB (sitemaps.org); this many of the longest possible
# addresses stay below 3 MB. A shard is a range of primary keys: a new article changes the last
# one alone, where pages of a sorted list would all shift.
BUCKET_SIZE = 10_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of shards, each with the newest change in it: two queries, and a third where the
    library has changed."""
    buckets = remembered(f"sitemap-buckets-{BUCKET_SIZE}", _buckets)
    moments = [changed for _, changed in (*buckets, *_plain_pages())]
    newest = max(moments, default=None)
    entries = [(reverse("sitemap_pages"), newest)] + [
        (reverse("sitemap_articles", args=[bucket]), changed) for bucket, changed in buckets
    ]
    shows = Shows(library=True, names=frozenset({PLAIN_PAGES}))
    return _sitemap(current_site(), entries, root="sitemapindex", item="sitemap", shows=shows)


@require_safe
def sitemap_articles(request: HttpRequest, bucket: int) -> HttpResponse:
    """The indexable articles whose keys lie in one range: one query. 404 where there are none."""
    start, end = bucket * BUCKET_SIZE, (bucket + 1) * BUCKET_SIZE
    rows = (
        Article.objects.indexable()
        .filter(pk__gte=start, pk__lt=end)
        .order_by("pk")
        .values_list("subject__slug", "slug", "content_modified_at")
    )
    entries = [(article_path(subject, slug), changed) for subject, slug, changed in rows]
    if not entries:
        raise Http404
    shows = Shows(keys=(start, end))
    return _sitemap(current_site(), entries, root="urlset", item="url", shows=shows)


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """Home, the index of subjects, the plain pages, each listed subject and its topics with their
    newest changes, and who writes and reviews: four queries, and two more where the library has
    changed."""
    newest, topics = remembered("sitemap-pages", lambda: (_newest_changes(), _topics()))
    listed = Subject.objects.listed()
    entries = [(s.get_absolute_url(), newest[s.pk]) for s in listed if s.pk in newest]
    latest = max((changed for _, changed in entries), default=None)
    pages = [(reverse("home"), latest), (reverse("learn"), latest)]
    site = current_site()
    shows = Shows(library=True, names=frozenset({PLAIN_PAGES, PEOPLE}))
    entries = pages + _plain_pages() + entries + topics + _people(site)
    return _sitemap(site, entries, root="urlset", item="url", shows=shows)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Blocks the admin alone: a page that is not to be indexed must be read to say so, an old
    address to say where it leads. Those who read for a language model are as welcome as any."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "",
        f"Sitemap: {current_site().absolute(reverse('sitemap'))}",
        "",
    ]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    return public(response, shows=Shows())


@require_safe
def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """The proof that the site itself sends what is sent under its IndexNow key."""
    response = HttpResponse(key, content_type="text/plain; charset=utf-8")
    return public(response, shows=Shows())


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon where browsers and crawlers look for it unasked."""
    response = HttpResponse(_icon(), content_type="image/x-icon")
    return public(response, keep=A_DAY, shows=Shows())


def _buckets() -> list[tuple[int, datetime]]:
    """(number, newest change) of the shards that hold an indexable article."""
    return list(
        Article.objects.indexable()
        .annotate(bucket=F("pk") / BUCKET_SIZE)
        .values("bucket")
        .annotate(changed=Max("content_modified_at"))
        .order_by("bucket")
        .values_list("bucket", "changed")
    )


def _newest_changes() -> dict[int, datetime]:
    """{key of a subject: the newest change among its indexable articles}."""
    return dict(
        Article.objects.indexable()
        .order_by()
        .values_list("subject")
        .annotate(changed=Max("content_modified_at"))
    )


def _topics() -> list[tuple[str, datetime]]:
    """(path, newest change) of the topics that the pages of listed subjects show."""
    is_here = Q(
        article_topics__article__subject=F("subject"),
        article_topics__article__index_status=IndexStatus.INDEXABLE,
    )
    newest = Max("article_topics__article__content_modified_at", filter=is_here)
    topics = Topic.objects.shown().filter(subject__is_listed=True).annotate(changed=newest)
    rows = topics.exclude(changed=None).order_by("subject__position", "subject__name", "slug")
    return [
        (topic_path(subject, slug), changed)
        for subject, slug, changed in rows.values_list("subject__slug", "slug", "changed")
    ]


def _plain_pages() -> list[tuple[str, datetime]]:
    """(path, last change) of the plain pages that search engines may list, in their order."""
    rows = Page.objects.indexable().values_list("slug", "content_modified_at")
    return [(plain_page_path(slug), changed) for slug, changed in rows]


def _people(site: Site) -> list[tuple[str, datetime | None]]:
    """(path, last change) of the index of people and of those that search engines may list."""
    people = listed_people(with_reviews=site.shows_reviews)
    pages = [(person.get_absolute_url(), person.changed_at) for person in people]
    return [(reverse("people"), None), *pages] if pages else []


@cache
def _icon() -> bytes:
    return Path(settings.BASE_DIR, "static/img/favicon.ico").read_bytes()


def _sitemap(
    site: Site,
    entries: Iterable[tuple[str, datetime | None]],
    *,
    root: str,
    item: str,
    shows: Shows,
) -> HttpResponse:
    """A document of sitemaps.org 0.9; moments in UTC, to the second (W3C Datetime)."""
    entries = list(entries)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {_NAMESPACE}>"]
    for path, changed in entries:
        moment = changed.astimezone(UTC).isoformat(timespec="seconds") if changed else None
        lastmod = f"<lastmod>{moment}</lastmod>" if moment else ""
        lines.append(f"<{item}><loc>{escape(site.absolute(path))}</loc>{lastmod}</{item}>")
    lines.append(f"</{root}>\n")
    response = HttpResponse("\n".join(lines), content_type="application/xml")
    moments = [changed for _, changed in entries]
    return public(response, changed=moments, shows=shows)
