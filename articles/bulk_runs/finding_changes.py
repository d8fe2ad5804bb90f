"""Dismissing and reopening many findings, and taking that back."""

from collections.abc import Mapping, Sequence

from articles.database.among import among
from articles.models import BulkItem, BulkRun, Finding

State = BulkItem.State
WORDS = ("article_id", "path", "kind", "field", "detail")


def change_findings(run: BulkRun, items: Sequence[BulkItem]) -> None:
    """Dismiss or reopen the findings of some items, and note on each what became of it."""
    is_dismissed = run.action == BulkRun.Action.DISMISS
    rows = Finding.objects.filter(among("pk", [item.key for item in items])).order_by()
    found = {row["pk"]: row for row in rows.values("pk", "is_dismissed", *WORDS)}
    changed = []
    for item in items:
        row = found.get(item.key)
        if row is None:
            item.state, item.note = State.SKIPPED, "mended meanwhile"
        elif row["is_dismissed"] == is_dismissed:
            item.state, item.note = State.SKIPPED, "it is so already"
        else:
            item.state, item.before = State.DONE, {name: row[name] for name in WORDS}
            changed.append(item.key)
    Finding.objects.filter(among("pk", changed)).update(is_dismissed=is_dismissed)


def take_back_findings(run: BulkRun, items: Sequence[BulkItem]) -> None:
    """Open them again, or dismiss them. A save of an article writes its findings anew: one is
    found by its words where its key is gone."""
    was_dismissed = run.action == BulkRun.Action.REOPEN
    keys = [item.key for item in items]
    known = set(Finding.objects.filter(among("pk", keys)).values_list("pk", flat=True))
    back = [key for key in keys if key in known]
    for item in items:
        item.state = State.UNDONE
        if item.key not in known:
            again = found_again(item.before)
            back += again
            if not again:
                item.state, item.note = State.KEPT, "mended since"
    Finding.objects.filter(among("pk", back)).update(is_dismissed=was_dismissed)


def found_again(words: Mapping[str, object]) -> list[int]:
    """Return the key of the finding that has some words now, none where there is none."""
    return list(Finding.objects.filter(**words).values_list("pk", flat=True)[:1])
