"""Rows of a plan: what becomes of each file, and how the article differs from it."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from articles.core.article_content import ArticleContent, to_values
from articles.core.merging import is_replacement
from articles.importer.planning.database_state import path_of
from articles.importer.planning.decision import Action, Planned
from articles.importer.planning.plan_facts import PlanFact, describe_move
from articles.models import Delivery, DeliveryFile

# Another answer on the address of an article that nobody had touched: it is imported.
REPLACED = "replaced"
# In the order in which they are shown; what the importer calls an update is one of two.
KINDS = {
    Action.CREATED.value: "New",
    Action.UPDATED.value: "Changed",
    REPLACED: "Replaced by another answer",
    Action.CONFLICT.value: "In conflict with an editor",
    Action.HELD.value: "Another answer, held for you",
    Action.SKIPPED.value: "Skipped",
    Action.UNCHANGED.value: "Read anew, with no change",
    Action.FAILED.value: "Failed",
}
_ROWS_A_STATEMENT = 200
_ROWS_A_DELETION = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs of one file: {field: value} before and after, as `to_values` has them.
    `collisions` are (field, the editor's, the file's) of a conflict."""

    old: dict[str, Any]
    new: dict[str, Any]
    collisions: list[tuple[str, Any, Any]]


def row_of(delivery: Delivery, plan: Planned, fact: PlanFact) -> DeliveryFile:
    """Return the row of a decision, of the plan that is being made, not yet written."""
    words = [plan.reason, plan.note]
    if plan.conflicts:
        fields = ", ".join(conflict.field for conflict in plan.conflicts)
        words.append(f"an editor changed it, too: {fields}")
    return DeliveryFile(
        delivery=delivery,
        plan_number=delivery.plan_number + 1,
        path=path_of(plan.prepared),
        action=_kind_of(plan),
        title=plan.prepared.document.content.title[:300],
        words="; ".join(filter(None, words)),
        article_key=plan.known.article_id,
        fact=list(fact),
        packed=_pack(plan),
    )


def difference_of(row: DeliveryFile) -> Difference | None:
    """Return what differs, None where nothing was kept."""
    if not row.packed:
        return None
    old, new, collisions = json.loads(zlib.decompress(bytes(row.packed)))
    return Difference(old, new, [tuple(one) for one in collisions])


def write_rows(rows: list[DeliveryFile]) -> None:
    """Write rows that come one by one, in short statements. A path that comes twice is the later
    file's."""
    latest = {row.path: row for row in rows}
    DeliveryFile.objects.bulk_create(
        latest.values(),
        batch_size=_ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=["delivery", "plan_number", "path"],
        update_fields=["action", "title", "words", "article_key", "fact", "packed"],
    )


def delete_rows(rows: QuerySet[DeliveryFile]) -> None:
    """Delete rows in short transactions: others write meanwhile."""
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:_ROWS_A_DELETION]):
        DeliveryFile.objects.filter(pk__in=keys).delete()


def rows_of(delivery: Delivery, plan_number: int | None = None) -> QuerySet[DeliveryFile]:
    """Return the rows of a plan: of the one that is shown, or of that number."""
    return delivery.files.filter(plan_number=plan_number or delivery.plan_number)


def facts_of(rows: QuerySet[DeliveryFile]) -> dict[str, PlanFact]:
    """Return the decisions of a plan by source path."""
    found = rows.exclude(fact=[]).values_list("path", "fact")
    return {path: PlanFact(*fact) for path, fact in found.iterator()}


def moves_between(then: dict[str, PlanFact], now: dict[str, PlanFact]) -> Iterator[str]:
    """Yield, a line a file, what differs between two plans, as the command says it."""
    for path in sorted({*then, *now}):
        before, after = then.get(path), now.get(path)
        if (before and before.digest) != (after and after.digest):
            yield f"{path}: {describe_move(before, after)}"


def _kind_of(plan: Planned) -> str:
    ours = plan.known.ours
    if plan.action is not Action.UPDATED or ours is None:
        return plan.action.value
    has_new_id = plan.source_id != plan.known.source_id
    is_other = is_replacement(ours, plan.content, has_new_id=has_new_id)
    return REPLACED if is_other else plan.action.value


def _pack(plan: Planned) -> bytes:
    if plan.action in {Action.SKIPPED, Action.UNCHANGED}:
        return b""
    theirs = plan.prepared.document.content
    new = to_values(theirs if plan.action is Action.HELD else plan.content)
    old = to_values(plan.known.ours) if plan.known.ours else _nothing(new)
    differing = [name for name in new if old[name] != new[name]]
    collisions = [
        (conflict.field, _plain(conflict.ours), _plain(conflict.theirs))
        for conflict in plan.conflicts
    ]
    if not differing and not collisions:
        return b""
    kept = [
        {name: old[name] for name in differing},
        {name: new[name] for name in differing},
        collisions,
    ]
    return zlib.compress(json.dumps(kept, ensure_ascii=False, default=str).encode())


def _nothing(new: dict[str, Any]) -> dict[str, Any]:
    blank = to_values(ArticleContent("", ""))
    return {name: blank.get(name, "") for name in new}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[link.path, link.title] for link in value]
    return value
