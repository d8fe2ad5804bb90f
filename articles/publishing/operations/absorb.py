"""Withdrawing an article in favour of another."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Article, Revision, Status
from articles.publishing.article_writes import locked, set_status
from articles.publishing.effects import ChangeSet
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause


@operation
def absorb(
    article: Article, into: Article, *, actor: AbstractBaseUser | None = None
) -> tuple[None, ChangeSet]:
    """Withdraw an article in favour of another: its address, and all that led to it, redirect.

    For two articles with one text of which only one shall be served; no import brings it back.
    """
    # As it stands now: a list of moved questions is planned long before its last row is written.
    current = locked(article)
    old_paths = [
        *current.redirects.values_list("old_path", flat=True),
        current.get_absolute_url(),
    ]
    reason = f"Absorbed by {into.get_absolute_url()}"
    cause = Cause(Revision.Kind.STATUS, actor, reason=reason)
    _, changes = set_status(current, Status.WITHDRAWN, cause)
    changes.redirected = dict.fromkeys(old_paths, into)
    return None, changes
