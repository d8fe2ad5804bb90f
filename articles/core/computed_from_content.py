"""Values derived from an article's content: rendering, digest, problems and search text.

Pure, so that the importer's worker processes and an editor's save share one function.
"""

from dataclasses import dataclass

from articles.core.article_content import ArticleContent, answer_digest
from articles.core.rendering import Rendered, render
from articles.core.short_answers import answer_first
from articles.core.text.problem_kinds import Problem
from articles.core.text.quality_checks import inspect_texts
from articles.core.text.search_words import SearchText, search_text


@dataclass(frozen=True, slots=True)
class Computed:
    """`problems` holds what inspection and rendering found, in that order."""

    rendered: Rendered
    digest: str
    problems: tuple[Problem, ...]
    search_text: SearchText


def compute(content: ArticleContent) -> Computed:
    """Return everything that is computed from the content when an article is written."""
    heading = content.heading
    rendered = answer_first(render(content.answer), question=heading, own=content.short_answer)
    return Computed(
        rendered=rendered,
        digest=answer_digest(content.answer),
        problems=(*inspect_texts(content), *rendered.problems),
        search_text=search_text(
            heading,
            content.seo_keywords,
            f"{content.seo_description}\n{content.short_answer}",
            rendered.plain_text,
        ),
    )
