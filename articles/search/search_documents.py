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

from articles.core.text.search_words import SearchText
from articles.database.bulk_insert import insert_rows
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
    documents = SearchDocument.objects.in_bulk(list(texts))
    counts: Counter[str] = Counter()
    for key, document in documents.items():
        text = texts[key]
        if _values(document) == _values(text):
            continue
        counts.update(_words(text))
        counts.subtract(_words(document))
        for field, value in zip(_FIELDS, _values(text), strict=True):
            setattr(document, field, value)
        document.save(force_update=True)
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
    new = SearchWord.objects.filter(is_correctable=False, documents__gt=0)
    if words is not None:
        new = new.filter(word__in=list(words))
    rows = new.order_by("word").values_list("word", "pk")
    while some := list(rows[:_WORDS_A_TURN]):
        keys = array("q", (key for word, pk in some for key in deletion_keys(word, pk)))
        with transaction.atomic():
            for part in _in_order(keys):
                _insert_deletions(part)
            SearchWord.objects.filter(pk__in=[pk for _, pk in some]).update(is_correctable=True)


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
