"""Subject page: its questions, fifty per page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Subject
from articles.models.article import ArticleQuerySet
from articles.publishing.effects import list_of
from articles.seo import ListPage, current_site, subject_meta
from articles.web.listing import PAGE_SIZE, PageList, listed_articles
from articles.web.page_response import page
from articles.web.response_headers import Shows, public


@require_safe
def subject(request: HttpRequest, subject_slug: str, number: int = 1) -> HttpResponse:
    """Page `number` of a subject: three queries. A page behind the last one is a 404."""
    found = get_object_or_404(Subject, slug=subject_slug)
    articles = shown_articles(found)
    pages = PageList(number=number, article_count=articles.count())
    if number > pages.page_count:
        raise Http404
    rows = listed_articles(articles, pages.offset, PAGE_SIZE)
    site = current_site()
    place = list_page(found, pages)
    meta = subject_meta(found, site=site, place=place)
    context = {
        "subject": found,
        "introduction": found.introduction_html if number == 1 else "",
        "articles": rows,
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


def page_path(subject: Subject, number: int) -> str:
    """The one address of a page of the list."""
    if number == 1:
        return subject.get_absolute_url()
    return reverse("subject_page", args=[subject.slug, number])


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
    """The links to the pages of this block and to the other blocks, each with its text."""
    return {
        "pages": pages,
        "page_links": [(number, page_path(subject, number)) for number in pages.block],
        "block_links": [
            (f"{block[0]:,}–{block[-1]:,}", page_path(subject, block[0]), pages.number in block)
            for block in pages.blocks
        ],
    }
