"""/changes: public changes since a cursor."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from articles.models import Article, Change
from articles.seo import current_site
from articles.web.api.article_reader import former_paths, read_items
from articles.web.api.cursors import InvalidCursor, read_cursor, write_cursor
from articles.web.api.page_links import link_to_next, with_cursor
from articles.web.api.parameters import PageParameters, check_names
from articles.web.api.problems import ProblemError, invalid
from articles.web.api.schemas import ChangePage, Problem

router = Router(tags=["Changes"])
_NOW = "now"


@router.get(
    "",
    response={200: ChangePage, 410: Problem, 422: Problem},
    exclude_unset=True,
    operation_id="list_changes",
    summary="Follow the changes",
    url_name="changes",
)
def changes(
    request: HttpRequest, response: HttpResponse, parameters: Query[PageParameters]
) -> dict[str, Any]:
    """Each article that is new, changed, moved or removed since a cursor, in order of its last
    change; from the beginning without one, and from this moment on with `cursor=now`.

    An article stands in the list once, with the last thing that happened to it: put it into your
    copy or take it out, by its id. Whoever follows `next` until `has_more` is false misses nothing,
    whatever was written meanwhile, and may get an entry twice. 410: the library was put back
    to a state before the cursor; begin again.
    """
    # Three queries; where nothing is new, one or two.
    check_names(request, PageParameters)
    number = _number_of(parameters.cursor)
    rows = list(Change.objects.filter(number__gt=number).order_by("number")[: parameters.limit + 1])
    if not rows and number > _newest():
        raise ProblemError(
            410, "The library was put back to a state before this cursor. Begin without a cursor."
        )
    page = rows[: parameters.limit]
    cursor = write_cursor("change", page[-1].number if page else number)
    following = with_cursor(request, cursor)
    link_to_next(response, following)
    return {
        "items": _items(page, texts=parameters.texts),
        "cursor": cursor,
        "has_more": len(rows) > parameters.limit,
        "next": following,
    }


def _number_of(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if cursor == _NOW:
        return _newest()
    try:
        return read_cursor("change", cursor, count=1)[0]
    except InvalidCursor as error:
        raise invalid("cursor", "This is no cursor of this list.") from error


def _newest() -> int:
    return Change.objects.aggregate(number=Max("number"))["number"] or 0


def _items(page: Sequence[Change], *, texts: frozenset[str]) -> list[dict[str, Any]]:
    """The changes with their articles as they are now.

    Where an article went between the two queries, its removal stands further on in the list, and
    what is left out here is listed there.
    """
    site = current_site()
    keys = [row.article_key for row in page if not row.is_removal]
    live = Article.objects.live_by_key().filter(pk__in=keys)
    articles = {item["id"]: item for item in read_items(live, site=site, texts=texts)}
    paths = former_paths(articles.keys())
    return [
        {
            "id": row.article_key,
            "kind": row.kind,
            "is_removed": row.is_removal,
            "changed_at": row.changed_at,
            "path": row.path if row.is_removal else articles[row.article_key]["path"],
            "former_paths": paths.get(row.article_key, []),
            "article": articles.get(row.article_key),
        }
        for row in page
        if row.is_removal or row.article_key in articles
    ]
