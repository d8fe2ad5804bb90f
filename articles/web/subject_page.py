"""Subject page: its questions, fifty per page."""

from functools import partial
from itertools import pairwise

from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.database.compiled_query import CompiledQuery
from articles.models import Article, Subject
from articles.models.article import ArticleQuerySet
from articles.publishing.effects import list_of
from articles.seo import ListPage, current_site, subject_meta
from articles.web.listing import PAGE_SIZE, PageList, count_in_subject, entries_of, page_of
from articles.web.page_response import page
from articles.web.response_headers import Shows, public


@require_safe
def subject(request: HttpRequest, subject_slug: str, number: int = 1) -> HttpResponse:
    """Page `number` of a subject: two queries. A page behind the last one is a 404."""
    found = _COUNTED.first(slug=subject_slug)
    if found is None:
        raise Http404
    pages = PageList(number=number, article_count=found.article_count)
    if number > pages.page_count:
        raise Http404
    query = _LISTED if found.is_listed else _HIDDEN
    articles = entries_of(query.rows(subject=found.pk, offset=pages.offset, size=PAGE_SIZE))
    site = current_site()
    place = list_page(found, pages)
    meta = subject_meta(found, site=site, place=place)
    context = {
        "subject": found,
        "introduction": found.introduction_html if number == 1 else "",
        "articles": articles,
        "list_page": place,
        **_pager(found, pages),
    }
    response = page("subject.html", context, site=site, meta=meta)
    return public(response, shows=Shows(names=frozenset({list_of(found.slug)})))


def shown_articles(subject: Subject) -> ArticleQuerySet:
    """What a subject's list shows: distinct, indexable articles; in a hidden subject, where
    nothing is indexable, everything that a reader may see."""
    if subject.is_listed:
        return Article.objects.indexable().filter(subject=subject)
    return Article.objects.live().filter(subject=subject)


def _counted(slug: str) -> QuerySet:
    """The subject with `article_count`, of what `shown_articles` are."""
    count = Case(
        When(is_listed=True, then=count_in_subject(Article.objects.indexable())),
        default=count_in_subject(Article.objects.live()),
    )
    return Subject.objects.filter(slug=slug).annotate(article_count=count)[:1]


def _page(subject: int, offset: int, size: int, *, is_listed: bool) -> QuerySet:
    articles = shown_articles(Subject(pk=subject, is_listed=is_listed))
    return page_of(articles, offset, size)


_COUNTED = CompiledQuery(_counted, slug=str)
_LISTED = CompiledQuery(partial(_page, is_listed=True), subject=int, offset=int, size=int)
_HIDDEN = CompiledQuery(partial(_page, is_listed=False), subject=int, offset=int, size=int)


def page_path(subject: Subject, number: int) -> str:
    """The one address of a page of the list."""
    path = subject.get_absolute_url()
    return path if number == 1 else f"{path}/page/{number}"


def list_page(subject: Subject, pages: PageList) -> ListPage:
    """The page as its head describes it."""
    return ListPage(
        number=pages.number,
        page_count=pages.page_count,
        article_count=pages.article_count,
        path=page_path(subject, pages.number),
        previous_path=page_path(subject, pages.previous) if pages.previous else None,
        next_path=page_path(subject, pages.next) if pages.next else None,
    )


def _pager(subject: Subject, pages: PageList) -> dict[str, object]:
    """The links to other pages: (number, path, whether pages before it are left out)."""
    window = pages.window
    return {
        "pages": pages,
        "page_links": [
            (number, page_path(subject, number), number > before + 1)
            for before, number in pairwise((0, *window))
        ],
    }
