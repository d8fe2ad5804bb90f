"""Search of admin lists through the full-text index of articles."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.http import HttpRequest

from articles.admin.base.paging import COUNTED_ROWS
from articles.bulk_runs import MOST_ROWS
from articles.core.source.article_paths import parse_article_path
from articles.database.among import among
from articles.models import Article
from articles.rights import subject_keys
from articles.search import ids_holding, search_ids

_LARGEST_ID = 2**63 - 1
# So many are ordered by how good they are; the others that hold the words come behind them.
_MOST_FOUND = 200
# Of so many articles what belongs to them is listed: an order of its own hides the best ones.
_MOST_WITH_BELONGINGS = 1_000


def find_articles(
    queryset: QuerySet, term: str, subjects: Collection[int] | None = None
) -> QuerySet:
    """Return the articles of a search: an address, an id of the source, or words, best first; of
    some subjects, by their keys, or of all.

    Words are found as readers find them, in drafts and withdrawn articles too, and behind these
    come all articles that hold every word anywhere, so that the list's number is that of the
    library; between quotation marks, one behind the other. Where that finds nothing, parts of
    words in slugs do: (subject, slug) is an index, and reading it alone is 30 times less than
    reading every row.
    """
    named = _named(term)
    if named is not None:
        return queryset.filter(named)
    found = _found_anywhere(term, subjects)
    ranks = [When(pk=pk, then=rank) for rank, pk in enumerate(found[:_MOST_FOUND])]
    rank = Case(*ranks, default=_MOST_FOUND, output_field=IntegerField())
    found_ones = queryset.filter(among("pk", found))
    return found_ones.annotate(search_rank=rank).order_by("search_rank", "-pk")


def found_keys(term: str, subjects: Collection[int] | None = None) -> list[int]:
    """Return the keys of the articles of a search, as `find_articles` finds them: the best first,
    and no more than one beyond what a bulk run takes."""
    named = _named(term)
    if named is not None:
        keys = Article.objects.filter(named).order_by().values_list("pk", flat=True)
        return list(keys[: MOST_ROWS + 1])
    return _found_anywhere(term, subjects)


def held_keys(term: str, subjects: Collection[int] | None = None) -> list[int]:
    """Return the keys of the articles of a search whose order is another: one query, and that for
    the best ones only where no article has all the words."""
    if _named(term) is not None:
        return found_keys(term, subjects)
    is_phrase = _is_phrase(term)
    held = ids_holding(term, limit=MOST_ROWS + 1, subjects=subjects, is_phrase=is_phrase)
    return held or found_keys(term, subjects)


class SearchByArticleMixin:
    """A list of what belongs to articles (the field `article`), searched as that of the articles;
    `searched_text` names a field of the rows themselves, of which a part is enough."""

    searched_text: str

    def get_search_fields(self, request: HttpRequest) -> Sequence[str]:
        """Only for Django to know that there is a search."""
        return (self.searched_text,)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        term = search_term.strip()
        return (queryset.filter(self.searched(request, term)) if term else queryset), False

    def searched(self, request: HttpRequest, term: str) -> Q:
        """Return the condition that a search finds a row."""
        named = _named(term)
        keys: Iterable = (
            _found(term, _MOST_WITH_BELONGINGS, subject_keys(request.user))
            if named is None
            else Article.objects.filter(named).order_by().values_list("pk", flat=True)
        )
        own = Q(**{f"{self.searched_text}__icontains": term})
        return own | Q(among("article_id", keys))


def _found_anywhere(term: str, subjects: Collection[int] | None) -> list[int]:
    found = _found(term, _MOST_FOUND, subjects)
    if not found and (words := term.split()) and all(map(_as_in_slug, words)):
        found = _with_slug_words(words, subjects)
    return found


def _found(term: str, most_ranked: int, subjects: Collection[int] | None) -> list[int]:
    """The best ones first, then all others that hold every word; of a phrase all that hold it."""
    is_phrase = _is_phrase(term)
    ranked = [] if is_phrase else search_ids(term, limit=most_ranked, subjects=subjects)
    every = ids_holding(term, limit=MOST_ROWS + 1, subjects=subjects, is_phrase=is_phrase)
    return list(dict.fromkeys([*ranked, *every]))


def _is_phrase(term: str) -> bool:
    return len(term) > 2 and term[0] == term[-1] == '"'


def _named(term: str) -> Q | None:
    """The condition on an article where a term is its address or number; else it is words."""
    location = parse_article_path(term)
    if location:
        return Q(subject__slug=location.subject_slug, slug=location.slug)
    term = term.strip()
    if term.isascii() and term.isdigit() and int(term) <= _LARGEST_ID:
        return Q(source_id=int(term)) | Q(pk=int(term))
    return None


def _with_slug_words(words: Sequence[str], subjects: Collection[int] | None) -> list[int]:
    """Return the keys of articles whose slugs hold all the words: as many as a list pages through.

    Read once and put into both queries of the list as numbers, so that the index is read through
    once and not for the count, for the page and for whether there is anything.
    """
    slugs = Article.objects.order_by()
    if subjects is not None:
        slugs = slugs.filter(subject__in=subjects)
    for word in words:
        slugs = slugs.filter(slug__contains=_as_in_slug(word))
    return list(slugs.values_list("pk", flat=True)[: COUNTED_ROWS + 1])


def _as_in_slug(word: str) -> str:
    """`"What's"` -> `"what"`: the longest run of what a slug can hold."""
    runs = "".join(c if c.isascii() and c.isalnum() else " " for c in word.lower()).split()
    return max(runs, key=len, default="")
