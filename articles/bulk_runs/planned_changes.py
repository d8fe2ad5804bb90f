"""What a run of changes does with articles, as it was planned, and how that is taken back."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from django.contrib.auth.base_user import AbstractBaseUser

from articles import publishing
from articles.bulk_runs.kept_findings import give_back, lost_since, see, sharing
from articles.bulk_runs.orders import BadOrder, Wished
from articles.bulk_runs.orders.change import Chosen
from articles.bulk_runs.outcome import CHANGED, GONE, Outcome, state_before
from articles.bulk_runs.planning import CHANGED as CHANGED_SINCE_PLAN
from articles.bulk_runs.planning import (
    NO_RIGHT,
    OTHERWISE,
    drafted_among,
    refusal_of,
    wished_of,
)
from articles.core.source.article_paths import article_path, parse_article_path
from articles.database.among import among
from articles.importer.kept_newcomers import move
from articles.models import Article, BulkItem, BulkRun, Related, Revision, Subject
from articles.publishing import Cause, Seen
from articles.publishing.effects import ChangeSet, apply
from articles.rights import is_within, may_change, may_publish

State = BulkItem.State
_TAKEN = "another article stands at its address by now"


def change_as_planned(
    run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None
) -> list[Outcome]:
    """Make articles what the plan said, in the transaction of their items, but for those that are
    others by now, or would become something else. Return what became of the items, or, where that
    takes long, of the first so many."""
    try:
        found = wished_of(run, items, is_locked=True)
    except BadOrder as error:  # what it names was removed after it was begun
        note = f"it cannot be done any more: {error}"[:200]
        return [Outcome(State.SKIPPED, note) for _ in items]
    drafted = drafted_among(found)
    outcomes: dict[int, Outcome] = {}
    writing: list[tuple[Chosen, Wished]] = []
    reached = items[: len(found)]
    for item in reached:
        chosen, wish = found[item.key] or (None, None)
        if reason := _reason(run, chosen, wish, actor, drafted):
            outcomes[item.key] = Outcome(State.SKIPPED, reason)
        elif wish.subject.pk != chosen.article.subject_id:
            outcomes[item.key] = _move(run, chosen, wish, actor)
        else:
            writing.append((chosen, wish))
    outcomes |= _write(run, writing, actor)
    return [outcomes[item.key] for item in reached]


def take_back_changes(
    run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None
) -> list[Outcome]:
    """Make articles again what they were before the run, but for those that somebody has changed
    since."""
    rows = Article.objects.filter(among("pk", [item.key for item in items]))
    rows = rows.select_for_update(of=("self",), no_key=True).select_related("subject")
    found = {article.pk: article for article in rows}
    subjects = Subject.objects.in_bulk({item.before["subject"] for item in items})
    words = f"Bulk run {run.pk} undone"
    outcomes: dict[int, Outcome] = {}
    reverting: list[tuple[Article, BulkItem]] = []
    for item in items:
        article, old = found.get(item.key), subjects.get(item.before["subject"])
        if reason := _reason_to_keep(article, old, item, actor):
            outcomes[item.key] = Outcome(State.KEPT, reason)
        elif old.pk != article.subject_id:
            outcomes[item.key] = _move_back(article, old, actor, words)
        else:
            reverting.append((article, item))
    outcomes |= _revert(reverting, Cause(Revision.Kind.RESTORED, actor, reason=words))
    return [outcomes[item.key] for item in items]


def _reason(
    run: BulkRun,
    chosen: Chosen | None,
    wish: Wished | None,
    actor: AbstractBaseUser | None,
    drafted: set[int],
) -> str:
    """Why an article stays as it is; "" where it is changed."""
    if chosen is None or wish is None:
        return GONE
    key, plan = chosen.article.pk, chosen.item.plan
    if chosen.article.version != plan["version"]:
        return CHANGED_SINCE_PLAN
    if reason := refusal_of(run, chosen, wish, actor, is_drafted=key in drafted):
        return reason
    return "" if wish.digest == plan["digest"] else OTHERWISE


def _reason_to_keep(
    article: Article | None,
    old: Subject | None,
    item: BulkItem,
    actor: AbstractBaseUser | None,
) -> str:
    """Why an article stays as the run made it; "" where it is taken back."""
    if article is None:
        return GONE
    if article.version != item.before["after"]:
        return CHANGED
    if old is None:
        return "its subject is gone"
    if actor is None:
        return NO_RIGHT
    if old.pk == article.subject_id:
        return "" if may_change(actor, article) else NO_RIGHT
    return "" if may_publish(actor, article) and is_within(actor, old.pk) else NO_RIGHT


def _write(
    run: BulkRun, writing: Sequence[tuple[Chosen, Wished]], actor: AbstractBaseUser | None
) -> dict[int, Outcome]:
    """Give articles their contents. What follows from the changes is done once for all of them:
    of an article alone it takes five times as long."""
    if not writing:
        return {}
    cause = Cause(actor=actor, reason=_words(run))
    shared = sharing([chosen.article for chosen, _ in writing])
    led = {
        (key := chosen.article.pk): _led_to(chosen, wish) | shared[key] for chosen, wish in writing
    }
    seen = see({*led, *chain(*led.values())})
    changes, written = ChangeSet(), {}
    for chosen, wish in writing:
        article = chosen.article
        before = {**state_before(article), "subject": article.subject_id}
        after, change = publishing.revise.writing(article, wish.content, cause=cause)
        changes.add(change)
        written[article.pk] = after, before | {"after": after.version}
    apply(changes)
    lost = lost_since(seen)
    for key, (_, before) in written.items():
        of_others = [lost.pop(other) for other in led[key] - led.keys() if other in lost]
        if parts := [*filter(None, [lost.get(key)]), *of_others]:
            before["lost"] = parts
    return {key: Outcome(State.DONE, "", before, after) for key, (after, before) in written.items()}


def _revert(reverting: Sequence[tuple[Article, BulkItem]], cause: Cause) -> dict[int, Outcome]:
    """Give articles back what they held, and what a run had closed of their findings."""
    changes, outcomes = ChangeSet(), {}
    versions = {item.key: item.before["version"] for _, item in reverting}
    rows = Revision.objects.filter(among("article_key", versions))
    rows = rows.filter(among("version", set(versions.values())))
    revisions = {(row.article_key, row.version): row for row in rows}
    for article, item in reverting:
        before = item.before
        revision = revisions[item.key, before["version"]]
        seen = Seen(datetime.fromisoformat(before["content_modified_at"]), before["change_note"])
        reverted, change = publishing.revert.writing(article, revision, cause, seen=seen)
        changes.add(change)
        outcomes[item.key] = Outcome(State.UNDONE, article=reverted)
    apply(changes)
    give_back(chain.from_iterable(item.before.get("lost", ()) for _, item in reverting))
    return outcomes


def _move(run: BulkRun, chosen: Chosen, wish: Wished, actor: AbstractBaseUser | None) -> Outcome:
    article = chosen.article
    before = {**state_before(article), "subject": article.subject_id}
    try:
        after, taken = move(article, wish.subject, article.slug, actor=actor, reason=_words(run))
    except publishing.AddressTaken:
        return Outcome(State.SKIPPED, _TAKEN)
    return Outcome(State.DONE, "", before | {"after": after.version}, after, taken)


def _words(run: BulkRun) -> str:
    return f"Bulk run {run.pk}: {run.order['words']}"[:200]


def _led_to(chosen: Chosen, wish: Wished) -> set[int]:
    """The articles that the related questions lead to where these change: a new link mends an
    orphan."""
    if chosen.content.related == wish.content.related:
        return set()
    rows = Related.objects.filter(article=chosen.article.pk, target__isnull=False)
    old = {link.path for link in chosen.content.related}
    new = [link.path for link in wish.content.related if link.path not in old]
    return {*rows.values_list("target", flat=True), *_standing_at(new)}


def _standing_at(paths: Sequence[str]) -> set[int]:
    """The articles at some addresses."""
    locations = [location for path in paths if (location := parse_article_path(path))]
    rows = Article.objects.filter(among("slug", sorted({one.slug for one in locations})))
    named = rows.order_by().values_list("pk", "subject__slug", "slug")
    return {key for key, *place in named if article_path(*place) in paths}


def _move_back(
    article: Article, subject: Subject, actor: AbstractBaseUser | None, words: str
) -> Outcome:
    try:
        back, taken = move(article, subject, article.slug, actor=actor, reason=words)
    except publishing.AddressTaken:
        return Outcome(State.KEPT, _TAKEN)
    return Outcome(State.UNDONE, article=back, taken=taken)
