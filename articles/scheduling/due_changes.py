"""Doing what is due: each change once, in the order of the times, also after a pause."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import Error, transaction
from django.utils import timezone

from articles.drafts.draft_publication import UnfitDraft, publish_draft
from articles.drafts.draft_store import draft_of
from articles.importer.kept_deliveries import change_status
from articles.models import Article, Draft, ScheduledChange, Status
from articles.reviewing.editorial_mail import tell_published
from articles.reviewing.turns import end_if_published
from articles.rights import may_publish

logger = logging.getLogger(__name__)

_STATUS = {
    ScheduledChange.Action.PUBLISH: Status.PUBLISHED,
    ScheduledChange.Action.WITHDRAW: Status.WITHDRAWN,
}
_CHANGED_SINCE = (
    "Somebody who may not publish has changed the draft since this was planned. Look at it, and"
    " plan it again."
)


class NotDone(Exception):
    """A change could not be done, for a reason that trying again does not mend."""


def schedule(
    article_key: int, action: str, due_at: datetime, *, user: object | None
) -> ScheduledChange:
    """Let an action be done at a time, in the place of what was planned of its kind."""
    draft = draft_of(article_key)
    values = {"due_at": due_at, "user": user, "problem": ""}
    values["draft_saved_at"] = draft.saved_at if draft else None
    made, _ = ScheduledChange.objects.update_or_create(
        article_key=article_key, action=action, defaults=values
    )
    return made


def cancel(article_key: int, planned: int) -> bool:
    """Forget what was planned, by its key; return whether it was still to come."""
    return ScheduledChange.objects.filter(article_key=article_key, pk=planned).delete()[0] > 0


def do_due(now: datetime | None = None) -> Iterator[ScheduledChange]:
    """Do everything that is due, and yield each change as it is done, or could not be: then it has
    a `problem`. Several processes may do this at once. Raises a DatabaseError where the database
    refuses; what was not done is done the next time."""
    now = now or timezone.now()
    rows = ScheduledChange.objects.filter(problem="", due_at__lte=now).order_by("due_at", "pk")
    while change := rows.first():
        try:
            if _do(change):
                yield change
        except Error:
            raise
        except (NotDone, UnfitDraft) as error:
            logger.warning("%s was not done: %s", change, error)
            yield _with_problem(change, str(error))
        except Exception:  # one that always fails must not keep back those behind it
            logger.exception("%s was not done", change)
            yield _with_problem(change, "It failed, and the log says how. Plan it again.")


def _with_problem(change: ScheduledChange, problem: str) -> ScheduledChange:
    change.problem = problem[:300]
    ScheduledChange.objects.filter(pk=change.pk).update(problem=change.problem)
    return change


@transaction.atomic
def _do(change: ScheduledChange) -> bool:
    """Return whether it was this process that did it: whoever takes the row away does it."""
    if not ScheduledChange.objects.filter(pk=change.pk, due_at=change.due_at).delete()[0]:
        return False
    article = Article.objects.select_related("subject").filter(pk=change.article_key).first()
    if article is None:
        raise NotDone("The article has been deleted.")
    if change.action == ScheduledChange.Action.PUBLISH:
        draft = _seen_draft(article, change)
        article = publish_draft(article, draft, actor=change.user, reason="As scheduled")
    article, _ = change_status(article, _STATUS[change.action], actor=change.user)
    turn = end_if_published(article, user=change.user)
    tell_published(article, turn, user=change.user)
    return True


def _seen_draft(article: Article, change: ScheduledChange) -> Draft | None:
    """Return the article's draft. Raises NotDone where it was written in since the plan was made,
    by somebody who may not publish."""
    draft = draft_of(article.pk)
    if draft is None or draft.saved_at == change.draft_saved_at:
        return draft
    if not (draft.author and may_publish(draft.author, article)):
        raise NotDone(_CHANGED_SINCE)
    return draft
