"""The plan of a run of changes: chosen, told what to do, planned in batches, and begun.

Planning writes nothing but the run, and what takes time is done before a batch is written: an
expression may take seconds, for which SQLite would let nobody else write. What it notes of each
article, its version and a digest of what it becomes, is what the run does later: an article that
changed meanwhile, or would become something else by now, is left alone and counted.
"""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.bulk_runs.content_rules import fault_of
from articles.bulk_runs.held_run import held
from articles.bulk_runs.kept_runs import tidy
from articles.bulk_runs.orders import BadOrder, Change, Wished, change_of, status_of, words_of
from articles.bulk_runs.orders.change import Chosen
from articles.bulk_runs.orders.kinds import SHEET
from articles.core.article_content import ArticleContent, RelatedLink
from articles.database.among import among
from articles.database.bulk_insert import insert_rows, update_rows
from articles.models import Article, BulkItem, BulkRun, Draft, Related, Status
from articles.models.article import CONTENT_COLUMNS
from articles.rights import is_within, may_change, may_publish

_ITEMS_A_BATCH = 200
State, Item = BulkRun.State, BulkItem.State
_ACTION_OF = {
    Status.PUBLISHED: BulkRun.Action.PUBLISH,
    Status.DRAFT: BulkRun.Action.UNPUBLISH,
    Status.WITHDRAWN: BulkRun.Action.WITHDRAW,
}
GONE = "deleted by somebody else"
CHANGED = "changed since the plan"
OTHERWISE = "it would become something else by now"
NO_RIGHT = "you may not do this to it"
DRAFTED = "somebody has a draft of it"
LEFT_OUT = "left out by hand"


class Discarded(Exception):
    """A run is gone while somebody plans it."""


@transaction.atomic
def choose(keys: Sequence[int], *, actor: AbstractBaseUser | None, selection: str = "") -> BulkRun:
    """Write down which articles a run shall be about; `keys` are at most MOST_ROWS."""
    tidy(most=1)
    run = BulkRun.objects.create(
        action=BulkRun.Action.CHANGE,
        state=State.CHOOSING,
        actor=actor,
        total=len(keys),
        selection=selection[:500],
    )
    insert_rows(
        BulkItem,
        ("run", "key", "state", "note"),
        [(run.pk, key, Item.CHOSEN, "") for key in keys],
    )
    return run


@transaction.atomic
def give_order(run: BulkRun, order: Mapping[str, Any]) -> bool:
    """Say what a run shall do, which is then planned (anew); False where it has begun, or came from
    a sheet, whose cells say it. Raises BadOrder."""
    if run.order and run.order["kind"] == SHEET:
        return False
    words = words_of(order)
    status = status_of(order)
    rows = BulkRun.objects.filter(pk=run.pk, state__in=(State.CHOOSING, State.PLANNED))
    action = BulkRun.Action.CHANGE if status is None else _ACTION_OF[status]
    if not rows.update(state=State.PLANNING, action=action, order={**order, "words": words}):
        return False
    run.items.exclude(state=Item.CHOSEN).update(state=Item.CHOSEN, note="", plan=None)
    run.refresh_from_db()
    return True


def plan(run: BulkRun, *, actor: AbstractBaseUser | None, seconds: float | None = None) -> bool:
    """Go on with the plan for some seconds or to its end; return whether it is at its end, or at
    that of another order by now. Raises BadOrder where what the order names is gone: the run then
    waits for another. Raises Discarded."""
    end = None if seconds is None else time.monotonic() + seconds
    try:
        change = None if status_of(run.order) else change_of(run.order)
    except BadOrder:
        _set_state(run, State.CHOOSING)
        raise
    while run.state == State.PLANNING:
        planned = _planned_batch(run, actor, change)
        if not planned:
            _set_state(run, State.PLANNED)
        elif not _write_batch(run, planned):
            return True
        elif end is not None and time.monotonic() > end:
            return False
    return True


@transaction.atomic
def leave_out(run: BulkRun, key: int) -> bool:
    """Take one article out of a plan; False where it is not in it."""
    if not held(run, State.PLANNED):
        return False
    rows = run.items.filter(key=key, state=Item.WAITING)
    return rows.update(state=Item.SKIPPED, note=LEFT_OUT) > 0


@transaction.atomic
def begin_planned(run: BulkRun, number: int | None) -> bool:
    """Begin a run that does `number` articles, as its plan says; False where the plan says another
    number by now, or it has begun."""
    if not held(run, State.PLANNED):
        return False
    waiting = run.items.filter(state=Item.WAITING).count()
    if not (waiting and waiting == number):
        return False
    BulkRun.objects.filter(pk=run.pk).update(state=State.RUNNING, total=waiting)
    run.items.filter(state=Item.SAME).delete()
    run.refresh_from_db()
    return True


def wished_of(
    run: BulkRun,
    items: Sequence[BulkItem],
    change: Change | None = None,
    *,
    is_locked: bool = False,
) -> dict[int, tuple[Chosen, Wished] | None]:
    """Return {key: what stands there, and what it becomes} for some items, by the run's order; None
    for an article that is gone. Where that takes long it is of the first so many. With `is_locked`
    the articles are held until the transaction ends. Raises BadOrder."""
    rows = Article.objects.filter(among("pk", [item.key for item in items]))
    if is_locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = {article.pk: article for article in rows.select_related("subject")}
    links = _links_of(found)
    batch = {
        item.key: Chosen(article, _content(article, links.get(item.key, ())), item)
        for item in items
        if (article := found.get(item.key))
    }
    wishes = iter((change or change_of(run.order))(list(batch.values())))
    wished: dict[int, tuple[Chosen, Wished] | None] = {}
    for item in items:
        chosen = batch.get(item.key)
        wish = next(wishes, None) if chosen else None
        if chosen and wish is None:
            break
        wished[item.key] = (chosen, wish) if chosen else None
    return wished


