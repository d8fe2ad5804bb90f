"""What the desk may order of a delivery: each in a state in which it makes sense, and once."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles.deliveries.delivery_tasks import APPLY, PLAN, UNDO
from articles.deliveries.planned_files import KINDS, delete_rows
from articles.deliveries.server_paths import forget_upload
from articles.importer.planning.decision import Action
from articles.models import Delivery
from articles.tasks import enqueue

State = Delivery.State
# Failed files cannot be imported; those that change nothing are with whatever is.
APPROVABLE = tuple(kind for kind in KINDS if kind not in {Action.FAILED, Action.UNCHANGED})
# Where it has an import, or a part of one.
UNDOABLE = (State.APPLIED, State.PLANNED, State.FAILED)


class NotInThisState(Exception):
    """Somebody else was first, or the plan is another by now; carries the delivery."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(delivery)
        self.delivery = delivery


class NothingTicked(Exception):
    """An approval of no kind of files."""


@transaction.atomic
def bring(name: str, source: str, *, is_upload: bool, user: AbstractBaseUser) -> Delivery:
    """Have a delivery read and planned."""
    delivery = Delivery.objects.create(
        name=name[:300], source=source, is_upload=is_upload, user=user
    )
    return _hand_over(delivery, PLAN, user)


@transaction.atomic
def plan_again(delivery: Delivery, *, user: AbstractBaseUser) -> Delivery:
    """Have it read again, as when its folder or the library has changed; raises NotInThisState."""
    _change(delivery, (State.PLANNED, State.FAILED), State.PLANNING, sentence="")
    return _hand_over(delivery, PLAN, user)


@transaction.atomic
def approve(
    delivery: Delivery, kinds: Iterable[str], *, digest: str, user: AbstractBaseUser
) -> Delivery:
    """Have files of some kinds imported, by the plan of that digest and no other; raises
    NothingTicked and NotInThisState."""
    wanted = set(kinds)
    approved = [kind for kind in APPROVABLE if kind in wanted]
    if not approved:
        raise NothingTicked
    if delivery.plan_digest != digest:
        raise NotInThisState(delivery)
    approved.append(Action.UNCHANGED.value)
    own = Delivery.objects.filter(pk=delivery.pk, plan_digest=digest)
    values = {"approved": approved, "approved_by": user, "sentence": "", "moves": []}
    if not own.filter(state=State.PLANNED).update(state=State.APPLYING, **values):
        raise NotInThisState(delivery)
    return _hand_over(delivery, APPLY, user)


@transaction.atomic
def undo(delivery: Delivery, *, user: AbstractBaseUser) -> Delivery:
    """Have its import undone, also that of a part of it; raises NotInThisState. Where that is
    stopped, the delivery is again what it was: a part of it may wait for approval still."""
    own = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery.pk)
    before = own.exclude(import_run=None).values_list("state", flat=True).first()
    if before not in UNDOABLE:
        raise NotInThisState(delivery)
    own.update(state=State.UNDOING, sentence="")
    return _hand_over(delivery, UNDO, user, before=before)


def discard(delivery: Delivery) -> None:
    """Forget the files of a delivery that is not to be imported; raises NotInThisState. What is
    left where this is cut short goes with the next plan (`retention.py`)."""
    _change(delivery, (State.PLANNED, State.FAILED), State.DISCARDED, sentence="")
    if delivery.is_upload:
        forget_upload(delivery.source)
    delete_rows(delivery.files.all())


def _change(delivery: Delivery, before: tuple[str, ...], after: str, *, sentence: str) -> None:
    found = Delivery.objects.filter(pk=delivery.pk, state__in=before)
    if not found.update(state=after, sentence=sentence):
        raise NotInThisState(delivery)


def _hand_over(delivery: Delivery, kind: str, user: AbstractBaseUser, **arguments: str) -> Delivery:
    run = enqueue(kind, {"delivery": delivery.pk, **arguments}, user=user)
    Delivery.objects.filter(pk=delivery.pk).update(task=run)
    delivery.refresh_from_db()
    return delivery
