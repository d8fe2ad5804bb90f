"""Dismissing and reopening many findings, and taking that back."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q

from articles.database.among import among
from articles.models import BulkItem, BulkRun, Finding
from articles.rights import within

State = BulkItem.State
_NOT_ALLOWED = "you may not do this to it"
Words = tuple[object, ...]
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
    again = found_again([item.before for item in items if item.key not in known])
    now = {
        item.key: item.key if item.key in known else again.get(words_of(item.before))
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


def words_of(values: Mapping[str, object]) -> Words:
    """Return what tells a finding from others, out of what was noted of it."""
    return tuple(values[name] for name in WORDS)


def found_again(noted: Sequence[Mapping[str, object]]) -> dict[Words, int]:
    """Return {words: key} of the findings that have the words of some now; one query."""
    if not noted:
        return {}
    wanted = set(map(words_of, noted))
    articles = {values["article_id"] for values in noted} - {None}
    paths = {values["path"] for values in noted}
    of_files = Q(among("path", paths)) & Q(article=None)
    rows = Finding.objects.filter(Q(among("article_id", articles)) | of_files).order_by("pk")
    found = {tuple(words): key for key, *words in rows.values_list("pk", *WORDS)}
    return {words: found[words] for words in wanted & found.keys()}
