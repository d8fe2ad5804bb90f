"""The home page, and the index of all subjects."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Article, Subject
from articles.seo import current_site, home_meta, learn_meta
from articles.web.http import public
from articles.web.listing import listed_articles
from articles.web.pages import page

_NEW_ARTICLES = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the library is, its subjects, and what is new: two queries."""
    site = current_site()
    subjects = list(subjects_with_counts())
    total = sum(subject.article_count for subject in subjects)
    newest = listed_articles(Article.objects.indexable(), 0, _NEW_ARTICLES)
    description = (
        f"{site.name} is a free library of {total:,} questions with clear, written answers in"
        f" {len(subjects)} subjects."
    )
    context = {"subjects": subjects, "total": total, "newest": newest}
    response = page(
        "home.html", context, site=site, meta=home_meta(site=site, description=description)
    )
    return public(response, changed=[article.content_modified_at for article in newest])


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """All subjects with their counts: one query."""
    site = current_site()
    subjects = list(subjects_with_counts())
    total = sum(subject.article_count for subject in subjects)
    description = (
        f"Browse {total:,} questions and answers by subject:"
        f" {', '.join(subject.name for subject in subjects[:4])} and more."
    )
    response = page(
        "learn.html",
        {"subjects": subjects, "total": total},
        site=site,
        meta=learn_meta(site=site, description=description),
    )
    return public(response)


def subjects_with_counts() -> QuerySet[Subject]:
    """The listed subjects that have something to read, each with its `article_count`.

    A count a subject, over the partial index of indexable articles alone: a join would read every
    row of the library.
    """
    counts = (
        Article.objects.indexable()
        .filter(subject=OuterRef("pk"))
        .order_by()
        .values("subject")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        Subject.objects.listed()
        .annotate(article_count=Coalesce(Subquery(counts), 0))
        .filter(article_count__gt=0)
    )
