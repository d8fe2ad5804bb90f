"""Publishing a draft without its form: as scheduled, or by its reviewer."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles import publishing
from articles.core.article_content import MAX_LENGTHS, ArticleContent
from articles.core.text.source_list import bad_lines
from articles.drafts.draft_store import discard
from articles.drafts.drafted_article import drafted_content, drafted_note
from articles.models import Article, Draft


class UnfitDraft(Exception):
    """The draft cannot become the article's text; carries a sentence that says why."""


def publish_draft(
    article: Article, draft: Draft | None, *, actor: AbstractBaseUser | None, reason: str
) -> Article:
    """Make the article's draft its text, where it has one, merged into what has come since; return
    the article. Its status stays. `draft` is the one that was judged fit for readers: what is
    written into it meanwhile stays a draft. Raises UnfitDraft."""
    if draft is None:
        return article
    content = drafted_content(draft, article)
    _check(content)
    try:
        article = publishing.revise(
            article,
            content,
            actor=actor,
            expected_version=draft.base_version,
            reason=reason,
            note=drafted_note(draft),
        )
    except publishing.StaleVersion as error:
        raise UnfitDraft(
            "The live text has changed in the same places as the draft. Open the draft and decide."
        ) from error
    discard(article.pk, number=draft.number)
    return article


def _check(content: ArticleContent) -> None:
    """What the form would refuse."""
    if not content.title.strip():
        raise UnfitDraft("The draft has no question.")
    if not content.answer.strip():
        raise UnfitDraft("The draft has no answer.")
    if bad := bad_lines(content.sources):
        raise UnfitDraft(f"The draft's source “{bad[0][:100]}” is no address of the web.")
    for name, most in MAX_LENGTHS.items():
        if len(getattr(content, name, "") or "") > most:
            raise UnfitDraft(f"The draft's {name} is longer than {most:,} characters.")
