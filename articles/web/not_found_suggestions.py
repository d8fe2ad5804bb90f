"""Suggestions for the 404 page."""

from dataclasses import dataclass, field

from articles.audience.nearest_articles import nearest
from articles.models import Subject
from articles.web.article_links import Entry, link_to
from articles.web.canonical_address import canonical_path


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The subject of the address where there is one, and the questions nearest to it."""

    subject: Subject | None = None
    articles: list[Entry] = field(default_factory=list)


def suggest(path: str) -> Suggestions:
    """Return what lies near an address that leads nowhere: four small queries at most."""
    found = nearest(canonical_path(path))
    return Suggestions(found.subject, [link_to(article) for article in found.articles])
