"""An article as its draft says it, in memory alone."""

from django.utils import timezone

from articles.core.article_content import ArticleContent
from articles.core.rendering import render
from articles.core.short_answers import answer_first
from articles.core.text.change_note import clean_note
from articles.drafts.draft_content import content_of
from articles.models import Article, Draft, Rendering
from articles.models.article import CONTENT_COLUMNS
from articles.publishing import version_at


def drafted_content(draft: Draft, article: Article) -> ArticleContent:
    """Return what the draft says. Where nothing is known any more of the version that it was begun
    on, what it does not say is as the article has it."""
    opened = version_at(article, draft.base_version)
    return content_of(draft.values, opened.content if opened else article.content())


def drafted_note(draft: Draft) -> str:
    """Return what the draft's form says that readers shall be told of the change."""
    return clean_note(next(iter(draft.values.get("readers_note", ())), ""))


def drafted_article(draft: Draft) -> Article | None:
    """Return the draft's article as its page would show it, with its rendering, subject and
    canonical; None where it is gone. It must not be saved. An undated one has today's date."""
    article = (
        Article.objects.select_related("subject", "canonical__subject", "canonical__rendering")
        .filter(pk=draft.article_key)
        .first()
    )
    if article is None:
        return None
    content = drafted_content(draft, article)
    for name in CONTENT_COLUMNS:
        setattr(article, name, getattr(content, name))
    article.published_on = article.published_on or timezone.localdate()
    rendered = answer_first(
        render(content.answer), question=content.heading, own=content.short_answer
    )
    article.rendering = Rendering(
        article=article,
        html=rendered.html,
        plain_text=rendered.plain_text,
        excerpt=rendered.excerpt,
        short_answer=rendered.short_answer,
        short_answer_html=rendered.short_answer_html,
        formula_count=rendered.formula_count,
    )
    return article
