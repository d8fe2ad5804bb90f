"""Article pages as Markdown, at the page's address followed by `.md`."""

from datetime import UTC

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.core.text.source_list import read_sources
from articles.database.compiled_query import CompiledQuery
from articles.models import Article
from articles.publishing.effects import pages_in
from articles.seo import Site, current_site, is_modified, plain_title
from articles.web import error_pages
from articles.web.article_links import LINK_COLUMNS, Entry
from articles.web.article_queries import (
    CHANGED_AT,
    moments_of,
    related_entries,
    unpublished_article,
)
from articles.web.cors import SERVICE_LINKS, open_to_programs
from articles.web.markdown_text import Document, write_document
from articles.web.response_headers import Shows, public

_COLUMNS = (
    *LINK_COLUMNS,
    *("author", "reviewed_by", "reviewed_on", "published_on", "content_modified_at", "answer"),
    *("sources", "change_note"),
)
_OF_THE_SUBJECT = ("shown_otherwise_at", "disclaimer", "disclaimer_changed_at")
_LIVE = CompiledQuery(
    lambda subject_slug, slug: (
        Article.objects.live()
        .filter(subject__slug=subject_slug, slug=slug)
        .select_related("subject", "canonical__subject", "rendering")
        .only(
            *_COLUMNS,
            "rendering__short_answer",
            *("canonical__slug", "canonical__subject__slug"),
            *(f"subject__{name}" for name in _OF_THE_SUBJECT),
        )
        .annotate(changed_at=CHANGED_AT)[:1]
    ),
    subject_slug=str,
    slug=str,
)


@require_safe
def markdown_page(request: HttpRequest, subject_slug: str, slug: str) -> HttpResponse:
    """A live article as Markdown: two queries. Twins and pages that no search engine lists are
    among them; a withdrawn one is a 410 where it was public, a draft a 404 for everybody.

    The address has one answer, whatever the request accepts: a cache that forgets to look at
    Accept would give a browser the wrong one.
    """
    article = _LIVE.first(subject_slug=subject_slug, slug=slug)
    if article is None:
        return _missing(request, subject_slug, slug)
    site = current_site()
    related = related_entries(article)
    document = as_document(article, related, site=site)
    response = HttpResponse(write_document(document), content_type="text/markdown; charset=utf-8")
    canonical = f'<{document.canonical_url}>; rel="canonical"'
    shows = Shows(article=article.pk, names=frozenset({pages_in(article.subject.slug)}))
    public(response, changed=moments_of(article, related), shows=shows)
    return open_to_programs(request, response, links=(canonical, *SERVICE_LINKS))


def markdown_path(article: Article) -> str:
    """The address of an article's Markdown."""
    return f"{article.get_absolute_url()}.md"


def as_document(article: Article, related: list[Entry], *, site: Site) -> Document:
    """The article as a document; subject, canonical and its subject are loaded."""
    modified_at = article.content_modified_at
    return Document(
        title=plain_title(article.heading),
        url=site.absolute(article.get_absolute_url()),
        canonical_url=site.absolute((article.canonical or article).get_absolute_url()),
        subject=article.subject.name,
        author=article.author,
        reviewed_by=article.reviewed_by.strip() if site.shows_reviews else "",
        reviewed_on=article.reviewed_on,
        disclaimer=article.subject.disclaimer,
        short_answer=article.rendering.short_answer,
        site=site.name,
        language=site.language,
        published=article.published_on,
        updated=modified_at.astimezone(UTC).date()
        if is_modified(article.published_on, modified_at)
        else None,
        change_note=article.change_note,
        answer=article.answer,
        sources=tuple((source.name, source.url) for source in read_sources(article.sources)),
        related=tuple((entry.heading, site.absolute(entry.path)) for entry in related),
    )


def _missing(request: HttpRequest, subject_slug: str, slug: str) -> HttpResponse:
    """LegacyAddressMiddleware sends a moved article's old address to the new one."""
    found = unpublished_article(subject_slug, slug)
    if found is not None and found.is_gone():
        return error_pages.gone(request)
    raise Http404
