"""Publishing an article, making it a draft again, and withdrawing it."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Article, Revision, Status
from articles.publishing.article_reads import locked
from articles.publishing.article_writes import Written, set_status
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause


@operation
def publish(
    article: Article, *, actor: AbstractBaseUser | None = None, cause: Cause | None = None
) -> Written:
    """Show the article to readers; one without a date is published today."""
    return _change(article, Status.PUBLISHED, actor, cause)


@operation
def unpublish(
    article: Article, *, actor: AbstractBaseUser | None = None, cause: Cause | None = None
) -> Written:
    """Make the article a draft again: readers get a 404."""
    return _change(article, Status.DRAFT, actor, cause)


@operation
def withdraw(
    article: Article, *, actor: AbstractBaseUser | None = None, cause: Cause | None = None
) -> Written:
    """Take the article away for good: readers get a 410 where it was public, and no import brings
    it back."""
    return _change(article, Status.WITHDRAWN, actor, cause)


def _change(
    article: Article, status: Status, actor: AbstractBaseUser | None, cause: Cause | None = None
) -> Written:
    cause = cause or Cause(Revision.Kind.STATUS, actor, reason=f"Now {Status(status).label}")
    return set_status(locked(article), status, cause)
