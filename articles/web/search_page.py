"""Search results page, and suggestions for the search box."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Subject
from articles.search import Piece, Results, highlight, search, snippet, suggest
from articles.search.engine import LAST_PAGE
from articles.seo import current_site, search_meta
from articles.web.article_links import LINK_COLUMNS, Entry, link_to
from articles.web.home_page import subjects_with_counts
from articles.web.page_response import page
from articles.web.response_headers import public

RESULTS_A_PAGE = 10
_NEAR_SUBJECTS = 3
# What a search box is given; whatever stands behind it is not looked for.
MAX_CHARACTERS = 300
# They are asked for at each key: a browser may keep them, and so may whatever stands between.
_SUGGESTIONS_KEPT = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Found:
    """One result: where it is, its question and the part of its answer that shows why, in pieces
    of which some are words that were looked for."""

    entry: Entry
    heading: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The results for `q`, ten a page, of one `subject` if it is named; without words the form and
    the subjects. Whatever is typed is an answer, never an error. It is not for search engines."""
    typed = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_CHARACTERS].strip()
    subjects = list(Subject.objects.listed())
    wanted = request.GET.get("subject", "")
    subject = next((found for found in subjects if found.slug == wanted), None)
    number = _page_number(request.GET.get("page", ""))
    results = search(typed, subject=subject, limit=RESULTS_A_PAGE, page=number)
    rows = _rows(results)
    site = current_site()
    context = {
        "query": typed,
        "subject": subject,
        "choices": subjects,
        "number": number,
        "results": rows,
        "total": results.total,
        "is_cut": results.is_cut,
        "near": _near_subjects(results),
        # Counted only where they are shown: that reads the index of the whole library.
        "subjects": [] if rows else subjects_with_counts(),
        "corrected": results.did_you_mean,
        "everywhere": _address(typed) if subject else "",
        "previous": _address(typed, subject, number - 1) if number > 1 else "",
        "next": _address(typed, subject, number + 1) if results.has_more else "",
        "max_characters": MAX_CHARACTERS,
    }
    return public(page("search.html", context, site=site, meta=search_meta(typed, site=site)))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """`{"suggestions": [{"title", "path"}]}` for the beginning of a question."""
    typed = request.GET.get("q", "").replace("\0", " ")[:MAX_CHARACTERS]
    found = [{"title": item.title, "path": item.path} for item in suggest(typed)]
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    return public(response, keep=_SUGGESTIONS_KEPT)


def _page_number(text: str) -> int:
    """The page that is asked for; the first where the text names none."""
    is_number = text.isascii() and text.isdigit() and len(text) < 4
    return min(max(int(text), 1), LAST_PAGE) if is_number else 1


def _rows(results: Results) -> list[Found]:
    """The results as the page prints them, in one query."""
    ids = [hit.article_id for hit in results.hits]
    rows = (
        Article.objects.live()
        .select_related("subject", "rendering")
        .only(*LINK_COLUMNS, "rendering__plain_text")
        .in_bulk(ids)
    )
    return [_found(rows[key], results.weights) for key in ids if key in rows]


def _near_subjects(results: Results) -> list[Subject]:
    """The subjects in which something stands that has a word of what was typed, most often first;
    none where there are results."""
    if not results.near:
        return []
    keys = [hit.article_id for hit in results.near]
    articles = Article.objects.live().filter(pk__in=keys).select_related("subject")
    subjects = Counter(article.subject for article in articles.only("subject").order_by("pk"))
    return [subject for subject, _ in subjects.most_common(_NEAR_SUBJECTS)]


def _found(article: Article, weights: Mapping[str, float]) -> Found:
    entry = link_to(article)
    return Found(
        entry=entry,
        heading=highlight(entry.heading, weights),
        snippet=snippet(article.rendering.plain_text, weights),
    )


def _address(typed: str, subject: Subject | None = None, number: int = 1) -> str:
    values = {"q": typed}
    if subject:
        values["subject"] = subject.slug
    if number > 1:
        values["page"] = str(number)
    return f"{reverse('search')}?{urlencode(values)}"
