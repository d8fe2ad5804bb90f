"""The plain page that the desk's form would make of what is typed: nothing is saved."""

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from articles.core.page_content import PageContent
from articles.core.source.article_paths import is_slug
from articles.core.text.form_texts import to_lf
from articles.models import Page
from articles.publishing import rendered_page
from articles.rights import may_write_pages
from articles.seo import current_site, plain_page_meta
from articles.web.page_response import page
from articles.web.plain_page import page_context
from articles.web.response_headers import PRIVATE


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The posted form as readers would see it, for staff who may write pages; a 404 for everybody
    else. What is half typed is shown as it is."""
    if not _may_preview(request):
        raise Http404
    slug = request.POST.get("slug", "")
    shown = Page(slug=slug if is_slug(slug) else "preview")
    rendered_page(shown, _typed(request))
    site = current_site()
    meta = replace(plain_page_meta(shown, site=site), robots="noindex,nofollow")
    context = page_context(shown) | {"is_preview": True}
    response = page("plain_page.html", context, site=site, meta=meta)
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _typed(request: HttpRequest) -> PageContent:
    kind = request.POST.get("kind", "")
    return PageContent(
        title=" ".join(request.POST.get("title", "").split()) or "(without a title)",
        text=to_lf(request.POST.get("text", "")),
        description=" ".join(request.POST.get("description", "").split()),
        kind=kind if kind in Page.Kind.values else Page.Kind.PAGE,
    )


def _may_preview(request: HttpRequest) -> bool:
    """A session is looked up only where the visitor brings one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = request.user
    return user.is_active and user.is_staff and may_write_pages(user)
