"""The life of a run: begun, worked through in batches, stopped, undone.

Nothing here knows a request: the desk calls `work` for a second or two at a time, and a background
task may call it until nothing waits. Articles are written in one transaction with their items, so
that a run which dies goes on where it was, and two who work at one run share it. That transaction
holds the row of the run: a stop waits for the batches in flight, and none begins behind it.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from articles.bulk_runs import assignment_changes
from articles.bulk_runs.article_changes import change, take_back
from articles.bulk_runs.finding_changes import change_findings, take_back_findings
from articles.bulk_runs.held_run import holds_state
from articles.bulk_runs.kept_runs import tidy
from articles.bulk_runs.mark_changes import set_marks, take_back_marks
from articles.bulk_runs.outcome import Outcome, outcome_of
from articles.bulk_runs.redirect_changes import delete_redirects, put_back_redirects
from articles.database.among import among
from articles.database.bulk_insert import insert_rows, update_rows
from articles.database.retry import again_where_it_passes, is_interrupted
from articles.models import BulkItem, BulkRun

# What one run may hold: more is chosen by a filter in several.
MOST_ROWS = 50_000
_ROWS_A_BATCH = 1_000
# Texts that are written in one transaction: what follows from them is derived once for all.
_CHANGES_A_BATCH = 20
State = BulkRun.State
Follow = Callable[[Outcome], None]
# The note of an item that is written, but of which nothing is said anywhere yet.
TO_FOLLOW = "still to be written into the log"


@transaction.atomic
def begin(
    action: str, keys: Sequence[int], *, actor: AbstractBaseUser | None, selection: str = ""
) -> BulkRun:
    """Write down what a run shall do, and do nothing yet; `keys` are at most MOST_ROWS."""
    if len(keys) > MOST_ROWS:
        raise ValueError(f"{len(keys)} rows: a run takes at most {MOST_ROWS}")
    tidy(most=1)
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
    its end, or at what somebody else has begun. `follow` is called with each article's outcome,
    once that is committed."""
    end = None if seconds is None else time.monotonic() + seconds
    state = run.state
    while run.is_at_work and run.state == state:
        is_done = _do_rows(run, actor) if run.is_of_rows else _do_articles(run, actor, follow)
        if is_done and end is not None and time.monotonic() > end:
            return False
        if not is_done and run.state == state:
            _finish(run)
    return True


def follow_left(run: BulkRun, follow: Follow) -> None:
    """Do what had to follow on batches whose process was killed before it was done."""
    states = (BulkItem.State.DONE, BulkItem.State.UNDONE)
    left = list(run.items.filter(state__in=states, note=TO_FOLLOW).order_by("pk"))
    if left:
        _follow({item.pk: outcome_of(run, item) for item in left}, follow)


def stop(run: BulkRun) -> bool:
    """Let a run end where it is; what is done can be undone. False where it was not at work."""
    stopped = BulkRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=State.STOPPED, finished_at=timezone.now()
    )
    run.refresh_from_db(fields=["state"])
    return stopped > 0


def begin_undo(run: BulkRun) -> bool:
    """Say that a run that has ended shall be undone; False where it is at work or undone, or is so
    old that nothing is known of its items."""
    ended = (State.FINISHED, State.STOPPED)
    rows = BulkRun.objects.filter(pk=run.pk, state__in=ended, tally__isnull=True)
    begun = rows.update(state=State.UNDOING)
    run.refresh_from_db(fields=["state"])
    return begun > 0


def _next(run: BulkRun) -> str:
    """The state of the items that are to be done next."""
    return BulkItem.State.DONE if run.state == State.UNDOING else BulkItem.State.WAITING


def _do_rows(run: BulkRun, actor: AbstractBaseUser | None) -> bool:
    with transaction.atomic():
        if not holds_state(run):
            return False
        rows = run.items.select_for_update().filter(state=_next(run)).order_by("pk")
        items = list(rows[:_ROWS_A_BATCH])
        _change_rows(run, items, actor)
        # Each by its key: `bulk_update` took 198 s for 35,915 rows and back.
        rows = [(item.state, item.note, json.dumps(item.before), item.pk) for item in items]
        update_rows(BulkItem, ("state", "note", "before"), rows)
    return bool(items)


def _change_rows(run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None) -> None:
    is_undo = run.state == State.UNDOING
    if run.is_assigning:
        (assignment_changes.take_back if is_undo else assignment_changes.assign)(run, items)
    elif run.is_of_findings:
        (take_back_findings if is_undo else change_findings)(run, items, actor)
    elif run.is_of_marks:
        take_back_marks(run, items, actor) if is_undo else set_marks(run, items)
    else:
        put_back_redirects(items, actor) if is_undo else delete_redirects(items)


def _do_articles(run: BulkRun, actor: AbstractBaseUser | None, follow: Follow) -> bool:
    outcomes = again_where_it_passes(lambda: _do_items(run, actor), is_interrupted)
    _follow({pk: outcome for pk, outcome in outcomes.items() if outcome.article}, follow)
    return bool(outcomes)


def _follow(outcomes: Mapping[int, Outcome], follow: Follow) -> None:
    """Say what became of items, but for those of which another has said it."""
    if not outcomes:
        return
    with transaction.atomic():  # one write to the disk for all that is noted of them
        rows = BulkItem.objects.filter(among("pk", outcomes), note=TO_FOLLOW)
        held = set(rows.select_for_update(no_key=True).values_list("pk", flat=True))
        for pk, outcome in outcomes.items():
            if pk in held and outcome.article:
                follow(outcome)
        BulkItem.objects.filter(among("pk", held)).update(note="")


@transaction.atomic
def _do_items(run: BulkRun, actor: AbstractBaseUser | None) -> dict[int, Outcome]:
    """Do the next items; return {key of the item: what became of it}, none where there are none."""
    if not holds_state(run):
        return {}
    # What another holds is left to him at first. Where nothing else is left he is waited for: he
    # may fail, and the run would end without them.
    items = (_skips() and _next_items(run, skip_locked=True)) or _next_items(run)
    if not items:
        return {}
    act = take_back if run.state == State.UNDOING else change
    outcomes = act(run, items, actor)
    del items[len(outcomes) :]  # what there was no time for waits on
    for item, outcome in zip(items, outcomes, strict=True):
        item.state, item.note = outcome.state, TO_FOLLOW if outcome.article else outcome.note
        if run.state != State.UNDOING:
            item.before = outcome.before
    rows = [(item.state, item.note, json.dumps(item.before), item.pk) for item in items]
    update_rows(BulkItem, ("state", "note", "before"), rows)
    return {item.pk: outcome for item, outcome in zip(items, outcomes, strict=True)}


def _next_items(run: BulkRun, *, skip_locked: bool = False) -> list[BulkItem]:
    rows = run.items.select_for_update(skip_locked=skip_locked).filter(state=_next(run))
    # What was done last is undone first: an address may have been given on within the run.
    rows = rows.order_by("-pk" if run.state == State.UNDOING else "pk")
    return list(rows[: _CHANGES_A_BATCH if run.writes_texts else 1])


def _skips() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _finish(run: BulkRun) -> None:
    """Write down the end, unless another who works at the run was first, and it goes on by now."""
    end = State.UNDONE if run.state == State.UNDOING else State.FINISHED
    rows = BulkRun.objects.filter(pk=run.pk, state=run.state)
    rows.update(state=end, finished_at=timezone.now())
    run.state = end
