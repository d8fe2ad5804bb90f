"""Nearest articles to an unknown address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.core.text.search_words import words_of
from articles.models import Article, Subject
from articles.models.article import ArticleQuerySet
from articles.search import search

_ADDRESS = re.compile(r"/learn/([a-z0-9-]{1,200})(?:/questions/([a-z0-9-]{1,200}))?")
MOST_ARTICLES = 5
# Neighbours read on each side of the slug in the order of the unique index.
_NEIGHBOURS = 15
# Words that nearly every question has say nothing about which one is meant.
_COMMON = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has"}
    | {"have", "how", "in", "is", "it", "of", "on", "or", "that", "the", "their", "this", "to"}
    | {"was", "we", "were", "what", "when", "where", "which", "who", "why", "with", "you", "your"}
    # So does what is asked about anything.
    | {"concept", "define", "describe", "difference", "differences", "discuss", "example"}
    | {"examples", "explain", "impact", "importance", "key", "main", "role", "significance"}
)
# Letters by which a word is known in another form: "rotate" and "rotation".
_STEM = 5
_COLUMNS = ("slug", "title", "article_title", "question", "subject__slug", "subject__name")


@dataclass(frozen=True, slots=True)
class Nearest:
    """The subject of an address where there is one, and up to five indexable articles, the best
    first, each with its subject and the columns of a link."""

    subject: Subject | None = None
    articles: Sequence[Article] = ()


def nearest(path: str) -> Nearest:
    """Return what lies near an address in its canonical form: four small queries, and a search
    where these find nothing.

    First the same slug under other subjects (questions have moved), then the slugs of the subject
    that begin alike (an address cut off in a mail) and share half of the telling words, else what a
    search for the words of the slug finds (the question was asked in other words).
    """
    match = _ADDRESS.match(path)
    if not match:
        return Nearest()
    subject_slug, slug = match.groups()
    subject = Subject.objects.filter(slug=subject_slug).first()
    if not slug:
        return Nearest(subject)
    found = _same_slug(slug)
    if subject:
        found += _neighbours(subject, slug)
    return Nearest(subject, found[:MOST_ARTICLES] or _found_by_words(slug))


def _same_slug(slug: str) -> list[Article]:
    listed = Subject.objects.listed().values("pk")
    articles = Article.objects.indexable().filter(subject__in=listed, slug=slug)
    return list(_with_link(articles)[:MOST_ARTICLES])


def _neighbours(subject: Subject, slug: str) -> list[Article]:
    """The subject's articles with the nearest slugs that share words with this one, best first.

    Two range scans of the index (subject, slug), whatever the size of the subject: an address
    that leads nowhere costs little however often a crawler asks.
    """
    articles = _with_link(Article.objects.indexable().filter(subject=subject))
    after = articles.filter(slug__gte=slug).order_by("slug")[:_NEIGHBOURS]
    before = articles.filter(slug__lt=slug).order_by("-slug")[:_NEIGHBOURS]
    wanted = _words(slug)
    shared = {article: len(wanted & _words(article.slug)) for article in (*after, *before)}
    return [
        article
        for article in sorted(shared, key=lambda article: -shared[article])
        if shared[article] and 2 * shared[article] >= len(wanted)
    ]


def _found_by_words(slug: str) -> list[Article]:
    """What a search for the telling words of the slug finds, best first: only questions with half
    of these words, mistyped ones as they were understood. A search says what little it has; a page
    that is not there has to say nothing of it."""
    words = [word for word in slug.split("-") if word and word not in _COMMON]
    results = search(" ".join(words), limit=MOST_ARTICLES)
    if results.is_weak:
        return []
    keys = [hit.article_id for hit in results.hits]
    rows = _with_link(Article.objects.indexable().filter(pk__in=keys)).in_bulk()
    wanted = {term[:_STEM] for term in results.terms}
    return [rows[key] for key in keys if key in rows and _has_half(rows[key], wanted)]


def _has_half(article: Article, wanted: set[str]) -> bool:
    """Return whether half of the wanted beginnings of words stand in an article's question."""
    said = {word[:_STEM] for word in words_of(f"{article.heading} {article.slug}")}
    return 2 * len(wanted & said) >= len(wanted)


def _with_link(articles: ArticleQuerySet) -> ArticleQuerySet:
    """With what a link needs."""
    return articles.select_related("subject").only(*_COLUMNS)


def _words(slug: str) -> set[str]:
    return {word for word in slug.split("-") if word and word not in _COMMON}
