"""What a reader who came to an empty address may have been looking for."""

import re
from dataclasses import dataclass, field

from articles.models import Article, Subject
from articles.models.article import ArticleQuerySet
from articles.web.addresses import canonical_path
from articles.web.entries import LINK_COLUMNS, Entry, link_to

_ADDRESS = re.compile(r"/learn/([a-z0-9-]{1,200})(?:/questions/([a-z0-9-]{1,200}))?")
_SHOWN = 5
# Neighbours read on each side of the slug in the order of the unique index.
_NEIGHBOURS = 15
# Words that nearly every question has say nothing about which one is meant.
_COMMON = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has"}
    | {"have", "how", "in", "is", "it", "of", "on", "or", "that", "the", "their", "this", "to"}
    | {"was", "we", "were", "what", "when", "where", "which", "who", "why", "with", "you", "your"}
)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The subject of the address where there is one, and the questions nearest to it."""

    subject: Subject | None = None
    articles: list[Entry] = field(default_factory=list)


def suggest(path: str) -> Suggestions:
    """Return what lies near an address that leads nowhere: four small queries at most.

    First the same slug under other subjects (questions have moved), then the slugs of the subject
    that begin alike (an address cut off in a mail) and share half of the telling words.
    """
    match = _ADDRESS.match(canonical_path(path))
    if not match:
        return Suggestions()
    subject = Subject.objects.filter(slug=match[1]).first()
    slug = match[2]
    if not slug:
        return Suggestions(subject=subject)
    listed = Subject.objects.listed().values("pk")
    found = list(
        _readable(Article.objects.indexable().filter(subject__in=listed, slug=slug))[:_SHOWN]
    )
    if subject:
        found += _neighbours(subject, slug)
    return Suggestions(subject=subject, articles=[link_to(article) for article in found[:_SHOWN]])


def _neighbours(subject: Subject, slug: str) -> list[Article]:
    """The subject's articles with the nearest slugs that share words with this one, best first.

    Two range scans of the index (subject, slug), whatever the size of the subject: an address
    that leads nowhere costs little however often a crawler asks.
    """
    articles = _readable(Article.objects.indexable().filter(subject=subject))
    after = articles.filter(slug__gte=slug).order_by("slug")[:_NEIGHBOURS]
    before = articles.filter(slug__lt=slug).order_by("-slug")[:_NEIGHBOURS]
    wanted = _words(slug)
    shared = {article: len(wanted & _words(article.slug)) for article in (*after, *before)}
    return [
        article
        for article in sorted(shared, key=lambda article: -shared[article])
        if shared[article] and 2 * shared[article] >= len(wanted)
    ]


def _readable(articles: ArticleQuerySet) -> ArticleQuerySet:
    """With what a link needs."""
    return articles.select_related("subject").only(*LINK_COLUMNS)


def _words(slug: str) -> set[str]:
    return {word for word in slug.split("-") if word and word not in _COMMON}
