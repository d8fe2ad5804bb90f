"""Whether a question is asked already: word for word on another page, or in other words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.core.text.search_words import STOP_WORDS, words_of
from articles.models import Article
from articles.search import search

# How much of the words of two questions together they share; small words count a third.
_SAME = 0.8
_SMALL_WORD = 1 / 3
_COMPARED = 8
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """An article that asks the question; `is_same`: in the same words, on an indexed page, so that
    the titles of both pages name their subjects."""

    key: int
    heading: str
    path: str
    subject_name: str
    is_same: bool


def asked_already(title: str, *, but_for: int | None = None) -> list[Asked]:
    """Return at most three public articles that ask a question, the article `but_for` left out."""
    return [*same_title(title, but_for=but_for), *similar_title(title, but_for=but_for)][:_SHOWN]


def same_title(title: str, *, but_for: int | None) -> list[Asked]:
    """Return indexed articles with the very title: one query."""
    if not title.strip():
        return []
    found = Article.objects.indexable().filter(title=title).exclude(pk=but_for)
    return [_asked(article, is_same=True) for article in _read(found.order_by("pk")[:_SHOWN])]


def similar_title(title: str, *, but_for: int | None) -> list[Asked]:
    """Return articles that the search finds for a title and whose question has nearly the same
    words, best first."""
    # As half typed: what has no word in common is no candidate, and is not looked for by meaning.
    keys = [hit.article_id for hit in search(title, limit=_COMPARED, is_typing=True).hits]
    found = {article.pk: article for article in _read(Article.objects.live().filter(pk__in=keys))}
    return list(_similar(title, [found[key] for key in keys if key in found], but_for))


def likeness(one: str, other: str) -> float:
    """Return how much of the words of two questions together they share, from 0 to 1.

    >>> likeness("How is a cell divided?", "How are cells divided?")
    0.75
    """
    words, others = set(map(_stem, words_of(one))), set(map(_stem, words_of(other)))
    whole = _weight(words | others)
    return _weight(words & others) / whole if whole else 0.0


def _stem(word: str) -> str:
    """Without the plural's ending: enough for two questions of one library."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and word not in STOP_WORDS else word


def _weight(words: set[str]) -> float:
    return sum(_SMALL_WORD if word in STOP_WORDS else 1 for word in words)


def _similar(title: str, articles: Sequence[Article], but_for: int | None) -> Iterator[Asked]:
    for article in articles:
        is_other = article.pk != but_for and article.title != title
        if is_other and likeness(title, article.heading) >= _SAME:
            yield _asked(article, is_same=False)


def _read(articles: object) -> list[Article]:
    columns = ("slug", "title", "article_title", "question", "subject__slug", "subject__name")
    return list(articles.select_related("subject").only(*columns))


def _asked(article: Article, *, is_same: bool) -> Asked:
    path, name = article.get_absolute_url(), article.subject.name
    return Asked(article.pk, article.heading, path, name, is_same)
