"""The list of articles: its columns, its filters and its search, each served by an index."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from articles.admin.finding import in_state, kind_label, open_counts
from articles.admin.paging import COUNTED_ROWS
from articles.models import Article, Finding, IndexStatus
from articles.search import search_ids
from articles.source.paths import parse_article_path

# What a column has room for; the whole sentence is IndexStatus's label.
INDEX_WORDS = {
    IndexStatus.INDEXABLE: "Yes",
    IndexStatus.DUPLICATE: "Twin instead",
    IndexStatus.NO_INDEX: "Kept out by hand",
    IndexStatus.HIDDEN_SUBJECT: "Hidden subject",
    IndexStatus.DRAFT: "No, a draft",
    IndexStatus.WITHDRAWN: "No, withdrawn",
}
_OPEN_FINDINGS = Finding.objects.filter(is_dismissed=False)
_LARGEST_ID = 2**63 - 1


class ArticleChangeList(ChangeList):
    """Reads the columns that it shows: an answer is up to 5 kB that no list prints."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        open_findings = (
            _OPEN_FINDINGS.filter(article=OuterRef("pk"))
            .order_by()
            .values("article")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return (
            super()
            .get_queryset(request, exclude_parameters)
            .only(
                "title",
                "article_title",
                "question",
                "slug",
                "subject__name",
                "subject__slug",
                "status",
                "index_status",
                "published_on",
            )
            .annotate(open_findings=Coalesce(Subquery(open_findings), 0))
        )


class IndexStatusFilter(admin.SimpleListFilter):
    """Why a page is, or is not, in search engines, in the words of IndexStatus."""

    title = "place in search engines"
    parameter_name = "index_status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return IndexStatus.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(index_status=self.value()) if self.value() else queryset


class HasFindingFilter(admin.SimpleListFilter):
    """Articles with an open finding of one kind."""

    title = "finding"
    parameter_name = "finding"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("any", "Any finding"), *((kind, kind_label(kind)) for kind in open_counts())]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        if self.value() == "any":
            return queryset.filter(Exists(_OPEN_FINDINGS.filter(article=OuterRef("pk"))))
        found = in_state(Finding.objects.filter(kind=self.value()), is_dismissed=False)
        return queryset.filter(pk__in=found.filter(article__isnull=False).values("article"))


def find_articles(queryset: QuerySet, term: str) -> QuerySet:
    """Return the articles of a search: an address, an id of the source, or words.

    Every word of a title stands in its slug (checked on all files), and (subject, slug) is an
    index: reading it alone is 30 times less than reading every row for its title. Where no
    slug matches, the search of the readers answers, for drafts and withdrawn articles too: it knows
    reworded titles, keywords, answers and mistyped words.
    """
    location = parse_article_path(term)
    if location:
        return queryset.filter(subject__slug=location.subject_slug, slug=location.slug)
    term = term.strip()
    if term.isascii() and term.isdigit() and int(term) <= _LARGEST_ID:
        number = int(term)
        return queryset.filter(Q(source_id=number) | Q(pk=number))
    words = term.split()
    if words and all(map(_as_in_slug, words)):
        found = _with_slug_words(words)
        if found:
            return queryset.filter(pk__in=found)
    return queryset.filter(pk__in=search_ids(term))


def _with_slug_words(words: Sequence[str]) -> list[int]:
    """Return the keys of articles whose slugs hold all the words: as many as a list pages through.

    Read once and put into both queries of the list as numbers, so that the index is read through
    once and not for the count, for the page and for whether there is anything.
    """
    slugs = Article.objects.order_by()
    for word in words:
        slugs = slugs.filter(slug__contains=_as_in_slug(word))
    return list(slugs.values_list("pk", flat=True)[: COUNTED_ROWS + 1])


def _as_in_slug(word: str) -> str:
    """`"What's"` -> `"what"`: the longest run of what a slug can hold."""
    runs = "".join(c if c.isascii() and c.isalnum() else " " for c in word.lower()).split()
    return max(runs, key=len, default="")
