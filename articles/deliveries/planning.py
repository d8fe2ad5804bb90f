"""Plan of a delivery: the dry run of `manage.py import_articles`, kept as rows to be looked at."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count

from articles.deliveries.planned_files import (
    KINDS,
    delete_rows,
    facts_of,
    moves_between,
    row_of,
    rows_of,
    write_rows,
)
from articles.deliveries.retention import tidy
from articles.deliveries.server_paths import BadPath, below_deliveries, fingerprint
from articles.importer.planning.database_state import path_of
from articles.importer.planning.decision import Action, Planned
from articles.importer.planning.subject_proposals import BadSubjectsFile
from articles.importer.report import Report
from articles.importer.run import Import
from articles.models import Delivery, DeliveryFile
from articles.tasks import Work
from articles.tasks.work import LostTask

_ROWS_AT_ONCE = 200
_MOVES_KEPT = 1_000
_NOTES_KEPT = 50
_LEAST_FREE_BYTES = 50_000_000
State = Delivery.State


class NotReadable(Exception):
    """A delivery that cannot be read at all; carries the sentence for the person."""


def source_of(delivery: Delivery) -> str:
    """Return the path to be read; raises NotReadable where it is gone, or leads out."""
    if not delivery.is_upload:
        try:
            return str(below_deliveries(delivery.source))
        except BadPath as error:
            raise NotReadable(str(error)) from error
    if not Path(delivery.source).exists():
        raise NotReadable(f"{delivery.name}: the uploaded file is not on this machine.")
    return delivery.source


def dry_run(source: str, work: Work, **options: Any) -> Report:
    """Return the plan for a path; raises NotReadable and UnusableSource."""
    heard = {"progress": work.progress, "give_way": work.give_way}
    planning = Import(paths=[source], dry_run=True, workers=1, **heard, **options)
    try:
        return planning.run()
    except BadSubjectsFile as error:
        raise NotReadable(str(error)) from error


def make_plan(delivery: Delivery, work: Work, *, sentence: str = "") -> int:
    """Plan a delivery, beside the plan that there is; return how many files were read. The
    delivery waits for approval then, with what differs from the plan before."""
    tidy()
    source = source_of(delivery)
    _require_room()
    number = delivery.plan_number + 1
    delete_rows(rows_of(delivery, number))  # of an attempt that was cut short
    mark = fingerprint(source, work.give_way)
    report = Report()
    waiting: list[DeliveryFile] = []

    def keep(plan: Planned) -> None:
        fact = report.facts[path_of(plan.prepared)]
        waiting.append(row_of(delivery, plan, fact))
        if len(waiting) >= _ROWS_AT_ONCE:
            write_rows(waiting)
            waiting.clear()

    dry_run(source, work, on_plan=keep, report=report)
    waiting += [
        DeliveryFile(
            delivery=delivery,
            plan_number=number,
            path=path[:1000],
            action=Action.FAILED.value,
            words=reason,
        )
        for path, reason in report.failures
    ]
    write_rows(waiting)
    _write_plan(delivery, work, report, mark=mark, sentence=sentence)
    delete_rows(delivery.files.filter(plan_number__lt=number))
    return report.total


def _write_plan(
    delivery: Delivery, work: Work, report: Report, *, mark: str, sentence: str
) -> None:
    """In one statement, for what is computed before takes seconds of a large plan, and on SQLite
    nobody else writes in a transaction. Raises LostTask where another has the delivery in hand."""
    number = delivery.plan_number + 1
    rows = rows_of(delivery, number)
    moves: list[str] = []
    if delivery.plan_number:
        moves = list(moves_between(facts_of(rows_of(delivery)), facts_of(rows)))
    found = dict(rows.order_by().values_list("action").annotate(Count("pk")))
    values = {
        "counts": {kind: found[kind] for kind in KINDS if kind in found},
        "problems": dict(report.problems),
        "report": report.as_json(),
        "notes": [{"path": path, "note": note} for path, note in report.notes[:_NOTES_KEPT]],
        "unchanged": report.known,
        "fingerprint": mark,
        "plan_digest": report.plan_digest(),
        "plan_number": number,
        "moves": moves[:_MOVES_KEPT],
        "state": State.PLANNED,
        "sentence": sentence,
        "approved": [],
    }
    own = Delivery.objects.filter(pk=delivery.pk, plan_number=delivery.plan_number)
    if not own.filter(task__in=work.mine()).update(**values):
        raise LostTask


def _require_room() -> None:
    if shutil.disk_usage(settings.VAR_DIR).free < _LEAST_FREE_BYTES:
        raise NotReadable("The server has no room left to write on. Tell whoever runs the site.")
