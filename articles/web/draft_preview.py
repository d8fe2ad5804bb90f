"""The page that a draft would make, for staff and for whoever has the address of a shared one.

Nobody else sees it, no search engine lists it and no store keeps it: the responses say nothing of
what they show (`articles.page_store`).
"""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.drafts.draft_store import draft_of, shared_draft
from articles.drafts.drafted_article import drafted_article
from articles.models import Article, Draft
from articles.seo import article_meta, current_site
from articles.web.article_page import may_preview, page_context
from articles.web.article_queries import beside
from articles.web.page_response import page
from articles.web.response_headers import PRIVATE


@require_safe
def of_article(request: HttpRequest, key: int) -> HttpResponse:
    """The draft of an article, for staff who may see it; a 404 for everybody else."""
    draft = draft_of(key) if may_preview(request) else None
    article = drafted_article(draft) if draft else None
    if article is None or not may_preview(request, article):
        raise Http404
    editor_url = reverse("admin:articles_article_change", args=[key])
    return _page(draft, article, editor_url=editor_url)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The draft that an editor has given an address, until it ends or is taken back."""
    draft = shared_draft(token)
    article = drafted_article(draft) if draft else None
    if article is None:
        raise Http404
    return _page(draft, article)


def _page(draft: Draft, article: Article, *, editor_url: str = "") -> HttpResponse:
    site = current_site()
    found_beside = beside(article)
    context = {
        **page_context(article, site, found_beside.credits),
        "related": found_beside.related,
        "is_draft": True,
        "preview_of": draft,
        "editor_url": editor_url,
    }
    meta = replace(
        article_meta(article, site=site, named=found_beside.credits), robots="noindex,nofollow"
    )
    response = page("article.html", context, site=site, meta=meta)
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"  # the address is the right to see it
    return response
