"""How far a run is: its items counted by what became of them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from articles.models import BulkItem, BulkRun

State = BulkRun.State


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items of a run wait, are done, were skipped, are undone, could not be undone; of a
    plan, how many are not looked at yet, and how many have nothing to change."""

    waiting: int
    done: int
    skipped: int
    undone: int
    kept: int
    chosen: int
    same: int


def tally_of(run: BulkRun) -> Tally:
    """Count the items of a run by what became of them: one query over their index; none where they
    are gone, and their numbers stand with the run."""
    if run.tally is not None:
        return Tally(*(run.tally.get(state, 0) for state in BulkItem.State.values))
    found = Counter(counts_of(run))
    return Tally(*(found[state] for state in BulkItem.State.values))


def counts_of(run: BulkRun) -> dict[str, int]:
    """Return {state: how many items of the run are in it}."""
    return dict(run.items.order_by().values_list("state").annotate(number=Count("pk")))


def reached(run: BulkRun, tally: Tally) -> tuple[int, int]:
    """Return how far a run, its plan or its undo is, and of how much; what was never done is no
    part of an undo."""
    if run.state == State.PLANNING:
        return run.total - tally.chosen, run.total
    if run.state in (State.UNDOING, State.UNDONE):
        taken_back = tally.undone + tally.kept
        return taken_back, taken_back + tally.done
    return max(0, run.total - tally.waiting), run.total
