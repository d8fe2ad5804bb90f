"""/search: full-text search."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from articles.models import Article
from articles.search import search
from articles.search.engine import LAST_PAGE, MAX_LIMIT
from articles.seo import current_site
from articles.web.api.article_reader import find_subject, read_items
from articles.web.api.page_links import link_to_next, with_parameter
from articles.web.api.parameters import SubjectSlug, TextParameters, check_names
from articles.web.api.schemas import Problem, SearchPage

router = Router(tags=["Articles"])


class SearchParameters(TextParameters):
    """What is looked for, and where."""

    q: str = Field(
        min_length=1,
        max_length=300,
        description="What a reader would type; mistyped words are understood.",
    )
    subject: SubjectSlug | None = Field(None, description="The slug of a subject.")
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many articles a page holds.")
    page: int = Field(1, ge=1, le=LAST_PAGE, description="Which page, counted from 1.")


@router.get(
    "",
    response={200: SearchPage, 422: Problem},
    exclude_unset=True,
    operation_id="search_articles",
    summary="Search",
    url_name="search",
)
def find(
    request: HttpRequest, response: HttpResponse, parameters: Query[SearchParameters]
) -> dict[str, Any]:
    """The articles that the site's own search finds, best first. Of articles with one text only
    the indexable one is found. `did_you_mean` is what was searched where a word was mistyped."""
    check_names(request, SearchParameters)
    subject = find_subject(parameters.subject) if parameters.subject else None
    results = search(parameters.q, subject=subject, limit=parameters.limit, page=parameters.page)
    found = Article.objects.live().filter(pk__in=[hit.article_id for hit in results.hits])
    items = {
        item["id"]: item for item in read_items(found, site=current_site(), texts=parameters.texts)
    }
    following = None
    if results.has_more:
        following = with_parameter(request, "page", parameters.page + 1)
        link_to_next(response, following)
    return {
        "items": [items[hit.article_id] for hit in results.hits if hit.article_id in items],
        "did_you_mean": results.did_you_mean,
        "next": following,
    }
