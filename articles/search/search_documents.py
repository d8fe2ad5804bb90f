"""Maintenance of search documents and word counts.

The database updates the full-text index from the documents. Word counts are updated here: a change
adds and removes only the words that differ, so that two concurrent saves seldom conflict.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import QuerySet

from articles.core.text.search_words import SearchText
from articles.database.among import among
from articles.database.bulk_insert import insert_rows, update_rows
from articles.database.compiled_query import CompiledQuery
from articles.models import SearchDeletion, SearchDocument, SearchWord
from articles.search.spelling import END_OF_KEYS, deletion_keys

_FIELDS = ("question", "keywords", "description", "answer")
_values = attrgetter(*_FIELDS)
_WORDS = SearchWord._meta.db_table
_ADD = f"(word) DO UPDATE SET documents = {_WORDS}.documents + excluded.documents"
_WORDS_A_TURN = 20_000
_KEYS_A_STATEMENT = 30_000
_ELEMENTS = {
    "sqlite": "SELECT value FROM json_each(%s) WHERE true",
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
}


def add_documents(texts: Mapping[int, SearchText]) -> None:
    """Insert the documents of new articles, {key of the article: its text}, for an import, which
    calls `make_words_correctable` once at its end."""
    rows = [(key, *_values(text)) for key, text in texts.items()]
    insert_rows(SearchDocument, ("article", *_FIELDS), rows)
    count_words(Counter(word for text in texts.values() for word in _words(text)))


def replace_documents(texts: Mapping[int, SearchText]) -> None:
    """Give articles, new or old, these documents; writes only what differs."""
    documents = {row[0]: SearchText(*row[1:]) for row in _STORED.rows(articles=texts)}
    other = [key for key, document in documents.items() if document != texts[key]]
    counts: Counter[str] = Counter()
    for key in other:
        counts.update(_words(texts[key]))
        counts.subtract(_words(documents[key]))
    update_rows(SearchDocument, _FIELDS, [(*_values(texts[key]), key) for key in other])
    count_words(counts)
    add_documents({key: text for key, text in texts.items() if key not in documents})
    make_words_correctable({word for text in texts.values() for word in _words(text)})


def forget_documents(article_ids: Sequence[int]) -> None:
    """Remove the documents of articles that are about to be deleted."""
    documents = SearchDocument.objects.filter(pk__in=article_ids)
    counts: Counter[str] = Counter()
    for document in documents:
        counts.subtract(_words(document))
    documents.delete()
    count_words(counts)


def count_words(changes: Mapping[str, int]) -> None:
    """Add to the counts of words, in the order of the words, so that no two wait for each other."""
    rows = sorted((word, count) for word, count in changes.items() if count)
    rows = [(word, count, False) for word, count in rows]
    insert_rows(SearchWord, ("word", "documents", "is_correctable"), rows, on_conflict=_ADD)


def make_words_correctable(words: Iterable[str] | None = None) -> None:
    """Insert the ways to mistype those of the words (or of all) that have none yet.

    In one go for a whole import: the keys are spread all over their table, so that each batch of
    articles would write most of its pages again.
    """
    some_of = None if words is None else sorted(words)
    while some := _NEW.rows() if some_of is None else _NEW_AMONG.rows(words=some_of):
        keys = array("q", (key for word, pk in some for key in deletion_keys(word, pk)))
        with transaction.atomic():
            for part in _in_order(keys):
                _insert_deletions(part)
            _note_correctable([pk for _, pk in some])


def _new_words() -> QuerySet[SearchWord]:
    return SearchWord.objects.filter(is_correctable=False, documents__gt=0)


def _first(words: QuerySet[SearchWord]) -> QuerySet:
    return words.order_by("word").values_list("word", "pk")[:_WORDS_A_TURN]


_NEW = CompiledQuery(lambda: _first(_new_words()))
_NEW_AMONG = CompiledQuery(
    lambda words: _first(_new_words().filter(among("word", words))), words=list
)
_STORED = CompiledQuery(
    lambda articles: SearchDocument.objects.filter(among("article_id", articles)).values_list(
        "article_id", *_FIELDS
    ),
    articles=list,
)


def _in_order(keys: array) -> Iterator[list[int]]:
    """Yield the keys in order, about 30,000 at a time. They begin with hashes, so that equal ranges
    hold equally many: half a million in one list, and in one parameter, took 60 MB."""
    parts = len(keys) // _KEYS_A_STATEMENT + 1
    width = END_OF_KEYS // parts + 1
    some = [array("q") for _ in range(parts)]
    for key in keys:
        some[key // width].append(key)
    return map(sorted, some)


def words_of_document(question: str, keywords: str) -> set[str]:
    """Return the words that count: those of an answer have no frequency of their own."""
    return {*question.split(), *keywords.split()}


def _words(text: SearchText | SearchDocument) -> set[str]:
    return words_of_document(text.question, text.keywords)


def _note_correctable(keys: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_WORDS} SET is_correctable = true"
            f" WHERE id IN ({_ELEMENTS[connection.vendor]})",
            [json.dumps(keys)],
        )


def _insert_deletions(keys: Sequence[int]) -> None:
    """Insert the keys of SearchDeletion that are not there yet.

    As one parameter: an import ends with half a million of them, while its workers have nothing to
    do any more, and with a parameter a key this step took half as long again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SearchDeletion._meta.db_table} (key) {_ELEMENTS[connection.vendor]}"
            " ON CONFLICT DO NOTHING",
            [json.dumps(keys)],
        )
