"""What follows from an article's content alone: its rendering, its digest and its problems.

Pure, so that the importer's worker processes and an editor's click share one function.
"""

from dataclasses import dataclass

from articles.content import ArticleContent, answer_digest
from articles.rendering import Rendered, render
from articles.text.inspection import inspect_texts
from articles.text.problems import Problem
from articles.text.words import SearchText, search_text


@dataclass(frozen=True, slots=True)
class Derived:
    """`problems` holds what inspection and rendering found, in that order."""

    rendered: Rendered
    digest: str
    problems: tuple[Problem, ...]
    search_text: SearchText


def derive(content: ArticleContent) -> Derived:
    """Return everything that is computed from the content when an article is written."""
    rendered = render(content.answer)
    heading = content.question or content.article_title or content.title
    return Derived(
        rendered=rendered,
        digest=answer_digest(content.answer),
        problems=(*inspect_texts(content), *rendered.problems),
        search_text=search_text(heading, content.seo_keywords, rendered.plain_text),
    )
