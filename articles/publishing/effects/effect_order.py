"""The one ordered list of what a write sets off, and the one place that runs it.

The order is also the order of locks: rows first, then the lock of the election, then the lock that
numbers changes, which on PostgreSQL nobody else gets until the transaction is over.
"""

from collections.abc import Callable
from typing import NamedTuple

from articles.publishing.effects import (
    agreed_conflicts,
    canonicals,
    change_log,
    duplicates_queue,
    findings,
    image_uses,
    indexnow_outbox,
    links,
    page_stamps,
    redirects,
    relating_queue,
    renderings,
    repeated_questions,
    search_documents,
)
from articles.publishing.effects.changeset import ChangeSet


class Effect(NamedTuple):
    """A step by its name. A deferred one is left out of a run's batches and done once at the run's
    end for all of them (`run_end.py`)."""

    name: str
    act: Callable[[ChangeSet], None]
    is_deferred: bool = False


EFFECTS = (
    Effect("renderings", renderings.follow),
    Effect("search documents", search_documents.follow),
    Effect("findings", findings.follow),
    Effect("image uses", image_uses.follow),
    Effect("agreed conflicts", agreed_conflicts.follow),
    Effect("redirects", redirects.follow),
    Effect("links", links.follow, is_deferred=True),
    Effect("canonicals", canonicals.follow, is_deferred=True),
    Effect("repeated questions", repeated_questions.follow),
    Effect("relating queue", relating_queue.follow),
    Effect("duplicates queue", duplicates_queue.follow),
    Effect("IndexNow outbox", indexnow_outbox.follow),
    Effect("change log", change_log.follow),
    Effect("page stamps", page_stamps.follow),
)


def apply(changes: ChangeSet, *, in_run: bool = False) -> None:
    """Run every effect of a change set, inside the transaction of the write. `in_run` leaves the
    deferred ones to the end of the run."""
    for effect in EFFECTS:
        if not (in_run and effect.is_deferred):
            effect.act(changes)