def refusal_of(
    run: BulkRun, chosen: Chosen, wish: Wished, actor: AbstractBaseUser | None, *, is_drafted: bool
) -> str:
    """Return why an article stays as it is, "" where it becomes what is wished."""
    if wish.refusal:
        return wish.refusal
    if actor is None or not _may(actor, chosen.article, wish):
        return NO_RIGHT
    if is_drafted and not run.order.get("with_drafts"):
        return DRAFTED
    today = timezone.localdate()
    return fault_of(chosen.content, wish.content, status=chosen.article.status, today=today)


def drafted_among(keys: Sequence[int]) -> set[int]:
    """Return those of the articles that somebody has a draft of."""
    return set(Draft.objects.filter(among("article_key", keys)).values_list("pk", flat=True))


def _planned_batch(
    run: BulkRun, actor: AbstractBaseUser | None, change: Change | None
) -> Sequence[BulkItem]:
    """The next items as they are planned, not written yet; none where all are."""
    items = list(run.items.filter(state=Item.CHOSEN).order_by("pk")[:_ITEMS_A_BATCH])
    if change is None:
        _plan_status(run, items, actor)
        return items
    return _plan_change(run, items, actor, change)


@transaction.atomic
def _write_batch(run: BulkRun, items: Sequence[BulkItem]) -> bool:
    """Write down what was planned, but for what another who plans has written before; False where
    the run is not being planned any more, or for another order. Raises Discarded."""
    now = held(run, *State)
    if now is None:
        raise Discarded
    if now != (State.PLANNING, run.order):
        run.state = now[0]
        return False
    chosen = run.items.filter(among("pk", [item.pk for item in items]), state=Item.CHOSEN)
    keys = set(chosen.values_list("pk", flat=True))
    values = [
        (item.state, item.note, json.dumps(item.plan), item.pk) for item in items if item.pk in keys
    ]
    update_rows(BulkItem, ("state", "note", "plan"), values)
    return True


def _set_state(run: BulkRun, state: str) -> None:
    """End the planning of a run, unless another has, or has discarded it. Raises Discarded."""
    rows = BulkRun.objects.filter(pk=run.pk, state=State.PLANNING)
    if state == State.PLANNED:  # it may be planned anew by now, for another order
        left = BulkItem.objects.filter(run=OuterRef("pk"), state=Item.CHOSEN)
        rows = rows.filter(~Exists(left))
    rows.update(state=state)
    try:
        run.refresh_from_db(fields=["state"])
    except BulkRun.DoesNotExist:
        raise Discarded from None


def _plan_change(
    run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None, change: Change
) -> Sequence[BulkItem]:
    found = wished_of(run, items, change) if items else {}
    drafted = drafted_among(found)
    reached = items[: len(found)]
    for item in reached:
        if (known := found[item.key]) is None:
            item.state, item.note = Item.SKIPPED, GONE
            continue
        chosen, wish = known
        if not wish.refusal and not wish.differs_from(chosen.article, chosen.content):
            item.state = Item.SAME
            continue
        reason = refusal_of(run, chosen, wish, actor, is_drafted=item.key in drafted)
        item.state, item.note = (Item.SKIPPED, reason) if reason else (Item.WAITING, "")
        # Of a sheet the cells stand there already.
        seen = {"version": chosen.article.version, "digest": wish.digest}
        item.plan = {**(item.plan or {}), **seen}
    return reached


def _plan_status(run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None) -> None:
    status = status_of(run.order)
    columns = ("pk", "status", "version", "subject")
    rows = Article.objects.filter(among("pk", [item.key for item in items])).only(*columns)
    found = {article.pk: article for article in rows}
    for item in items:
        article = found.get(item.key)
        if article is None:
            item.state, item.note = Item.SKIPPED, GONE
        elif article.status == status:
            item.state = Item.SAME
        elif actor is None or not may_publish(actor, article):
            item.state, item.note = Item.SKIPPED, NO_RIGHT
        else:
            item.state, item.plan = Item.WAITING, {"version": article.version}


def _may(actor: AbstractBaseUser, article: Article, wish: Wished) -> bool:
    """To move an article takes the right to publish, there as well."""
    if wish.subject.pk == article.subject_id:
        return may_change(actor, article)
    return may_publish(actor, article) and is_within(actor, wish.subject.pk)


def _content(article: Article, links: Sequence[RelatedLink]) -> ArticleContent:
    columns = {name: getattr(article, name) for name in CONTENT_COLUMNS}
    return ArticleContent(related=tuple(links), **columns)


def _links_of(keys: Collection[int]) -> dict[int, list[RelatedLink]]:
    """The related questions of some articles, in order: as rows of values, for a plan of a whole
    library would make an instance of each of its 58,000."""
    rows = Related.objects.filter(among("article_id", keys)).order_by("article_id", "position")
    found: dict[int, list[RelatedLink]] = {}
    for key, path, title in rows.values_list("article_id", "path", "title"):
        found.setdefault(key, []).append(RelatedLink(path, title))
    return found
