"""Home page, and the index of all subjects."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.database.compiled_query import CompiledQuery
from articles.models import Article, Subject
from articles.models.article import ArticleQuerySet
from articles.publishing.effects import READINGS
from articles.seo import current_site, home_heading, home_meta, learn_meta
from articles.web.listing import count_in_subject, entries_of, page_of
from articles.web.most_read import most_read
from articles.web.page_response import page
from articles.web.response_headers import Shows, public

_NEW_ARTICLES = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the library is, its subjects, what is most read and what is new: three queries."""
    site = current_site()
    subjects = subjects_with_counts()
    total = sum(subject.article_count for subject in subjects)
    newest = entries_of(_NEWEST.rows(size=_NEW_ARTICLES))
    description = (
        f"{site.name} is a free library of {total:,} questions with clear, written answers in"
        f" {len(subjects)} subjects."
    )
    context = {
        "heading": home_heading(site.tagline),
        "subjects": subjects,
        "total": total,
        "most_read": most_read(),
        "newest": newest,
    }
    response = page(
        "home.html", context, site=site, meta=home_meta(site=site, description=description)
    )
    return public(response, shows=Shows(library=True, names=frozenset({READINGS})))


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """All subjects with their counts: one query."""
    site = current_site()
    subjects = subjects_with_counts()
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
    return public(response, shows=Shows(library=True))


def _newest_of_each_subject() -> ArticleQuerySet:
    """The latest article of every listed subject.

    Deliveries come by the hundred, subject by subject: the ten newest of all would be neighbours
    from one course of lectures. One look into the index a subject.
    """
    latest = (
        Article.objects.indexable()
        .filter(subject=OuterRef("pk"))
        .order_by("-published_on", "-pk")
        .values("pk")
    )
    keys = Subject.objects.listed().annotate(newest=Subquery(latest[:1])).order_by()
    return Article.objects.indexable().filter(pk__in=keys.values("newest"))


_NEWEST = CompiledQuery(lambda size: page_of(_newest_of_each_subject(), 0, size), size=int)


def subjects_with_counts() -> list[Subject]:
    """The listed subjects that have something to read, each with its `article_count`.

    A count a subject, over the partial index of indexable articles alone: a join would read every
    row of the library. (A filter on the count would count a second time.)
    """
    return [subject for subject in _COUNTED.instances() if subject.article_count]


def _counted() -> QuerySet:
    count = count_in_subject(Article.objects.indexable())
    return Subject.objects.listed().annotate(article_count=count)


_COUNTED = CompiledQuery(_counted)
