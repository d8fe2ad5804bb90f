"""Search-engine panel of the article form: the HTML that a script asks for, and the card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from articles.admin.articles.search_preview import search_preview
from articles.admin.articles.written_form import read_written, require_writer
from articles.admin.base.lookup_guards import read_number
from articles.admin.base.request_throttle import throttled
from articles.core.article_content import MAX_LENGTHS
from articles.core.cards import draw
from articles.models import Article, Rendering, Subject
from articles.seo import current_site
from articles.seo.card_urls import article_card

# A browser asks again for what it has shown already, whenever the panel is made anew.
_KEPT_SECONDS = 600


@never_cache
@csrf_protect
@require_POST
@throttled
def search_panel(request: HttpRequest) -> HttpResponse:
    """Return what search engines will show of the posted form, as a piece of HTML."""
    require_writer(request)
    context = {"preview": search_preview(read_written(request), request.user)}
    return render(request, "admin/articles/article/_search_preview.html", context)


@require_safe
@throttled
def card(request: HttpRequest) -> HttpResponse:
    """Draw the social card of a heading and a short answer that may be saved nowhere: it is not
    stored either."""
    require_writer(request)
    heading = request.GET.get("heading", "")[: MAX_LENGTHS["question"]]
    number = read_number(request.GET.get("subject", ""))
    subject = get_object_or_404(Subject, pk=number) if number is not None else Subject(name="")
    article = Article(question=heading, subject=subject)
    text = request.GET.get("text", "")[: MAX_LENGTHS["short_answer"]]
    article.rendering = Rendering(short_answer=text)
    picture = draw(article_card(article, current_site()))
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    return response
