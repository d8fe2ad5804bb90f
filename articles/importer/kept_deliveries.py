"""Deliveries that came while their article was withdrawn or deleted: what waits for an article,
what it would change, and taking or refusing it.

A kept file is taken as an import takes it: by the same decision, so that editors' words are merged
or asked about, and for the import that brought it, whose undo puts back what it changed. Whoever
publishes an article that was away does it here: the old text alone never goes live.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, Q, QuerySet

from articles import publishing
from articles.core.source.article_paths import source_path
from articles.database.retry import retried_transaction
from articles.importer.apply import write_plans
from articles.importer.kept_files import settle_kept
from articles.importer.planning.database_state import known_of, path_of
from articles.importer.planning.decision import Action, Known, Planned, decide
from articles.importer.planning.prepare import prepare
from articles.importer.source_file_store import write_files
from articles.importer.sources.input_file import Refused, stored
from articles.models import Article, ImportRun, KeptDelivery, Revision, SourceFile, Status
from articles.publishing.effects import ChangeSet, apply

_CHANGE_STATUS = {
    Status.PUBLISHED: publishing.publish,
    Status.DRAFT: publishing.unpublish,
    Status.WITHDRAWN: publishing.withdraw,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kept file and what an import would do with it now: a plan, or why the file cannot be read
    any more, or (neither) that it is not the article's."""

    kept: KeptDelivery
    plan: Planned | None
    refusal: str = ""


def waiting_for(article: Article) -> QuerySet[KeptDelivery]:
    """Return what waits for an article, the oldest first, without the bytes: what came for its
    files, and for its address where that is no other article's file. One query."""
    here = source_path(article.subject.slug, article.slug)
    own = SourceFile.objects.filter(article=article)
    others = SourceFile.objects.filter(path=here).exclude(article=article)
    return (
        KeptDelivery.objects.waiting()
        .filter(Q(path__in=own.values("path")) | Q(~Exists(others), path=here))
        .select_related("import_run")
        .defer("data")
        .order_by("import_run", "pk")
    )


def kept_of(revisions: Iterable[Revision]) -> dict[int, list[KeptDelivery]]:
    """Return what waits for deleted articles, by the keys of their last revisions; one query."""
    paths = {revision.pk: _paths_left_by(revision) for revision in revisions}
    waiting = KeptDelivery.objects.waiting().filter(path__in=set(chain(*paths.values())))
    found = {kept.path: kept for kept in waiting.defer("data")}
    return {pk: [found[path] for path in own if path in found] for pk, own in paths.items()}


def foresee(article: Article) -> list[Waiting]:
    """Return what waits for an article, and what taking each would do; it writes nothing."""
    return [_decided(kept, article)[0] for kept in waiting_for(article)]


@retried_transaction
def change_status(
    article: Article,
    status: Status,
    *,
    actor: AbstractBaseUser | None = None,
    cause: publishing.Cause | None = None,
) -> tuple[Article, list[Waiting]]:
    """Give the article another status; where it then is not withdrawn, what waits for it is taken.
    Return it, and what was taken or could not be."""
    before = _locked(article).status
    article, changes = _CHANGE_STATUS[status].writing(article, actor=actor, cause=cause)
    taken = take_waiting(article, changes, actor=actor) if status != before else []
    return _applied(article, changes), taken


@retried_transaction
def revert(
    article: Article, revision: Revision, *, cause: publishing.Cause, seen: publishing.Seen
) -> Article:
    """Make an article what it was at a revision, as readers last saw it (`seen`); where it then is
    not withdrawn, what waits for it is taken."""
    article, changes = publishing.revert.writing(article, revision, cause, seen=seen)
    take_waiting(article, changes, actor=cause.actor)
    return _applied(article, changes)


@retried_transaction
def undelete(
    revision: Revision, *, actor: AbstractBaseUser | None = None, reason: str = "Brought back"
) -> tuple[Article, list[Waiting]]:
    """Bring a removed article back, as `publishing.undelete` does, with what waits for it."""
    article, changes = publishing.undelete.writing(revision, actor=actor, reason=reason)
    taken = take_waiting(article, changes, actor=actor)
    return _applied(article, changes), taken


def take_waiting(
    article: Article,
    changes: ChangeSet,
    *,
    actor: AbstractBaseUser | None,
    but_of: ImportRun | None = None,
) -> list[Waiting]:
    """Take what waits for an article, unless it is withdrawn, and but for what `but_of` kept, which
    is being undone. Call it in the transaction that made the article what it is, before the effects
    of that (`changes`, to which this adds): behind them no row may be locked
    (`articles/publishing/effects/effect_order.py`).
    """
    if article.status == Status.WITHDRAWN:
        return []
    waiting = [kept for kept in waiting_for(article) if kept.import_run != but_of]
    return [_take(kept, article, changes, actor) for kept in waiting]


@retried_transaction
def take(
    article: Article, keys: Collection[int], *, actor: AbstractBaseUser | None = None
) -> list[Waiting]:
    """Take what waits for an article, also while it is withdrawn, and stays so. `keys` are those of
    the kept files that were looked at: what came since waits on."""
    current, changes = _locked(article), ChangeSet()
    waiting = waiting_for(current).filter(pk__in=keys)
    taken = [_take(kept, current, changes, actor) for kept in waiting]
    apply(changes)
    return taken


@retried_transaction
def refuse(article: Article, keys: Collection[int]) -> list[Waiting]:
    """Let what waits for an article go. The article stays as it is; the base of the next merge
    moves on to the refused file, so that the next delivery does not bring the same again."""
    current = _locked(article)
    refused = []
    for kept in waiting_for(current).filter(pk__in=keys):
        waiting, _ = _decided(kept, current)
        if waiting.plan:
            plan = replace(waiting.plan, action=Action.UNCHANGED)
            write_files([plan], {kept.path: current}, run=kept.import_run)
        settle_kept([kept.path], kept.import_run)
        refused.append(waiting)
    return refused


def _take(
    kept: KeptDelivery, article: Article, changes: ChangeSet, actor: AbstractBaseUser | None
) -> Waiting:
    waiting, found = _decided(kept, article)
    if waiting.plan:
        changes.add(write_plans([waiting.plan], found, run=kept.import_run, actor=actor))
    return waiting


def _applied(article: Article, changes: ChangeSet) -> Article:
    apply(changes)
    article.refresh_from_db()
    return article


def _decided(
    kept: KeptDelivery, article: Article
) -> tuple[Waiting, dict[str, tuple[Known, Article | None]]]:
    """What an import would do with the file if the article were not withdrawn."""
    prepared = prepare(stored(kept.path, kept.read_bytes()))
    if isinstance(prepared, Refused):
        return Waiting(kept, None, prepared.reason), {}
    found = known_of([prepared])
    known, owner = found[path_of(prepared)]
    if owner is None or owner.pk != article.pk:
        return Waiting(kept, None), {}
    plan = decide(prepared, replace(known, is_withdrawn=False))
    return Waiting(kept, plan), found


def _locked(article: Article) -> Article:
    articles = Article.objects.select_for_update(of=("self",), no_key=True)
    return articles.select_related("subject").get(pk=article.pk)


def _paths_left_by(revision: Revision) -> Sequence[str]:
    files = revision.attachments["files"] if revision.attachments else []
    return files or [source_path(revision.subject_slug, revision.slug)]
