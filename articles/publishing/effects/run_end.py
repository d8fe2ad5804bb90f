"""The effects that a run defers, done once after its last batch: for all that it wrote, and for
what runs that died have left. Each piece is a transaction of its own, retried where it fails."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from articles.database.batches import batches
from articles.database.retry import again_where_it_passes
from articles.models import Related
from articles.publishing.effects import links
from articles.publishing.effects.changeset import ChangeSet
from articles.publishing.effects.effect_order import apply

_DIGESTS_A_TURN = 5_000

UnitOfWork = Callable[[], AbstractContextManager[None]]


def resolve_all_links() -> int:
    """Resolve every waiting link; return how many articles hold one that found its target. A page
    that shows one more related question by it has changed."""

    pieces = links.pieces_of_links()
    return sum(again_where_it_passes(partial(_resolve, piece)) for piece in pieces)


@transaction.atomic
def _resolve(piece: QuerySet[Related]) -> int:
    holders = links.resolve(piece)
    apply(ChangeSet(showing=holders))
    return len(holders)


def elect_all(digests: Iterable[str], unit: UnitOfWork = transaction.atomic) -> None:
    """Elect the canonicals of the texts, each turn inside a transaction that `unit` opens."""
    for some in batches(sorted(digests), _DIGESTS_A_TURN):
        again_where_it_passes(partial(_elect, set(some), unit))


def _elect(digests: set[str], unit: UnitOfWork) -> None:
    with unit():
        apply(ChangeSet(digests=digests))


def apply_deferred(digests: Iterable[str], unit: UnitOfWork) -> None:
    """Do everything that `apply` leaves out in a run, in the order of the effects."""
    for step in DEFERRED.values():
        step(digests, unit)


# By the name of the effect: the table of effects and this one must agree (tests).
DEFERRED: dict[str, Callable[[Iterable[str], UnitOfWork], object]] = {
    "links": lambda digests, unit: resolve_all_links(),
    "canonicals": elect_all,
    # An import ends with the audits that tell all of them (`articles/importer/finalize.py`).
    "mended findings": lambda digests, unit: None,
}
