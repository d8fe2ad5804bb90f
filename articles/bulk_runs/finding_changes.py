"""Dismissing and reopening many findings, and taking that back."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser

from articles.database.among import among
from articles.models import BulkItem, BulkRun, Finding
from articles.rights import within

State = BulkItem.State
_NOT_ALLOWED = "you may not do this to it"
WORDS = ("article_id", "path", "kind", "field", "detail")


def change_findings(
    run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None
) -> None:
    """Dismiss or reopen the findings of some items, and note on each what became of it."""
    is_dismissed = run.action == BulkRun.Action.DISMISS
    rows = Finding.objects.filter(among("pk", [item.key for item in items])).order_by()
    found = {row["pk"]: row for row in rows.values("pk", "is_dismissed", *WORDS)}
    allowed = _allowed(actor, list(found))
    changed = []
    for item in items:
        row = found.get(item.key)
        if row is None:
            item.state, item.note = State.SKIPPED, "mended meanwhile"
        elif row["is_dismissed"] == is_dismissed:
            item.state, item.note = State.SKIPPED, "it is so already"
        elif item.key not in allowed:
            item.state, item.note = State.SKIPPED, _NOT_ALLOWED
        else:
            item.state, item.before = State.DONE, {name: row[name] for name in WORDS}
            changed.append(item.key)
    Finding.objects.filter(among("pk", changed)).update(is_dismissed=is_dismissed)


def take_back_findings(
    run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None
) -> None:
    """Open them again, or dismiss them. A save of an article writes its findings anew: one is
    found by its words where its key is gone."""
    was_dismissed = run.action == BulkRun.Action.REOPEN
    keys = [item.key for item in items]
    known = set(Finding.objects.filter(among("pk", keys)).values_list("pk", flat=True))
    now = {
        item.key: item.key if item.key in known else next(iter(found_again(item.before)), None)
        for item in items
    }
    allowed = _allowed(actor, [key for key in now.values() if key is not None])
    for item in items:
        item.state = State.UNDONE
        if now[item.key] is None:
            item.state, item.note = State.KEPT, "mended since"
        elif now[item.key] not in allowed:
            item.state, item.note = State.KEPT, _NOT_ALLOWED
    back = [now[item.key] for item in items if item.state == State.UNDONE]
    Finding.objects.filter(among("pk", back)).update(is_dismissed=was_dismissed)


def _allowed(actor: AbstractBaseUser | None, keys: Sequence[int]) -> set[int]:
    """Return those of the findings that somebody may dismiss and reopen now."""
    if actor is None or not actor.has_perm("articles.change_finding"):
        return set()
    rows = Finding.objects.filter(among("pk", keys)).order_by()
    return set(within(actor, rows, "article__subject").values_list("pk", flat=True))


def found_again(words: Mapping[str, object]) -> list[int]:
    """Return the key of the finding that has some words now, none where there is none."""
    return list(Finding.objects.filter(**words).values_list("pk", flat=True)[:1])
