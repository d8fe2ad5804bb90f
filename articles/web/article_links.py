"""Link entry of an article in lists, related questions and suggestions."""

from dataclasses import dataclass
from datetime import date, datetime

from articles.models import Article
from articles.seo import plain_title

# The columns of Article that a link needs, for `.only()`.
LINK_COLUMNS = (
    "slug",
    "title",
    "article_title",
    "question",
    "subject__slug",
    "subject__name",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link to an article; a list adds `excerpt` and `published_on`, and what an article's page
    names as related adds `changed_at`."""

    heading: str
    path: str
    subject_name: str
    excerpt: str = ""
    published_on: date | None = None
    changed_at: datetime | None = None


def link_to(article: Article) -> Entry:
    """Return the link to an article whose subject is loaded."""
    return Entry(
        heading=plain_title(article.heading),
        path=article.get_absolute_url(),
        subject_name=article.subject.name,
    )
