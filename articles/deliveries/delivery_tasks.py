"""The kinds of background work of a delivery: its plan, its import, its undo."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from articles.deliveries.planned_files import facts_of, moves_between, rows_of
from articles.deliveries.planning import NotReadable, dry_run, make_plan, source_of
from articles.importer.planning.decision import Action
from articles.importer.planning.plan_facts import PlanFact
from articles.importer.run import Import, PlanChanged
from articles.importer.sources.input_file import UnusableSource
from articles.importer.undo.undo_import import NotUndoable, count_undone, undo_import
from articles.models import Delivery, ImportRun
from articles.tasks import Outcome, StopAsked, TaskFailed, Work, WorkerEnding, kind
from articles.tasks.background import is_database_away, sentence_of
from articles.tasks.patient_write import write_when_possible
from articles.tasks.relating import relate_in_background
from articles.tasks.work import LostTask

PLAN, APPLY, UNDO = "plan-delivery", "apply-delivery", "undo-delivery"
State = Delivery.State
_BUSY = (State.PLANNING, State.APPLYING, State.UNDOING)
_MOVED = (
    "The plan is another by now, and nothing was written by the old one: look at the files that are"
    " named here, and approve the new plan."
)
_MOVED_SINCE_A_PART = (
    "The plan of the rest is another by now, and nothing more was written by the old one: look at"
    " the files that are named here, and approve the new plan."
)
_MOVED_MEANWHILE = (
    "Somebody changed what the plan was made from, while it was imported. What was written is"
    " whole; look at the plan of the rest, and approve that."
)
_STOPPED = "It was stopped. What was written until then is whole."
_CHANGES_NAMED = 200


def _fall_back_to(state: str) -> Callable[[int], None]:
    """What becomes of the delivery of a task that others have ended: the state, or that in which it
    was ordered."""

    def on_end(task_key: int) -> None:
        words = "The work on it was ended before it was done. What was written is whole."
        found = Delivery.objects.filter(task=task_key, state__in=_BUSY)
        for arguments in found.values_list("task__arguments", flat=True):
            found.update(state=arguments.get("before", state), sentence=words)

    return on_end


@kind(PLAN, "Reading a delivery", on_end=_fall_back_to(State.FAILED))
def plan_delivery(work: Work) -> Outcome:
    """Read everything, and write down what an import would do."""
    delivery = _delivery_of(work)
    if not _is_due(delivery, work, State.PLANNING):
        return Outcome(delivery.sentence)
    with _falling_back(work, State.FAILED):
        total = make_plan(delivery, work)
    return Outcome(f"{total:,} files were read, and wait for approval.")


@kind(APPLY, "Importing a delivery", on_end=_fall_back_to(State.PLANNED))
def apply_delivery(work: Work) -> Outcome:
    """Import what was approved, exactly as it was planned, as one import, however often it is begun
    again."""
    delivery = _delivery_of(work)
    if not _is_due(delivery, work, State.APPLYING):
        return Outcome(delivery.sentence)
    with _falling_back(work, State.PLANNED):
        source = source_of(delivery)
        rows = rows_of(delivery).filter(action__in=delivery.approved)
        then = facts_of(rows)
        # Once an attempt has begun to import, the plan has moved by that.
        if not work.noted and _moves(then, source, work):
            moved = _MOVED if delivery.import_run_id is None else _MOVED_SINCE_A_PART
            make_plan(delivery, work, sentence=moved)
            raise TaskFailed(moved)
        run = delivery.import_run
        is_undone = run is not None and run.state == ImportRun.State.UNDONE
        importing = Import(
            paths=[source],
            workers=_workers(),
            expected={path: fact.digest for path, fact in then.items()},
            repeats={path: fact.times for path, fact in then.items() if fact.times > 1},
            only=frozenset(then),
            actor=delivery.approved_by,
            continues=None if run is None or is_undone else run.pk,
            on_run=lambda run: _name_run(delivery, run, work),
            progress=work.progress,
            give_way=work.give_way,
        )
        try:
            report = importing.run()
        except PlanChanged as error:
            make_plan(delivery, work, sentence=_MOVED_MEANWHILE)
            raise TaskFailed(_MOVED_MEANWHILE) from error
        return _write_end(delivery, report.as_json(), then, work)


@kind(UNDO, "Undoing a delivery", on_end=_fall_back_to(State.APPLIED))
def undo_delivery(work: Work) -> Outcome:
    """Put back what the import changed and nobody has touched since."""
    delivery = _delivery_of(work)
    if not _is_due(delivery, work, State.UNDOING):
        return Outcome(delivery.sentence)
    with _falling_back(work, work.arguments.get("before", State.APPLIED)):
        run, kept = delivery.import_run, []
        try:
            # No other task has the delivery in hand: a run that says "running" has died.
            kept = undo_import(run, actor=work.user, has_died=True, progress=work.progress).kept
        except NotUndoable:  # by the command, or just before this worker's predecessor died
            left = ""
        else:
            left = f", {len(kept):,} left as they are"
        restored, removed = count_undone(run)
        sentence = f"Undone: {restored:,} articles put back, {removed:,} removed{left}."
        with transaction.atomic():
            work.require_mine()
            delivery.state, delivery.sentence = State.UNDONE, sentence
            delivery.save(update_fields=["state", "sentence"])
            relate_in_background(user=work.user)
    named = [{"path": path, "reason": reason} for path, reason in kept[:_CHANGES_NAMED]]
    return Outcome(sentence, {"kept": named})


def _delivery_of(work: Work) -> Delivery:
    every = Delivery.objects.select_related("import_run", "approved_by").defer("report")
    found = every.filter(pk=work.arguments["delivery"]).first()
    if found is None:
        raise TaskFailed("The delivery is not there any more.")
    return found


def _is_due(delivery: Delivery, work: Work, state: str) -> bool:
    """Whether the task is still to be done: not where its worker died just behind the end of it,
    and somebody has ordered the next thing since."""
    return delivery.task_id == work.key and delivery.state == state


@contextmanager
def _falling_back(work: Work, state: str) -> Iterator[None]:
    """Whatever ends the work, the delivery does not stay at it; where the worker alone ends, it
    does, for another goes on."""

    def fall_back(sentence: str) -> None:
        # By what is in the database: what this process wrote last may be rolled back.
        same = Delivery.objects.filter(task=work.key, state__in=_BUSY)
        values = {"state": state, "sentence": sentence}
        write_when_possible(f"delivery of task {work.key}", lambda: same.update(**values))

    try:
        yield
    except (WorkerEnding, LostTask):
        raise
    except StopAsked:
        fall_back(_STOPPED)
        raise
    except TaskFailed as failure:
        fall_back(failure.sentence)
        raise
    except (NotReadable, UnusableSource) as error:
        fall_back(str(error))
        raise TaskFailed(str(error)) from error
    except Exception as error:
        if not is_database_away(error):
            fall_back(sentence_of(error))
        raise


def _moves(then: dict[str, PlanFact], source: str, work: Work) -> bool:
    """Return whether what was approved would be done otherwise now, or not at all."""
    report = dry_run(source, work)
    approved = {path: fact for path, fact in report.facts.items() if path in then}
    return any(True for _ in moves_between(then, approved))


@transaction.atomic
def _name_run(delivery: Delivery, run: ImportRun, work: Work) -> None:
    if not work.noted:
        work.note({"import": run.pk})
    delivery.import_run = run
    delivery.save(update_fields=["import_run"])


@transaction.atomic
def _write_end(delivery: Delivery, report: dict, then: dict[str, PlanFact], work: Work) -> Outcome:
    """Write down what was imported, in all parts of the import. Those before this attempt named no
    files: it is the plan that does, of which each was imported, or the import had ended
    otherwise."""
    work.require_mine()
    if work.is_again:
        planned = delivery.report
        report["findings"] = planned["findings"]
        for name in ("articles", "waiting"):
            report[name] = [one for one in planned[name] if one["path"] in then]
    sentence = _sentence_of_import(delivery, report["counts"])
    delivery.state, delivery.sentence, delivery.report = State.APPLIED, sentence, report
    delivery.moves = []
    delivery.save(update_fields=["state", "sentence", "report", "moves"])
    relate_in_background(user=delivery.approved_by)
    return Outcome(sentence, {"import": delivery.import_run_id, "counts": report["counts"]})


def _sentence_of_import(delivery: Delivery, counts: dict[str, int]) -> str:
    imported = sum(counts[action] for action in (Action.CREATED, Action.UPDATED, Action.CONFLICT))
    approved = {*delivery.approved, Action.FAILED.value}
    left = sum(number for name, number in delivery.counts.items() if name not in approved)
    words = [f"{imported:,} {'file was' if imported == 1 else 'files were'} imported."]
    for number, one, more in (
        (counts[Action.HELD], "is held for a decision", "are held for a decision"),
        (counts[Action.SKIPPED], "was skipped", "were skipped"),
        (counts[Action.FAILED], "could not be read", "could not be read"),
        (left, "was left out", "were left out"),
    ):
        if number:
            words.append(f"{number:,} {one if number == 1 else more}.")
    return " ".join(words)


def _workers() -> int:
    """Half of the processors: readers come first."""
    return max(1, (os.cpu_count() or 1) // 2)
