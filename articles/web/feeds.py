"""Atom feeds (RFC 4287) of the site and of every listed subject: newest articles in full."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Change, Subject
from articles.models.article import ArticleQuerySet
from articles.publishing.effects import list_of
from articles.seo import (
    Site,
    article_description,
    current_site,
    plain_title,
    site_feed,
    subject_feed,
)
from articles.web.article_queries import HAS_FILE, with_editors_description
from articles.web.response_headers import Shows, public

ENTRIES = 40
_TYPE = "application/atom+xml; charset=utf-8"
_COLUMNS = (
    "slug",
    "title",
    "article_title",
    "question",
    "author",
    "version",
    "seo_description",
    "short_answer",
    "published_on",
    "content_modified_at",
    "created_at",
    "subject__slug",
    "subject__name",
    "rendering__short_answer",
    "rendering__plain_text",
    "rendering__html",
)
# No XML 1.0 document may hold these, not even as a reference (section 2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The sanitiser writes every attribute in double quotes. A feed is read away from the site.
_OWN_LINK = re.compile(r'(<(?:a|img)\b[^>]*? (?:href|src)=")(/(?!/)|#)')
# Paths of this site alone: the image itself, whose address is absolute, is enough.
_IMAGE = re.compile(r"<img [^>]*>")
_WIDTHS = re.compile(r' (?:srcset|sizes)="[^"]*"')
# A feed without entries has never changed.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@require_safe
def site(request: HttpRequest) -> HttpResponse:
    """The newest of everything: one query."""
    here = current_site()
    title, url = site_feed(here)
    articles = Article.objects.indexable()
    shows = Shows(library=True)
    return _feed(here, articles, title=title, url=url, page=reverse("home"), shows=shows)


@require_safe
def subject(request: HttpRequest, subject_slug: str) -> HttpResponse:
    """The newest of a listed subject: two queries. A hidden one has no feed."""
    found = get_object_or_404(Subject.objects.listed(), slug=subject_slug)
    here = current_site()
    title, url = subject_feed(found, here)
    articles = Article.objects.indexable().filter(subject=found)
    page, shows = found.get_absolute_url(), Shows(names=frozenset({list_of(found.slug)}))
    return _feed(here, articles, title=title, url=url, page=page, shows=shows)


def _feed(
    site: Site, articles: ArticleQuerySet, *, title: str, url: str, page: str, shows: Shows
) -> HttpResponse:
    """A feed under its own URL, of what `page` lists.

    Last-Modified is when anything in the library had last come, changed or gone when the feed was
    made, so that it is never too early: feed readers ask by it.
    """
    keys = articles.order_by("-published_on", "-pk").values("pk")[:ENTRIES]
    entries = list(
        Article.objects.live()
        .filter(pk__in=keys)
        .select_related("subject", "rendering")
        .only(*_COLUMNS)
        .annotate(has_file=HAS_FILE)
        .order_by("-published_on", "-pk")
    )
    by_editors = with_editors_description(entries)
    updated = [entry.content_modified_at for entry in entries]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(site.language)}>',
        f"<title>{_text(title)}</title>",
        f"<id>{_text(url)}</id>",
        f"<updated>{_moment(max(updated, default=_NEVER))}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(url)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(site.absolute(page))}/>',
        f"<author><name>{_text(site.name)}</name><uri>{_text(site.url)}/</uri></author>",
        f"<icon>{_text(site.logo)}</icon>",
        *(
            line
            for entry in entries
            for line in _entry(entry, site, is_editors_description=entry.pk in by_editors)
        ),
        "</feed>\n",
    ]
    # The last change of all, for an entry that has left has no date here.
    last = Change.objects.order_by("-number").values_list("changed_at", flat=True).first()
    response = HttpResponse("\n".join(lines), content_type=_TYPE)
    came = [entry.created_at for entry in entries]
    return public(response, changed=[last, *updated, *came], shows=shows)


def _entry(article: Article, site: Site, *, is_editors_description: bool) -> Iterable[str]:
    """One article, its text in full. Its id is made of its key (RFC 4151), so that neither an
    edit nor a move makes it a new one; `created_at` is a day on which the site had its name."""
    url = site.absolute(article.get_absolute_url())
    host = site.url.partition("://")[2].partition(":")[0]
    published = datetime.combine(article.published_on, datetime.min.time(), UTC)
    subject_url = site.absolute(article.subject.get_absolute_url())
    author = article.author or site.name
    yield "<entry>"
    yield f"<title>{_text(plain_title(article.heading))}</title>"
    yield f"<id>tag:{_text(host)},{article.created_at:%Y-%m-%d}:article/{article.pk}</id>"
    yield f'<link rel="alternate" type="text/html" href={_quoted(url)}/>'
    yield f"<published>{_moment(published)}</published>"
    yield f"<updated>{_moment(article.content_modified_at)}</updated>"
    if author != site.name:
        yield f"<author><name>{_text(author)}</name></author>"
    yield (
        f"<category term={_quoted(article.subject.slug)} scheme={_quoted(subject_url)}"
        f" label={_quoted(article.subject.name)}/>"
    )
    summary = article_description(article, is_editors_own=is_editors_description)
    yield f"<summary>{_text(summary)}</summary>"
    html = absolute_links(article.rendering.html, page=url, site=site)
    yield f'<content type="html">{_text(html)}</content>'
    yield "</entry>"


def absolute_links(html: str, *, page: str, site: Site) -> str:
    """Sanitised HTML whose links to this site, and to places in itself, name the host.

    >>> absolute_links('<a href="/learn">', page="https://a.org/b", site=a_org)
    '<a href="https://a.org/learn">'
    """
    if "<img " in html:
        html = _IMAGE.sub(lambda m: _WIDTHS.sub("", m[0]), html)
    return _OWN_LINK.sub(lambda m: f"{m[1]}{site.url if m[2] == '/' else page}{m[2]}", html)


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text))


def _moment(moment: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
