"""/articles: filtered list, single article and its related questions."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from articles.core.source.article_paths import parse_article_path
from articles.core.text.keywords import shown_keywords
from articles.core.text.source_list import read_sources
from articles.models import Article, Change
from articles.models.article import ArticleQuerySet
from articles.seo import Credit, Site, article_meta, current_site
from articles.web.api.article_reader import (
    find_subject,
    former_paths,
    item_of,
    read_items,
    related_items,
)
from articles.web.api.cursors import (
    InvalidCursor,
    microseconds,
    moment_of,
    read_cursor,
    write_cursor,
)
from articles.web.api.page_links import link_to_next, with_cursor
from articles.web.api.parameters import ArticleParameters, check_names
from articles.web.api.problems import ProblemError, invalid
from articles.web.api.schemas import ArticleDetail, ArticlePage, Problem, RelatedList
from articles.web.article_page import dateline
from articles.web.article_queries import (
    beside,
    has_editors_description,
    published_article,
    related_entries,
)

router = Router(tags=["Articles"])
_TEXTS = ("markdown", "html", "text")


@router.get(
    "",
    response={200: ArticlePage, 422: Problem},
    exclude_unset=True,
    operation_id="list_articles",
    summary="List articles",
    url_name="articles",
)
def articles(
    request: HttpRequest, response: HttpResponse, parameters: Query[ArticleParameters]
) -> dict[str, Any]:
    """Every article that readers can see, by its id; with `changed_since`, by its last change.

    Pages go on from the last item, so that none is missed or given twice because another came.
    """
    # Two queries, and one for the subject that is asked for. The keys of the page are found in an
    # index alone: joined to what their items say, SQLite looks through whole subjects, and sorts.
    check_names(request, ArticleParameters)
    by_time = parameters.changed_since is not None
    order = ("content_modified_at", "pk") if by_time else ("pk",)
    found = _after_cursor(_filtered(parameters), parameters, by_time=by_time)
    keys = found.order_by(*order).values_list("pk", flat=True)[: parameters.limit + 1]
    articles = Article.objects.live_by_key().filter(pk__in=list(keys)).order_by(*order)
    items = read_items(articles, site=current_site(), texts=parameters.texts)
    page, following = items[: parameters.limit], None
    if len(items) > parameters.limit:
        following = with_cursor(request, _cursor_of(page[-1], by_time=by_time))
        link_to_next(response, following)
    return {"items": page, "next": following}


@router.get(
    "/{int:key}",
    response={200: ArticleDetail, 404: Problem, 410: Problem},
    operation_id="get_article",
    summary="Get an article",
    url_name="article",
)
def article(request: HttpRequest, key: int) -> dict[str, Any]:
    """One article with all that its page says: its texts, its head, its related questions.

    410 where it has been withdrawn or deleted.
    """
    # Four queries. No Last-Modified: a new description or index status has no date, and a false
    # one would hide it from whoever asks by If-Modified-Since.
    check_names(request, Schema)
    found = _live_article(key)
    site = current_site()
    found_beside = beside(found)
    meta = article_meta(
        found,
        site=site,
        is_shared_title=found.is_shared_title,
        is_editors_description=has_editors_description(found),
    )
    reviewer = found.reviewed_by.strip() if site.shows_reviews else ""
    return {
        **item_of(found, site=site, texts=_TEXTS),
        "seo": {
            "title": meta.title,
            "description": meta.description,
            "keywords": shown_keywords(found.seo_keywords, found.rendering.plain_text),
            "robots": meta.robots,
        },
        "related": related_items(found_beside.related, site=site),
        "former_paths": former_paths([found.pk])[found.pk],
        "reviewed_by": reviewer,
        "reviewed_on": found.reviewed_on if reviewer else None,
        "author_url": _page_of(found_beside.credits.get(found.author), site),
        "reviewer_url": _page_of(
            found_beside.credits.get(found.reviewed_by) if reviewer else None, site
        ),
        "sources": [
            {"title": source.title, "url": source.url} for source in read_sources(found.sources)
        ],
        "change_note": dateline(found).note,
        "disclaimer": found.subject.disclaimer,
    }


@router.get(
    "/{int:key}/related",
    response={200: RelatedList, 404: Problem, 410: Problem},
    operation_id="list_related",
    summary="List related questions",
    url_name="related",
)
def related(request: HttpRequest, key: int) -> dict[str, Any]:
    """The related questions of an article, as its page shows them."""
    # Two queries.
    check_names(request, Schema)
    found = Article.objects.live().filter(pk=key).only("pk").first()
    if found is None:
        raise _missing(key)
    return {"items": related_items(related_entries(found), site=current_site())}


def _page_of(credit: Credit | None, site: Site) -> str | None:
    return site.absolute(credit.path) if credit else None


def _filtered(parameters: ArticleParameters) -> ArticleQuerySet:
    in_index = parameters.changed_since is not None or parameters.path is not None
    found = Article.objects.live() if in_index else Article.objects.live_by_key()
    if parameters.subject is not None:
        # By its key: a join would let the database look through all articles in order.
        subject = find_subject(parameters.subject)
        by_time = parameters.changed_since is not None
        found = found.changed_in(subject) if by_time else found.filter(subject=subject)
    if parameters.path is not None:
        location = parse_article_path(parameters.path)
        if location is None:
            raise invalid("path", "This is no article's path.")
        found = found.filter(subject__slug=location.subject_slug, slug=location.slug)
    if parameters.changed_since is not None:
        found = found.filter(content_modified_at__gte=parameters.changed_since)
    if parameters.index_status is not None:
        found = found.filter(index_status=parameters.index_status)
    return found


def _after_cursor(
    found: ArticleQuerySet, parameters: ArticleParameters, *, by_time: bool
) -> ArticleQuerySet:
    """What comes after the last item of the page before."""
    if parameters.cursor is None:
        # Said all the same: without a range SQLite takes an index of something else, and sorts.
        return found if by_time else found.filter(pk__gt=0)
    try:
        if not by_time:
            (key,) = read_cursor("id", parameters.cursor, count=1)
            return found.filter(pk__gt=key)
        number, key = read_cursor("time", parameters.cursor, count=2)
        moment = moment_of(number)
    except InvalidCursor as error:
        raise invalid("cursor", "This is no cursor of this list with these filters.") from error
    # The first condition alone is a range of the index; with OR in its place there is none.
    return found.filter(
        Q(content_modified_at__gt=moment) | Q(pk__gt=key), content_modified_at__gte=moment
    )


def _cursor_of(item: dict[str, Any], *, by_time: bool) -> str:
    if by_time:
        return write_cursor("time", microseconds(item["modified_at"]), item["id"])
    return write_cursor("id", item["id"])


def _live_article(key: int) -> Article:
    """The article with all that its page prints, and its answer: two queries."""
    place = (
        Article.objects.live()
        .filter(pk=key)
        .values_list("subject__slug", "slug", "answer", "rendering__excerpt")
        .first()
    )
    if place is None:
        raise _missing(key)
    subject_slug, slug, answer, excerpt = place
    found = published_article(subject_slug, slug)
    if found is None:  # it has moved or gone since the first query
        raise _missing(key)
    found.answer, found.rendering.excerpt = answer, excerpt
    return found


def _missing(key: int) -> ProblemError:
    """410 for what was public once, 404 for what never was or may come back."""
    gone = (Change.Kind.WITHDRAWN, Change.Kind.DELETED)
    if Change.objects.filter(article_key=key, kind__in=gone).exists():
        return ProblemError(410, "This article was withdrawn.")
    return ProblemError(404, "There is no such article.")
