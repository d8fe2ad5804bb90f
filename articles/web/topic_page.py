"""Topic page: what a topic is about, and its questions, the most read first, fifty per page."""

from functools import partial

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from articles.database.compiled_query import CompiledQuery
from articles.models import Article, Topic, TopicAddress
from articles.models.article import ArticleQuerySet
from articles.publishing.effects import READINGS, list_of
from articles.seo import ListPage, current_site, topic_meta
from articles.web.listing import PAGE_SIZE, Order, PageList, entries_of, page_of
from articles.web.page_response import page
from articles.web.pager import pager_links
from articles.web.response_headers import Shows, public


@require_safe
def topic(request: HttpRequest, subject_slug: str, slug: str, number: int = 1) -> HttpResponse:
    """Page `number` of a topic: three queries. An old address leads to where the topic is now, that
    of a topic which readers do not see to its subject."""
    found = (
        Topic.objects.filter(subject__slug=subject_slug, slug=slug)
        .select_related("subject")
        .defer("centre", "phrases")
        .first()
    )
    if found is None or not found.is_shown:
        return _elsewhere(found or renamed(subject_slug, slug))
    subject = found.subject
    pages = PageList(number=number, article_count=articles_of(found).count())
    if not subject.is_listed or number > pages.page_count:
        raise Http404
    query = _PAGE.rows(topic=found.pk, subject=subject.pk, offset=pages.offset, size=PAGE_SIZE)
    articles = entries_of(query)
    site = current_site()
    place = list_page(found, pages)
    meta = topic_meta(found, site=site, place=place, articles=[a.path for a in articles])
    context = {
        "subject": subject,
        "topic": found,
        "introduction": found.introduction_html if number == 1 else "",
        "articles": articles,
        "list_page": place,
        "pages": pages,
        "page_links": pager_links(pages, partial(topic_page_path, found)),
    }
    response = page("topic.html", context, site=site, meta=meta)
    return public(response, shows=_shows(subject_slug))


def articles_of(topic: Topic) -> ArticleQuerySet:
    """The articles that a topic's page lists."""
    return _articles(topic.pk, topic.subject_id)


def renamed(subject_slug: str, slug: str) -> Topic | None:
    """Return the topic that an old address leads to."""
    address = (
        TopicAddress.objects.filter(subject__slug=subject_slug, slug=slug)
        .select_related("topic__subject")
        .first()
    )
    return address and address.topic


def topic_page_path(topic: Topic, number: int) -> str:
    """The one address of a page of a topic's list."""
    path = topic.get_absolute_url()
    return path if number == 1 else f"{path}/page/{number}"


def list_page(topic: Topic, pages: PageList) -> ListPage:
    """The page as its head describes it."""
    path = partial(topic_page_path, topic)
    return ListPage(
        number=pages.number,
        page_count=pages.page_count,
        article_count=pages.article_count,
        path=path(pages.number),
        previous_path=path(pages.previous) if pages.previous else None,
        next_path=path(pages.next) if pages.next else None,
    )


def _elsewhere(topic: Topic | None) -> HttpResponse:
    """One redirect, to the topic or to its subject."""
    if topic is None or not topic.subject.is_listed:
        raise Http404
    target = topic if topic.is_shown else topic.subject
    response = HttpResponsePermanentRedirect(target.get_absolute_url())
    return public(response, shows=_shows(topic.subject.slug))


def _shows(subject_slug: str) -> Shows:
    return Shows(names=frozenset({list_of(subject_slug), READINGS}))


def _articles(topic: int, subject: int) -> ArticleQuerySet:
    return Article.objects.indexable().filter(subject=subject, article_topics__topic=topic)


def _page(topic: int, subject: int, offset: int, size: int) -> QuerySet:
    return page_of(_articles(topic, subject), offset, size, Order.READ)


_PAGE = CompiledQuery(_page, topic=int, subject=int, offset=int, size=int)
