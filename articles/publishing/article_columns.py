"""From content to the values of rows: the one place that knows which column holds what."""

from datetime import UTC, datetime, time
from typing import Any

from articles.core.article_content import VISIBLE_FIELDS, ArticleContent
from articles.core.computed_from_content import Computed
from articles.core.rendering import RENDERER_VERSION
from articles.core.text.question_key import question_digest
from articles.models.article import CONTENT_COLUMNS


def column_values(content: ArticleContent, computed: Computed) -> dict[str, Any]:
    """Return the columns of Article that follow from the content."""
    values = {name: getattr(content, name) for name in CONTENT_COLUMNS}
    return values | {
        "content_digest": computed.digest,
        "question_digest": question_digest(content.title),
    }


RENDERING_COLUMNS = (
    "article",
    "renderer_version",
    "formula_count",
    "unconverted_count",
    "excerpt",
    "short_answer",
    "short_answer_html",
    "plain_text",
    "html",
)


def rendering_values(article_id: int, computed: Computed) -> tuple[int | str, ...]:
    """Return the values of RENDERING_COLUMNS for an article."""
    rendered = computed.rendered
    return (
        article_id,
        RENDERER_VERSION,
        rendered.formula_count,
        len(rendered.problems),
        rendered.excerpt,
        rendered.short_answer,
        rendered.short_answer_html,
        rendered.plain_text,
        rendered.html,
    )


def first_modified_at(content: ArticleContent, now: datetime) -> datetime:
    """Return when a new article last changed: its own date (midnight UTC), never a future one."""
    if content.published_on is None:
        return now
    return min(now, datetime.combine(content.published_on, time.min, UTC))


def is_visible_change(before: ArticleContent, after: ArticleContent) -> bool:
    """Tell whether a reader could see the difference."""
    return any(getattr(before, name) != getattr(after, name) for name in VISIBLE_FIELDS)
