"""Link entry of an article in lists, related questions and suggestions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from articles.core.article_content import heading_of
from articles.core.source.article_paths import article_path, topic_path
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


class TopicLink(NamedTuple):
    """A link to a topic, with the number of its questions where a list counts them."""

    name: str
    path: str
    article_count: int = 0


def topic_link(subject_slug: str, slug: str, name: str, article_count: int = 0) -> TopicLink:
    """Return the link to a topic of a subject."""
    return TopicLink(name, topic_path(subject_slug, slug), article_count)


def link_to(article: Article) -> Entry:
    """Return the link to an article whose subject is loaded."""
    subject = article.subject
    return entry_of(
        *(article.slug, article.title, article.article_title, article.question),
        *(subject.slug, subject.name),
    )


def entry_of(
    slug: str,
    title: str,
    article_title: str,
    question: str,
    subject_slug: str,
    subject_name: str,
    **others: Any,
) -> Entry:
    """Return the link that the values of LINK_COLUMNS make, in that order; `others` as Entry has
    them. Of a list of fifty, making articles of the values took as long as printing them."""
    return Entry(
        heading=plain_title(heading_of(question, article_title, title)),
        path=article_path(subject_slug, slug),
        subject_name=subject_name,
        **others,
    )
