"""Views of social card images, with names that change with their content."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.core.cards import Card
from articles.models import Article, Subject
from articles.seo import current_site
from articles.seo.card_files import card_png
from articles.seo.card_urls import article_card, home_card, subject_card
from articles.web.article_links import LINK_COLUMNS
from articles.web.response_headers import public

_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def article(request: HttpRequest, subject_slug: str, slug: str, digest: str) -> HttpResponse:
    """The card of a published article: one query. Drafts have none."""
    found = (
        Article.objects.live()
        .filter(subject__slug=subject_slug, slug=slug)
        .select_related("subject", "rendering")
        .only(*LINK_COLUMNS, "rendering__short_answer")
        .first()
    )
    if found is None:
        raise Http404
    card = article_card(found, current_site())
    return _answer(card, digest, reverse("article_card", args=[subject_slug, slug, card.digest]))


@require_safe
def subject(request: HttpRequest, subject_slug: str, digest: str) -> HttpResponse:
    """The card of a subject: one query."""
    card = subject_card(get_object_or_404(Subject, slug=subject_slug), current_site())
    return _answer(card, digest, reverse("subject_card", args=[subject_slug, card.digest]))


@require_safe
def home(request: HttpRequest, digest: str) -> HttpResponse:
    """The card of the site: no query."""
    card = home_card(current_site())
    return _answer(card, digest, reverse("home_card", args=[card.digest]))


def _answer(card: Card, digest: str, path: str) -> HttpResponse:
    """The picture under its one name. Any other leads there and draws nothing, so that nobody can
    fill the disk by asking for names; those of the past are still in other sites' memories.

    Shown by pages of others, which a policy of "same-origin" would forbid; and search engines may
    list it, for they show no picture of an article that they may not.
    """
    if digest != card.digest:
        return public(HttpResponseRedirect(path))
    response = HttpResponse(card_png(card), content_type="image/png")
    response["ETag"] = f'"{digest}"'
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return public(response, keep=_FOR_EVER)
