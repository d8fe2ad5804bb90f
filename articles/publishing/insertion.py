"""Inserting many rows without Django's work a value.

A first import writes seven rows an article. `bulk_create` of instances took 1.18 of what reading
the YAML takes, plain SQL by `executemany` 0.30. Of the articles themselves, whose keys are asked
back, `bulk_create` took 0.5 and `insert_articles` takes 0.2.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

from articles.models import Article
from articles.publishing.batches import batches

_ARTICLE_FIELDS = [field for field in Article._meta.concrete_fields if not field.primary_key]
_ARTICLE_VALUES = attrgetter(*(field.attname for field in _ARTICLE_FIELDS))
_DATES = [at for at, field in enumerate(_ARTICLE_FIELDS) if type(field) is models.DateField]
_MOMENTS = [at for at, field in enumerate(_ARTICLE_FIELDS) if type(field) is models.DateTimeField]
# 25 columns a row; SQLite takes 32,766 parameters a statement (sqlite.org/limits.html).
_ARTICLES_A_STATEMENT = 500


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of values as the database takes them (no conversion, no defaults, no signals).

    `columns` are names of concrete fields; a foreign key takes the key's value.
    """
    rows = list(rows)
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in columns]
    statement = f"{_insert_into(model, fields)} VALUES {_places(len(fields))}"
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def insert_articles(articles: Sequence[Article]) -> None:
    """Insert new articles, complete with `created_at`, and give each its key.

    The databases return the keys in the order of the rows, on which `bulk_create` relies, too.
    """
    insert = _insert_into(Article, _ARTICLE_FIELDS)
    places = _places(len(_ARTICLE_FIELDS))
    for some in batches(articles, _ARTICLES_A_STATEMENT):
        statement = f"{insert} VALUES {', '.join([places] * len(some))} RETURNING id"
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for article in some for value in _values(article)])
            keys = cursor.fetchall()
        for article, (key,) in zip(some, keys, strict=True):
            article.pk = key
            article._state.adding = False
            article._state.db = connection.alias


def _values(article: Article) -> list[Any]:
    """The values of all columns but the key. SQLite takes dates as texts."""
    values = list(_ARTICLE_VALUES(article))
    for at in _DATES:
        values[at] = connection.ops.adapt_datefield_value(values[at])
    for at in _MOMENTS:
        values[at] = connection.ops.adapt_datetimefield_value(values[at])
    return values


def _insert_into(model: type[models.Model], fields: Sequence[models.Field]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({names})"


def _places(count: int) -> str:
    return f"({', '.join(['%s'] * count)})"
