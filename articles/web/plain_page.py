"""Plain pages, such as About and Privacy, and their Markdown."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Page, Status
from articles.publishing.effects import plain_page as stamp_of
from articles.seo import Site, current_site, plain_page_meta
from articles.web import error_pages
from articles.web.cors import SERVICE_LINKS, open_to_programs
from articles.web.markdown_text import Document, write_document
from articles.web.page_response import page
from articles.web.response_headers import Shows, public


@require_safe
def plain_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that editors write: one query. A withdrawn one is a 410 where readers knew it, a draft
    a 404 for everybody."""
    found = Page.objects.filter(slug=slug).defer("text").first()
    if found is None or found.status != Status.PUBLISHED:
        return _missing(request, found)
    site = current_site()
    context = page_context(found) | {"markdown_path": f"{found.get_absolute_url()}.md"}
    response = page("plain_page.html", context, site=site, meta=plain_page_meta(found, site=site))
    return public(response, changed=_moments_of(found), shows=_shows(found))


@require_safe
def markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as Markdown: one query."""
    found = Page.objects.filter(slug=slug).defer("html").first()
    if found is None or found.status != Status.PUBLISHED:
        return _missing(request, found)
    document = _as_document(found, site=current_site())
    response = HttpResponse(write_document(document), content_type="text/markdown; charset=utf-8")
    public(response, changed=_moments_of(found), shows=_shows(found))
    canonical = f'<{document.canonical_url}>; rel="canonical"'
    return open_to_programs(request, response, links=(canonical, *SERVICE_LINKS))


def page_context(found: Page) -> dict[str, object]:
    """Return what the page shows whoever looks at it."""
    changed = found.content_modified_at.astimezone(UTC)
    return {"page": found, "changed": changed, "changed_iso": changed.isoformat(timespec="seconds")}


def _as_document(found: Page, *, site: Site) -> Document:
    url = site.absolute(found.get_absolute_url())
    published = found.published_at.astimezone(UTC).date()
    changed = found.content_modified_at.astimezone(UTC).date()
    return Document(
        title=found.title,
        url=url,
        canonical_url=url,
        subject="",
        author="",
        site=site.name,
        language=site.language,
        published=published,
        updated=changed if changed > published else None,
        answer=found.text,
    )


def _missing(request: HttpRequest, found: Page | None) -> HttpResponse:
    """LegacyAddressMiddleware sends an old address to the new one."""
    if found is not None and found.is_gone():
        return error_pages.gone(request)
    raise Http404


def _moments_of(found: Page) -> list[datetime]:
    return [found.content_modified_at, found.rendered_at]


def _shows(found: Page) -> Shows:
    return Shows(names=frozenset({stamp_of(found.pk)}))
