"""The life of a run: begun, worked through in batches, stopped, undone.

Nothing here knows a request: the desk calls `work` for a second or two at a time, and a background
task may call it until nothing waits. Each article is a transaction together with its item, so that
a run which dies goes on where it was, and two who work at one run share it.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from articles.bulk_runs import assignment_changes
from articles.bulk_runs.article_changes import Outcome, change, take_back
from articles.bulk_runs.finding_changes import change_findings, take_back_findings
from articles.database.bulk_insert import insert_rows, update_rows
from articles.database.retry import again_where_it_passes, is_interrupted
from articles.models import BulkItem, BulkRun

# What one run may hold: more is chosen by a filter in several.
MOST_ROWS = 50_000
_FINDINGS_A_BATCH = 1_000
_BATCHES = {
    BulkRun.Action.DISMISS: (change_findings, take_back_findings),
    BulkRun.Action.ASSIGN: (assignment_changes.assign, assignment_changes.take_back),
    BulkRun.Action.ASSIGN_FINDINGS: (assignment_changes.assign, assignment_changes.take_back),
}
State = BulkRun.State
Follow = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items of a run wait, are done, were skipped, are undone, could not be undone."""

    waiting: int
    done: int
    skipped: int
    undone: int
    kept: int


@transaction.atomic
def begin(
    action: str, keys: Sequence[int], *, actor: AbstractBaseUser | None, selection: str = ""
) -> BulkRun:
    """Write down what a run shall do, and do nothing yet; `keys` are at most MOST_ROWS."""
    if len(keys) > MOST_ROWS:
        raise ValueError(f"{len(keys)} rows: a run takes at most {MOST_ROWS}")
    run = BulkRun.objects.create(
        action=action, actor=actor, total=len(keys), selection=selection[:500]
    )
    rows = [(run.pk, key, BulkItem.State.WAITING, "") for key in keys]
    insert_rows(BulkItem, ("run", "key", "state", "note"), rows)
    return run


def work(
    run: BulkRun,
    *,
    actor: AbstractBaseUser | None,
    seconds: float | None = None,
    follow: Follow = lambda outcome: None,
) -> bool:
    """Go on with a run, or with its undo, for some seconds or to its end; return whether it is at
    its end. `follow` is called with each article's outcome, once that is committed."""
    end = None if seconds is None else time.monotonic() + seconds
    while run.is_at_work:
        if not (_do_rows(run) if run.is_in_batches else _do_article(run, actor, follow)):
            _finish(run)
        elif end is not None and time.monotonic() > end:
            run.refresh_from_db(fields=["state"])  # somebody may have stopped it
            return not run.is_at_work
    return True


def stop(run: BulkRun) -> bool:
    """Let a run end where it is; what is done can be undone. False where it was not at work."""
    stopped = BulkRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=State.STOPPED, finished_at=timezone.now()
    )
    run.refresh_from_db(fields=["state"])
    return stopped > 0


def begin_undo(run: BulkRun) -> bool:
    """Say that a run that has ended shall be undone; False where it is at work or undone."""
    rows = BulkRun.objects.filter(pk=run.pk, state__in=(State.FINISHED, State.STOPPED))
    begun = rows.update(state=State.UNDOING)
    run.refresh_from_db(fields=["state"])
    return begun > 0


def tally_of(run: BulkRun) -> Tally:
    """Count the items of a run by what became of them: one query over their index."""
    rows = run.items.order_by().values_list("state").annotate(number=Count("pk"))
    found = Counter(dict(rows))
    return Tally(*(found[state] for state in BulkItem.State.values))


def _next(run: BulkRun) -> str:
    """The state of the items that are to be done next."""
    return BulkItem.State.DONE if run.state == State.UNDOING else BulkItem.State.WAITING


def _do_rows(run: BulkRun) -> bool:
    with transaction.atomic():
        rows = run.items.select_for_update().filter(state=_next(run)).order_by("pk")
        items = list(rows[:_FINDINGS_A_BATCH])
        change_rows, take_rows_back = _BATCHES.get(run.action, _BATCHES[BulkRun.Action.DISMISS])
        act = take_rows_back if run.state == State.UNDOING else change_rows
        act(run, items)
        # Each by its key: `bulk_update` took 198 s for 35,915 rows and back.
        rows = [(item.state, item.note, json.dumps(item.before), item.pk) for item in items]
        update_rows(BulkItem, ("state", "note", "before"), rows)
    return bool(items)


def _do_article(run: BulkRun, actor: AbstractBaseUser | None, follow: Follow) -> bool:
    outcome = again_where_it_passes(lambda: _do_item(run, actor), is_interrupted)
    if outcome is None:
        return False
    if outcome.article is not None:
        follow(outcome)
    return True


@transaction.atomic
def _do_item(run: BulkRun, actor: AbstractBaseUser | None) -> Outcome | None:
    """Do the next item; None where there is none."""
    rows = run.items.select_for_update(skip_locked=_skips()).filter(state=_next(run))
    # What was done last is undone first: an address may have been given on within the run.
    item = rows.order_by("-pk" if run.state == State.UNDOING else "pk").first()
    if item is None:
        return None
    item.run = run
    if run.state == State.UNDOING:
        outcome = take_back(run, item, actor)
    else:
        outcome = change(run, item.key, actor)
        item.before = outcome.before
    item.state, item.note = outcome.state, outcome.note
    item.save(update_fields=["state", "note", "before"])
    return outcome


def _skips() -> bool:

    return connection.features.has_select_for_update_skip_locked


def _finish(run: BulkRun) -> None:
    run.state = State.UNDONE if run.state == State.UNDOING else State.FINISHED
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "finished_at"])
