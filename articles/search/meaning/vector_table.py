"""The vectors in the database: which are due, writing them, and what has changed of them.

Whether one is due follows from the tables: an indexable article whose version is not that of its
vector, or whose vector another model made. So nothing is written with a change, a site without a
model pays nothing, and what changed while the setting was missing is found all the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F, Max, OuterRef, Q, Subquery

from articles.database.advisory_lock import Lock, lock_until_commit
from articles.database.among import among
from articles.database.bulk_insert import insert_rows
from articles.database.retry import again_where_it_passes
from articles.models import Article, ArticleVector, Change, IndexStatus
from articles.search.meaning.article_text import text_to_encode

_TABLE = ArticleVector._meta.db_table
# The long columns that are not encoded.
_NOT_READ = ("answer", "rendering__html", "rendering__excerpt")
# No article has it.
_NO_VERSION = 0
_COLUMNS = ("article", "version", "model", "number", "vector")
_REPLACE = "(article_id) DO UPDATE SET " + ", ".join(
    f"{column} = excluded.{column}" for column in _COLUMNS[1:]
)


class DueText(NamedTuple):
    """A text to be encoded, and the version of the article that it was read of."""

    article_id: int
    version: int
    text: str


def due_keys(model: int) -> list[int]:
    """Return the articles whose vector is missing or stale: reads an index of all articles, and the
    table of vectors (0.1 s at 11,141)."""
    known = ArticleVector.objects.filter(article=OuterRef("pk"), model=model).values("version")
    articles = Article.objects.indexable().annotate(known=Subquery(known))
    due = articles.filter(Q(known=None) | ~Q(known=F("version"))).order_by("pk")
    return list(due.values_list("pk", flat=True))


def due_of_latest_changes(model: int, most: int) -> list[int]:
    """Return those due among the articles that changed last, `most` at most: a lookup for each."""
    latest = Change.objects.order_by("-number").values_list("article_key", flat=True)[:most]
    keys = list(latest)
    vectors = ArticleVector.objects.filter(among("pk", keys), model=model)
    known = dict(vectors.values_list("pk", "version"))
    articles = Article.objects.filter(among("pk", keys)).order_by("pk")
    return [
        pk
        for pk, version, status in articles.values_list("pk", "version", "index_status")
        if status == IndexStatus.INDEXABLE and known.get(pk) != version
    ]


def make_all_due() -> None:
    """Have every vector computed anew; until it is, the old one is searched."""
    again_where_it_passes(lambda: ArticleVector.objects.update(version=_NO_VERSION))


def read_texts(keys: Sequence[int]) -> Iterator[DueText]:
    """Yield the texts of those that are still indexable."""
    articles = Article.objects.filter(among("pk", keys)).order_by("pk")
    for article in articles.select_related("rendering").defer(*_NOT_READ):
        # Not in the query: SQLite takes the status for rare, and looks through an index of it.
        if article.index_status != IndexStatus.INDEXABLE:
            continue
        rendering = getattr(article, "rendering", None)
        answer = rendering.plain_text if rendering else ""
        text = text_to_encode(article.heading, article.seo_description, answer)
        yield DueText(article.pk, article.version, text)


@transaction.atomic
def write_vectors(model: int, vectors: Mapping[int, tuple[int, bytes]]) -> None:
    """Write {article: (version, packed vector)} under the next numbers, without the articles that
    are gone. A text that has changed since it was read stays due, by its version."""
    there = Article.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    keys = list(there.filter(among("pk", vectors)).values_list("pk", flat=True))
    lock_until_commit(Lock.VECTOR_NUMBERS)
    last = ArticleVector.objects.aggregate(last=Max("number"))["last"] or 0
    rows = [
        (key, vectors[key][0], model, number, vectors[key][1])
        for number, key in enumerate(keys, start=last + 1)
    ]
    insert_rows(ArticleVector, _COLUMNS, rows, on_conflict=_REPLACE)


def read_since(model: int, number: int, most: int) -> list[tuple[int, int, bytes]]:
    """Return (number, article, packed vector) of those above a number, `most` at most, in order.
    Plain SQL, for every search asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT number, article_id, vector FROM {_TABLE}"
            " WHERE number > %s AND model = %s ORDER BY number LIMIT %s",
            (number, model, most),
        )
        return cursor.fetchall()


def read_of(model: int, keys: Sequence[int]) -> list[tuple[int, bytes]]:
    """Return (article, packed vector) of those of some articles that have one."""
    found = ArticleVector.objects.filter(among("pk", keys), model=model)
    return list(found.values_list("pk", "vector"))
