"""The list of articles: its columns, its filters and its search, each served by an index."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from articles.admin.finding import in_state, kind_label, open_counts
from articles.admin.paging import COUNTED_ROWS
from articles.admin.readers import order_of_an_index, with_numbers
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
# What a person looks through; the search puts the best first.
_MOST_FOUND = 200


class ArticleChangeList(ChangeList):
    """Reads the columns that it shows: an answer is up to 5 kB that no list prints."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> Sequence:
        """The best matches of a search first, unless a column is asked for."""
        if "search_rank" in queryset.query.annotations and not self.params.get(ORDER_VAR):
            return ["search_rank", "-pk"]
        return order_of_an_index(super().get_ordering(request, queryset))

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        open_findings = (
            _OPEN_FINDINGS.filter(article=OuterRef("pk"))
            .order_by()
            .values("article")
            .annotate(number=Count("pk"))
            .values("number")
        )
        articles = (
            super()
            .get_queryset(request, exclude_parameters)
            .only(
                "title",
                "article_title",
                "question",
                "slug",
                "subject",
                "status",
                "index_status",
                "published_on",
            )
            .annotate(open_findings=Coalesce(Subquery(open_findings), 0))
        )
        # Not joined: SQLite begins such a join with the forty subjects, and sorts every article of
        # theirs (2.3 s at a million articles).
        return with_numbers(articles).prefetch_related("subject")


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
    """Return the articles of a search: an address, an id of the source, or words, best first.

    Words are found as readers find them, in drafts and withdrawn articles too. Where that finds
    nothing, parts of words in slugs do: (subject, slug) is an index, and reading it alone is 30
    times less than reading every row.
    """
    location = parse_article_path(term)
    if location:
        return queryset.filter(subject__slug=location.subject_slug, slug=location.slug)
    term = term.strip()
    if term.isascii() and term.isdigit() and int(term) <= _LARGEST_ID:
        number = int(term)
        return queryset.filter(Q(source_id=number) | Q(pk=number))
    found = search_ids(term, limit=_MOST_FOUND)
    if not found and (words := term.split()) and all(map(_as_in_slug, words)):
        found = _with_slug_words(words)
    ranks = [When(pk=pk, then=rank) for rank, pk in enumerate(found[:_MOST_FOUND])]
    rank = Case(*ranks, default=_MOST_FOUND, output_field=IntegerField())
    return queryset.filter(pk__in=found).annotate(search_rank=rank).order_by("search_rank", "-pk")


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
