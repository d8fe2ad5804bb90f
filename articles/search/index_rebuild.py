"""Rebuild of the search documents, words and index from the articles."""

from collections import Counter
from collections.abc import Callable, Iterator

from django.db import connection, transaction

from articles.core.text.search_words import SearchText, search_text
from articles.models import Article, SearchDocument, SearchWord
from articles.search import backends
from articles.search.search_documents import (
    count_words,
    make_words_correctable,
    replace_documents,
    words_of_document,
)

_ARTICLES_A_TURN = 500
# The long columns that are not searched.
_NOT_READ = ("answer", "rendering__html", "rendering__excerpt", "rendering__short_answer_html")


def restore_index() -> bool:
    """Create and fill what the database lacks of the index; return whether anything was missing."""
    backend = backends.current()
    if not backend.missing():
        return False
    with transaction.atomic():
        backend.create()
    return True


def settle_index() -> None:
    """Have the database finish what it put off while many documents were written."""
    backends.current().settle()


def mend_index() -> None:
    """Create what is missing of the index, and fill it anew where it knows more or fewer documents
    than there are: a row that it does not know could not be taken out of it."""
    if restore_index():
        return
    backend = backends.current()
    with transaction.atomic():
        _keep_documents()
        documents = SearchDocument.objects.count()
        if any(rows != documents for rows in backend.row_counts().values()):
            backend.refill()


def is_unfilled() -> bool:
    """Return whether an article lacks its document: in a library that is older than its search, or
    whose first filling was interrupted.

    Every document is one article's, so two counts are compared, and no article is looked at.
    """
    return SearchDocument.objects.count() < Article.objects.count()


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Write every document that differs, the counts of all words, and what is missing of the index,
    which else follows the documents by itself; return how many articles were looked at.

    The site may be read meanwhile. Who writes waits a moment at a time, and longer twice: while a
    missing index is filled, and while the words are counted (`recount_words`). May be stopped and
    run again at any time: what is written stays, and what is right is not written again.
    """
    mend_index()
    total = Article.objects.count()
    done = 0
    for keys in _pages():
        with transaction.atomic():
            replace_documents({article.pk: _text_of(article) for article in _locked(keys)})
        done += len(keys)
        progress(done, total)
    recount_words()
    make_words_correctable()
    settle_index()
    return done


def recount_words() -> None:
    """Count the words of all documents, and write the counts that are wrong.

    Nobody writes a document meanwhile: about ten seconds at a million.
    """
    with transaction.atomic():
        _keep_documents()
        counts: Counter[str] = Counter()
        rows = SearchDocument.objects.values_list("question", "keywords")
        for question, keywords in rows.iterator(chunk_size=2_000):
            counts.update(words_of_document(question, keywords))
        for word, documents in SearchWord.objects.values_list("word", "documents").iterator():
            counts[word] -= documents
        count_words(counts)
        SearchWord.objects.update(is_correctable=False)
        SearchWord.objects.filter(documents__lte=0).update(documents=0)


def _pages() -> Iterator[list[int]]:
    last = 0
    articles = Article.objects.order_by("pk").values_list("pk", flat=True)
    while keys := list(articles.filter(pk__gt=last)[:_ARTICLES_A_TURN]):
        last = keys[-1]
        yield keys


def _locked(keys: list[int]) -> list[Article]:
    return list(
        Article.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
        .select_related("rendering")
        .defer(*_NOT_READ)
    )


def _text_of(article: Article) -> SearchText:
    rendering = getattr(article, "rendering", None)
    plain_text = rendering.plain_text if rendering else ""
    described = f"{article.seo_description}\n{article.short_answer}"
    return search_text(article.heading, article.seo_keywords, described, plain_text)


def _keep_documents() -> None:
    """SQLite's transaction that writes is alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {SearchDocument._meta.db_table} IN SHARE MODE")
