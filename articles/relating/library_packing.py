"""Packing of the library in the database, for processes that choose from it."""

from array import array
from collections.abc import Iterator
from pathlib import Path

from django.db.models import QuerySet

from articles.core.relatedness.packing import ArticleFacts, Pair, SignatureFacts, pack_library
from articles.models import Article, IndexStatus, Related, Status, TextSignature

_ROWS_A_PAGE = 2_000


def pack_stored_library(folder: Path) -> array:
    """Write the library to a folder; return the keys of its articles in the order of their places.

    Every row is read once, in pages: no cursor and no transaction stays open.
    """
    return pack_library(
        folder,
        articles=_articles(),
        links=_links(),
        waiting=_waiting(),
        signatures=_signatures(),
    )


def _articles() -> Iterator[ArticleFacts]:
    rows = Article.objects.values_list("pk", "canonical_id", "status", "index_status", "title")
    for pk, canonical, status, index_status, title in _paged(rows):
        yield ArticleFacts(
            pk,
            canonical,
            status == Status.PUBLISHED,
            index_status == IndexStatus.INDEXABLE,
            title,
        )


def _links() -> Iterator[Pair]:
    rows = Related.objects.exclude(target=None).values_list("pk", "article_id", "target_id")
    for _, article, target in _paged(rows):
        yield article, target


def _waiting() -> Iterator[tuple[str, int]]:
    rows = Related.objects.filter(target=None).order_by("path", "article")
    last_path, last_article = "", 0
    while True:
        following = rows.filter(path__gte=last_path).exclude(
            path=last_path, article__lte=last_article
        )
        page = list(following.values_list("path", "article_id")[:_ROWS_A_PAGE])
        yield from page
        if len(page) < _ROWS_A_PAGE:
            return
        last_path, last_article = page[-1]


def _signatures() -> Iterator[SignatureFacts]:
    rows = TextSignature.objects.values_list("pk", "is_indexable", "terms")
    for pk, is_indexable, terms in _paged(rows):
        yield SignatureFacts(pk, is_indexable, bytes(terms))


def _paged(rows: QuerySet) -> Iterator[tuple]:
    """Yield the rows in the order of their key, which is the first value."""
    last = 0
    while True:
        page = list(rows.filter(pk__gt=last).order_by("pk")[:_ROWS_A_PAGE])
        yield from page
        if len(page) < _ROWS_A_PAGE:
            return
        last = page[-1][0]
