"""What the page of a delivery shows: counts by kind, the files of one kind, what differs of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.admin.base.field_changes import FieldChange, changes, label_of
from articles.admin.base.line_diff import diff_rows
from articles.admin.queues.finding import kind_label
from articles.deliveries import KINDS
from articles.deliveries.desk_orders import APPROVABLE
from articles.deliveries.planned_files import difference_of, rows_of
from articles.importer.planning.decision import Action
from articles.models import Delivery, DeliveryFile

ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class KindCount:
    """Files of one kind; `number` is printed, "1,234"."""

    kind: str
    label: str
    number: str
    is_approvable: bool
    is_approved: bool


@dataclass(frozen=True, slots=True)
class FilesPage:
    """A page of the files of a kind; `after` is where the next begins, "" at the end."""

    kind: str
    label: str
    rows: Sequence[DeliveryFile]
    after: str


def counts_of(delivery: Delivery) -> list[KindCount]:
    """Return how many files there are of each kind, in the order of KINDS."""
    return [
        KindCount(kind, label, f"{number:,}", kind in APPROVABLE, kind in delivery.approved)
        for kind, label in KINDS.items()
        if (number := delivery.counts.get(kind))
    ]


def findings_of(delivery: Delivery) -> list[tuple[str, str]]:
    """Return (label, number) of what the checks found in the files, the most frequent first."""
    found = sorted(delivery.problems.items(), key=lambda item: -item[1])
    return [(kind_label(kind), f"{number:,}") for kind, number in found]


def notes_of(delivery: Delivery) -> list[dict[str, str]]:
    """Return the first notes, {"path", "note"}. The report is loaded where it alone has them: of a
    delivery of 100,000 files it takes 20 MB, too much for a page that is asked for every two
    seconds."""
    if delivery.notes is not None:
        return delivery.notes
    return delivery.report.get("notes", [])[:50]


def known_files_of(delivery: Delivery) -> int:
    """Return how many files are in the library byte for byte: those that were read anew have
    rows."""
    if delivery.unchanged is not None:
        return delivery.unchanged
    unchanged = Action.UNCHANGED.value
    every = delivery.report.get("counts", {}).get(unchanged, 0)
    return every - delivery.counts.get(unchanged, 0)


def files_page(delivery: Delivery, kind: str, after: str) -> FilesPage:
    """Return the files of a kind behind a path, by the path: page 300 costs what page 1 does."""
    found = rows_of(delivery).filter(action=kind, path__gt=after).defer("packed", "fact")
    rows = list(found.order_by("path")[: ROWS_A_PAGE + 1])
    shown = rows[:ROWS_A_PAGE]
    return FilesPage(kind, KINDS[kind], shown, shown[-1].path if len(rows) > ROWS_A_PAGE else "")


def changes_of_file(row: DeliveryFile) -> tuple[Sequence[FieldChange], Sequence[FieldChange]]:
    """Return what an import would change, and what it would leave to a person: of a conflict the
    editor's word against the file's."""
    difference = difference_of(row)
    if difference is None:
        return (), ()
    collisions = [_collision(*one) for one in difference.collisions]
    return changes(difference.old, difference.new), collisions


def _collision(name: str, ours: Any, theirs: Any) -> FieldChange:
    before, after = (_text(value) for value in (ours, theirs))
    return FieldChange(label_of([name]), before, after, tuple(diff_rows(before, after)))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(f"{title}  {path}" for path, title in value)
    return "" if value is None else str(value)
