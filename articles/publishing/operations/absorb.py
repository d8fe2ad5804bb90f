"""Withdrawing an article in favour of another."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Article, Revision, Status
from articles.publishing.article_reads import locked
from articles.publishing.article_writes import set_status
from articles.publishing.effects import ChangeSet
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause


class TargetAway(Exception):
    """The article in whose favour another shall be withdrawn is public no more; carries it, None
    where it was deleted."""

    def __init__(self, article: Article | None) -> None:
        super().__init__(article)
        self.article = article


@operation
def absorb(
    article: Article, into: Article, *, actor: AbstractBaseUser | None = None
) -> tuple[None, ChangeSet]:
    """Withdraw an article in favour of another: its address, and all that led to it, redirect.

    For two articles with one text of which only one shall be served; no import brings it back.
    Raises TargetAway where the other is not public by now: two editors who each absorb one of them
    in the other would leave readers none.
    """
    # As they stand now: a list of moved questions is planned long before its last row is written.
    hold_both(article, into)
    target = Article.objects.filter(pk=into.pk).first()
    if target is None or target.status != Status.PUBLISHED:
        raise TargetAway(target)
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


def hold_both(article: Article, other: Article) -> None:
    """Let nobody else write two articles until the transaction ends. They are held in one order, so
    that two who each absorb one in the other wait for each other and never in a circle."""
    for key in sorted((article.pk, other.pk)):
        held = Article.objects.select_for_update(no_key=True).filter(pk=key)
        list(held.values_list("pk"))
