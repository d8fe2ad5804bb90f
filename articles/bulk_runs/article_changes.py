"""What a run does with articles, and how that is taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from articles import publishing
from articles.bulk_runs.kept_findings import give_back, lost_since, see, sharing
from articles.bulk_runs.outcome import CHANGED, GONE, Outcome, state_before
from articles.bulk_runs.planned_changes import change_as_planned, take_back_changes
from articles.bulk_runs.planning import CHANGED as CHANGED_SINCE_PLAN
from articles.importer.kept_deliveries import change_status, revert, undelete
from articles.importer.kept_newcomers import delete
from articles.models import Article, BulkItem, BulkRun, Revision, Status, Subject
from articles.publishing import Cause, Seen
from articles.rights import may_change, may_delete, may_publish

STATUS_OF = {
    BulkRun.Action.PUBLISH: Status.PUBLISHED,
    BulkRun.Action.UNPUBLISH: Status.DRAFT,
    BulkRun.Action.WITHDRAW: Status.WITHDRAWN,
}
State = BulkItem.State


def change(
    run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None
) -> list[Outcome]:
    """Do what the run is for with the articles of some items, in their transaction."""
    if run.action == BulkRun.Action.CHANGE:
        return change_as_planned(run, items, actor)
    return [_change_one(run, item, actor) for item in items]


def take_back(
    run: BulkRun, items: Sequence[BulkItem], actor: AbstractBaseUser | None
) -> list[Outcome]:
    """Make articles again what they were before the run, unless somebody has changed them since."""
    if run.action == BulkRun.Action.CHANGE:
        return take_back_changes(run, items, actor)
    return [_take_back(run, item, actor) for item in items]


def _change_one(run: BulkRun, item: BulkItem, actor: AbstractBaseUser | None) -> Outcome:
    try:
        return _change(run, item, actor)
    except Article.DoesNotExist:  # while its row was waited for, before anything was written
        return Outcome(State.SKIPPED, GONE)


def _change(run: BulkRun, item: BulkItem, actor: AbstractBaseUser | None) -> Outcome:
    article = _held(item.key)
    if article is None:
        return Outcome(State.SKIPPED, GONE)
    if item.plan and item.plan["version"] != article.version:
        return Outcome(State.SKIPPED, CHANGED_SINCE_PLAN)
    if reason := refusal(run.action, article, actor):
        return Outcome(State.SKIPPED, reason)
    words = f"Bulk run {run.pk}"
    before = state_before(article)
    # Of a deleted one its own are kept with its last revision.
    own = set() if run.action == BulkRun.Action.DELETE else {item.key}
    seen = see(own | sharing([article])[item.key])
    if run.action == BulkRun.Action.DELETE:
        taken = delete(article, actor=actor, reason=words)
        before |= {"after": _last_version(item.key), "lost": list(lost_since(seen).values())}
        return Outcome(State.DONE, "", before, article, taken, is_removal=True)
    status = STATUS_OF[run.action]
    cause = Cause(Revision.Kind.STATUS, actor, reason=f"{words}: now {status.label}")
    after, taken = change_status(article, status, actor=actor, cause=cause)
    before |= {"after": after.version, "has_taken": bool(taken)}
    before |= {"lost": list(lost_since(seen).values())}
    return Outcome(State.DONE, "", before, after, taken)


def _held(key: int) -> Article | None:
    """Return an article whose row nobody changes until the transaction ends: what is decided about
    it is decided about what is written. SQLite has one writer."""
    rows = Article.objects.select_related("subject").filter(pk=key)
    return rows.select_for_update(of=("self",), no_key=True).first()


def _last_version(key: int) -> int | None:
    newest = Revision.objects.filter(article_key=key).order_by("-version")
    return newest.values_list("version", flat=True).first()


def refusal(action: str, article: Article, actor: AbstractBaseUser | None) -> str:
    """Return why an action leaves an article as it is, "" where it does not."""
    if action == BulkRun.Action.DELETE:
        is_allowed = actor is not None and may_delete(actor, article)
    else:
        status = STATUS_OF[action]
        if article.status == status:
            return f"it is “{status.label}” already"
        is_allowed = actor is not None and may_publish(actor, article)
    return "" if is_allowed else "you may not do this to it"


def _take_back(run: BulkRun, item: BulkItem, actor: AbstractBaseUser | None) -> Outcome:
    words = f"Bulk run {run.pk} undone"
    if run.action == BulkRun.Action.DELETE:
        return _bring_back(item, actor, words)
    article = _held(item.key)
    if article is None:
        return Outcome(State.KEPT, GONE)
    if article.version != item.before["after"]:
        return Outcome(State.KEPT, CHANGED)
    if item.before.get("has_taken"):
        # The delivery would be lost: it waits no longer, and the old text would stand.
        return Outcome(State.KEPT, "a delivery that had waited for it was taken")
    if actor is None or not may_publish(actor, article):
        return Outcome(State.KEPT, "you may not do this to it")
    revision = Revision.objects.get(article_key=item.key, version=item.before["version"])
    cause = Cause(Revision.Kind.RESTORED, actor, reason=words)
    seen = Seen(
        datetime.fromisoformat(item.before["content_modified_at"]), item.before["change_note"]
    )
    try:
        reverted = revert(article, revision, cause=cause, seen=seen)
    except Article.DoesNotExist:  # while its row was waited for
        return Outcome(State.KEPT, GONE)
    give_back(item.before.get("lost", ()))
    return Outcome(State.UNDONE, article=reverted)


def _bring_back(item: BulkItem, actor: AbstractBaseUser | None, words: str) -> Outcome:
    revision = Revision.objects.filter(article_key=item.key).order_by("-version").first()
    if revision is None or Article.objects.filter(pk=item.key).exists():
        return Outcome(State.KEPT, "brought back by somebody else")
    if item.before.get("after") not in (None, revision.version):
        return Outcome(State.KEPT, "brought back and deleted again by somebody else")
    subject = Subject.objects.filter(slug=revision.subject_slug).first()
    if subject is None:
        return Outcome(State.KEPT, f"its subject, “{revision.subject_slug}”, is gone")
    standing = Article(subject=subject, status=revision.status)
    if actor is None or not (may_delete(actor, standing) and may_change(actor, standing)):
        return Outcome(State.KEPT, "you may not do this to it")
    try:
        article, taken = undelete(revision, actor=actor, reason=words)
    except publishing.AddressTaken:
        return Outcome(State.KEPT, "another article stands at its address by now")
    give_back(item.before.get("lost", ()))
    return Outcome(State.UNDONE, article=article, taken=taken)
