"""The most read of the last 30 days: of the library, and of a subject.

Pages that show them are stamped `READINGS`: they are made anew once a day, and at no view.
"""

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from articles.database.compiled_query import CompiledQuery
from articles.models import Article, IndexStatus, Readership
from articles.web.article_links import LINK_COLUMNS, Entry, entry_of

SHOWN = 5
# Of a subject those are shown that are among so many most read ones of the site: read along the
# index of views, so that it costs the same in any library. A subject that has none of them shows
# none.
_CANDIDATES = 2_000


def most_read() -> list[Entry]:
    """Return the most read articles that lists show; none where nothing was read. One query."""
    return [entry_of(*row) for row in _OF_ALL.rows(size=SHOWN)]


def most_read_in(subject_key: int) -> list[Entry]:
    """Return the most read articles of a subject. One query."""
    return [entry_of(*row) for row in _OF_SUBJECT.rows(subject=subject_key, size=SHOWN)]


def _read() -> QuerySet[Readership]:
    return Readership.objects.filter(recent_views__gt=0).order_by("-recent_views", "-article")


def _is(column: str, value: str | int) -> Exact:
    """A condition on an article that is found by its key. Inside of an expression: SQLite would
    else begin with every article that has the status or the subject."""
    return Exact(Coalesce(column, Value(type(value)())), value)


def _of_all(size: int) -> QuerySet:
    indexable = _read().filter(_is("article__index_status", IndexStatus.INDEXABLE.value))
    return _entries(indexable.values("article")[:size])


def _of_subject(subject: int, size: int) -> QuerySet:
    candidates = _read().values("article")[:_CANDIDATES]
    here = Readership.objects.filter(
        _is("article__subject_id", subject),
        _is("article__index_status", IndexStatus.INDEXABLE.value),
        article__in=candidates,
    )
    return _entries(here.order_by("-recent_views", "-article").values("article")[:size])


def _entries(keys: QuerySet) -> QuerySet:
    articles = Article.objects.live_by_key().filter(pk__in=keys)
    return articles.order_by("-readership__recent_views", "-pk").values_list(*LINK_COLUMNS)


_OF_ALL = CompiledQuery(_of_all, size=int)
_OF_SUBJECT = CompiledQuery(_of_subject, subject=int, size=int)
