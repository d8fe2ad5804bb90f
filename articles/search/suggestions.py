"""Query suggestions: questions that begin with the typed text."""

from dataclasses import dataclass

from articles.models import Article
from articles.search.engine import search

MAX_SUGGESTIONS = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and where it is answered."""

    article_id: int
    title: str
    path: str


def suggest(text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """Return what readers may be about to ask: questions that begin so first, then those that a
    search finds. Nothing before the second letter."""
    if len(text.strip()) < 2:
        return ()
    limit = min(max(limit, 1), MAX_SUGGESTIONS)
    ids = [hit.article_id for hit in search(text, limit=limit, is_typing=True).hits]
    found = (
        Article.objects.indexable()
        .filter(pk__in=ids)
        .select_related("subject")
        .only("title", "article_title", "question", "slug", "subject__slug")
        .in_bulk()
    )
    return tuple(
        Suggestion(pk, found[pk].heading, found[pk].get_absolute_url()) for pk in ids if pk in found
    )
