"""What the desk does with each article of a run once that is committed: its log says so, and a
review of what readers see now has ended."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType

from articles.bulk_runs.outcome import Outcome
from articles.models import Article, BulkItem, BulkRun
from articles.reviewing import turns
from articles.reviewing.editorial_mail import tell_published

Follow = Callable[[Outcome], None]


def message_of(run: BulkRun, outcome: Outcome) -> Any:
    """Return what the log says of an article: as Django keeps it, or in words."""
    if outcome.state == BulkItem.State.UNDONE:
        return "Undone."
    if run.action == BulkRun.Action.CHANGE:
        return f"Bulk run {run.pk}: {run.order['words']}"
    return [{"changed": {"fields": ["status"]}}]


def follow_unseen(run: BulkRun, actor: AbstractBaseUser) -> Follow:
    """Return it for a run in the background, where there is no request to tell anything to."""

    def follow(outcome: Outcome) -> None:
        article = outcome.article
        _log(article, actor, outcome, message_of(run, outcome))
        if not outcome.is_removal:
            turn = turns.end_if_published(article, user=actor)
            tell_published(article, turn, user=actor)

    return follow


def _log(article: Article, actor: AbstractBaseUser, outcome: Outcome, message: Any) -> None:
    LogEntry.objects.create(
        user_id=actor.pk,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(article.pk),
        object_repr=str(article)[:200],
        action_flag=DELETION if outcome.is_removal else CHANGE,
        change_message="" if outcome.is_removal else _as_kept(message),
    )


def _as_kept(message: Any) -> str:
    return message if isinstance(message, str) else json.dumps(message)
