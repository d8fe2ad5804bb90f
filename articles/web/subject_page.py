"""Subject page: its topics, and its questions, fifty per page, in one of three orders."""

from functools import partial

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.database.compiled_query import CompiledQuery
from articles.models import Article, IndexStatus, Subject, Topic
from articles.models.article import ArticleQuerySet
from articles.publishing.effects import READINGS, list_of
from articles.seo import ListPage, current_site, subject_meta
from articles.web.article_links import TopicLink, topic_link
from articles.web.listing import (
    PAGE_SIZE,
    Order,
    PageList,
    count_in_subject,
    entries_of,
    page_of,
)
from articles.web.most_read import most_read_in
from articles.web.page_response import page
from articles.web.pager import pager_links
from articles.web.response_headers import Shows, public

# As links name them; the topics stand on the first page.
_LABELS = {Order.NEWEST: "Newest", Order.ALPHABET: "A–Z", Order.READ: "Most read"}
_IN_WORDS = {
    Order.NEWEST: "newest first",
    Order.ALPHABET: "by their first letters",
    Order.READ: "most read first",
}
# To the page before, and to the next.
_PAGER_WORDS = {
    Order.NEWEST: ("Newer questions", "Older questions"),
    Order.ALPHABET: ("Earlier letters", "Later letters"),
    Order.READ: ("More read questions", "Less read questions"),
}


@require_safe
def subject(request: HttpRequest, subject_slug: str, number: int = 1) -> HttpResponse:
    """Page `number` of a subject: two queries; for the first, which has the topics and the most
    read, four. A page behind the last one is a 404.

    `?sort=` gives the questions in another order: the same questions again, so that such a page is
    not indexed, and made anew for each who asks.
    """
    found = _COUNTED.first(slug=subject_slug)
    if found is None:
        raise Http404
    pages = PageList(number=number, article_count=found.article_count)
    if number > pages.page_count:
        raise Http404
    order = _order_of(request)
    query = _PAGES[found.is_listed, order]
    articles = entries_of(query.rows(subject=found.pk, offset=pages.offset, size=PAGE_SIZE))
    site = current_site()
    place = list_page(found, pages, order)
    meta = subject_meta(found, site=site, place=place)
    is_front = number == 1 and order == Order.NEWEST
    topics = topics_with_counts(found) if is_front and found.has_topics else []
    context = {
        "subject": found,
        "introduction": found.introduction_html if is_front else "",
        "topics": topics,
        "most_read": most_read_in(found.pk) if is_front and pages.number < pages.page_count else [],
        "articles": articles,
        "is_undated": order != Order.NEWEST,
        "pager_words": _PAGER_WORDS[order],
        "order_in_words": _IN_WORDS[order],
        "orders": _orders(found, order) if articles else [],
        "list_page": place,
        "pages": pages,
        "page_links": pager_links(pages, partial(page_path, found, order=order)),
    }
    response = page("subject.html", context, site=site, meta=meta)
    names = frozenset({list_of(found.slug), *([READINGS] if is_front else [])})
    return public(response, shows=Shows(names=names, keeps_query=True))


def shown_articles(subject: Subject) -> ArticleQuerySet:
    """What a subject's list shows: distinct, indexable articles; in a hidden subject, where
    nothing is indexable, everything that a reader may see."""
    if subject.is_listed:
        return Article.objects.indexable().filter(subject=subject)
    return Article.objects.live().filter(subject=subject)


def topics_with_counts(subject: Subject) -> list[TopicLink]:
    """Return the topics that a subject's page shows, with their numbers of articles: one query."""
    return [topic_link(subject.slug, *row) for row in _TOPICS.rows(subject=subject.pk)]


def _topics(subject: int) -> QuerySet:
    is_here = Q(
        article_topics__article__subject=subject,
        article_topics__article__index_status=IndexStatus.INDEXABLE,
    )
    topics = Topic.objects.shown().filter(subject=subject, subject__is_listed=True)
    counted = topics.annotate(article_count=Count("article_topics", filter=is_here))
    return counted.filter(article_count__gt=0).values_list("slug", "name", "article_count")


def _counted(slug: str) -> QuerySet:
    """The subject with `article_count`, of what `shown_articles` are, and `has_topics`."""
    count = Case(
        When(is_listed=True, then=count_in_subject(Article.objects.indexable())),
        default=count_in_subject(Article.objects.live()),
    )
    return Subject.objects.filter(slug=slug).annotate(
        article_count=count,
        has_topics=Exists(
            Topic.objects.shown().filter(subject=OuterRef("pk"), subject__is_listed=True)
        ),
    )[:1]


def _page(subject: int, offset: int, size: int, *, is_listed: bool, order: Order) -> QuerySet:
    articles = shown_articles(Subject(pk=subject, is_listed=is_listed))
    return page_of(articles, offset, size, order)


_COUNTED = CompiledQuery(_counted, slug=str)
_TOPICS = CompiledQuery(_topics, subject=int)
_PAGES = {
    (is_listed, order): CompiledQuery(
        partial(_page, is_listed=is_listed, order=order), subject=int, offset=int, size=int
    )
    for is_listed in (True, False)
    for order in Order
}


def page_path(subject: Subject, number: int, *, order: Order = Order.NEWEST) -> str:
    """The one address of a page of the list in an order."""
    path = subject.get_absolute_url()
    path = path if number == 1 else f"{path}/page/{number}"
    return path if order == Order.NEWEST else f"{path}?sort={order}"


def list_page(subject: Subject, pages: PageList, order: Order = Order.NEWEST) -> ListPage:
    """The page as its head describes it."""
    path = partial(page_path, subject, order=order)
    return ListPage(
        number=pages.number,
        page_count=pages.page_count,
        article_count=pages.article_count,
        path=path(pages.number),
        previous_path=path(pages.previous) if pages.previous else None,
        next_path=path(pages.next) if pages.next else None,
        is_sorted=order != Order.NEWEST,
    )


def _order_of(request: HttpRequest) -> Order:
    """The order that is asked for; of what is none, the usual one."""
    asked = request.GET.get("sort", "")
    return Order(asked) if asked in list(Order) else Order.NEWEST


def _orders(subject: Subject, here: Order) -> list[tuple[str, str, bool]]:
    """(label, path, whether it is this page's) of the orders of a list; first the topics, where it
    has some."""
    path = subject.get_absolute_url()
    topics = [("Topics", f"{path}#topics", False)] if subject.has_topics else []
    return topics + [
        (label, page_path(subject, 1, order=order), order == here)
        for order, label in _LABELS.items()
    ]
