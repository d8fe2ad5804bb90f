"""Keeping what is searched: the document of an article, and the words of all documents.

The full-text indexes follow a document by themselves. The words are counted here: a change adds and
takes away only the words that came and went, so that two who save at once seldom meet.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from articles.models import SearchDeletion, SearchDocument, SearchWord
from articles.search.spelling import allowed_edits, deletion_keys
from articles.search.statements import insert_rows
from articles.text.words import SearchText

_COLUMNS = ("article_id", "question", "keywords", "answer")
_WORDS = SearchWord._meta.db_table
_DELETIONS = SearchDeletion._meta.db_table
_ADD = f"(word) DO UPDATE SET documents = {_WORDS}.documents + excluded.documents"
_WORDS_A_STATEMENT = 5_000


def add_documents(texts: Mapping[int, SearchText]) -> None:
    """Insert the documents of new articles, {key of the article: its text}."""
    if not texts:
        return
    rows = [(key, text.question, text.keywords, text.answer) for key, text in texts.items()]
    insert_rows(SearchDocument._meta.db_table, _COLUMNS, rows)
    count_words(Counter(word for text in texts.values() for word in _words(text)))


def replace_documents(texts: Mapping[int, SearchText]) -> None:
    """Give articles, new or old, these documents; writes only what differs."""
    documents = SearchDocument.objects.in_bulk(list(texts))
    counts: Counter[str] = Counter()
    for key, document in documents.items():
        text = texts[key]
        if _as_text(document) == text:
            continue
        counts.update(_words(text))
        counts.subtract(_words(document))
        document.question, document.keywords = text.question, text.keywords
        document.answer = text.answer
        document.save(force_update=True)
    count_words(counts)
    add_documents({key: text for key, text in texts.items() if key not in documents})


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
    for start in range(0, len(rows), _WORDS_A_STATEMENT):
        some = rows[start : start + _WORDS_A_STATEMENT]
        words = [word for word, _ in some]
        known = set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))
        insert_rows(_WORDS, ("word", "documents"), some, on_conflict=_ADD)
        add_deletions([word for word in words if word not in known])


def add_deletions(words: Sequence[str]) -> None:
    """Insert the ways to mistype known words that are not there yet."""
    rows = SearchWord.objects.filter(word__in=words).values_list("word", "pk")
    keys = [(key,) for word, pk in rows if allowed_edits(word) for key in deletion_keys(word, pk)]
    insert_rows(_DELETIONS, ("key",), sorted(keys), on_conflict="DO NOTHING")


def words_of_document(question: str, keywords: str) -> set[str]:
    """Return the words that count: those of an answer have no frequency of their own."""
    return {*question.split(), *keywords.split()}


def _words(text: SearchText | SearchDocument) -> set[str]:
    return words_of_document(text.question, text.keywords)


def _as_text(document: SearchDocument) -> SearchText:
    return SearchText(document.question, document.keywords, document.answer)
