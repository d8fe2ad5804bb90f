"""Marking many rows that readers have left, notes, searches and unknown addresses, and taking that
back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from articles.database.among import among
from articles.models import BulkItem, BulkRun, Feedback, ReaderSearch, UnknownAddress

Action = BulkRun.Action
State = BulkItem.State
_UNREAD, _HANDLED = Feedback.State.UNREAD, Feedback.State.HANDLED


@dataclass(frozen=True, slots=True)
class Mark:
    """A column that an action sets from one value to another. A row with a third value, a vote
    without a note, is left alone."""

    model: type[Model]
    column: str
    before: object
    after: object

    @property
    def right(self) -> str:
        """What an account must have to set it."""
        return f"{self.model._meta.app_label}.change_{self.model._meta.model_name}"


MARKS = {
    Action.HANDLE: Mark(Feedback, "state", _UNREAD, _HANDLED),
    Action.UNREAD: Mark(Feedback, "state", _HANDLED, _UNREAD),
    Action.SETTLE: Mark(ReaderSearch, "is_settled", False, True),
    Action.UNSETTLE: Mark(ReaderSearch, "is_settled", True, False),
    Action.IGNORE: Mark(UnknownAddress, "is_ignored", False, True),
}


def set_marks(run: BulkRun, items: Sequence[BulkItem]) -> None:
    """Mark the rows of some items, and note on each what became of it."""
    mark = MARKS[run.action]
    found = _values(mark, items)
    for item in items:
        if item.key not in found:
            item.state, item.note = State.SKIPPED, "gone meanwhile"
        elif found[item.key] != mark.before:
            item.state, item.note = State.SKIPPED, "it is so already"
        else:
            item.state = State.DONE
    _write(mark, items, State.DONE, mark.after)


def take_back_marks(
    run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None
) -> None:
    """Mark them again as they were, but for those that somebody has marked otherwise since."""
    mark = MARKS[run.action]
    found = _values(mark, items)
    may_change = actor is not None and actor.has_perm(mark.right)
    for item in items:
        item.state = State.KEPT
        if item.key not in found:
            item.note = "gone since"
        elif found[item.key] != mark.after:
            item.note = "changed since"
        elif not may_change:
            item.note = "you may not do this to it"
        else:
            item.state = State.UNDONE
    _write(mark, items, State.UNDONE, mark.before)


def _values(mark: Mark, items: Sequence[BulkItem]) -> dict[int, Any]:
    rows = mark.model.objects.filter(among("pk", [item.key for item in items])).order_by()
    return dict(rows.values_list("pk", mark.column))


def _write(mark: Mark, items: Sequence[BulkItem], state: str, value: object) -> None:
    keys = [item.key for item in items if item.state == state]
    mark.model.objects.filter(among("pk", keys)).update(**{mark.column: value})
