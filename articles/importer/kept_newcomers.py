"""Files of other questions than the article at their address: kept where that one was withdrawn
when they came, or held for a decision. They are let in as soon as the address is free.

Whoever moves or deletes an article does it here, so that nothing that waits for its address is
forgotten. What becomes free in another way, or waits though its article is back, the next import
takes up (`due`).
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles import publishing
from articles.core.source.article_paths import parse_source_path
from articles.database.batches import batches
from articles.database.retry import retried_transaction
from articles.importer.apply import write_plans
from articles.importer.kept_deliveries import Waiting
from articles.importer.planning.database_state import articles_at, known_of, path_of
from articles.importer.planning.decision import Action, OnConflict, Planned, decide
from articles.importer.planning.prepare import prepare
from articles.importer.planning.subject_proposals import kept_proposals
from articles.importer.sources.input_file import Refused, stored
from articles.importer.sources.superseded_files import name_key
from articles.models import (
    Article,
    Conflict,
    KeptDelivery,
    Revision,
    SourceFile,
    Status,
    Subject,
)
from articles.models.conflict import REPLACEMENT
from articles.publishing import Cause
from articles.publishing.effects import ChangeSet, apply

_PATHS_A_QUERY = 500


@retried_transaction
def move(
    article: Article,
    subject: Subject,
    slug: str,
    *,
    actor: AbstractBaseUser | None = None,
    reason: str = "",
) -> tuple[Article, list[Waiting]]:
    """Give the article another address, as `publishing.move` does, and let in what waited for the
    old one; return the article and that. `reason` is said in the history, before where it stood.
    Raises AddressTaken."""
    current = _locked(article)
    path, url = current.source_path, current.get_absolute_url()
    if (current.subject_id, current.slug) == (subject.pk, slug):
        return current, []
    _release_held(current, actor)
    cause = Cause(Revision.Kind.MOVED, actor, reason=f"{reason}: From {url}") if reason else None
    article, changes = publishing.move.writing(current, subject, slug, actor=actor, cause=cause)
    arrived = _let_in(path, changes)
    if any(not waiting.plan.prepared.document.is_draft for waiting in arrived):
        # Readers find the new one there.
        changes.redirected.pop(url, None)
    apply(changes)
    article.refresh_from_db()
    return article, arrived


@retried_transaction
def delete(
    article: Article, *, actor: AbstractBaseUser | None = None, reason: str = ""
) -> list[Waiting]:
    """Remove the article, as `publishing.delete` does, and let in what waited for its address;
    return that."""
    current = _locked(article)
    path, url = current.source_path, current.get_absolute_url()
    _release_held(current, actor)
    _, changes = publishing.delete.writing(current, actor=actor, reason=reason)
    arrived = _let_in(path, changes)
    if arrived:
        changes.gone.discard(url)
    apply(changes)
    return arrived


def due(coming: Iterable[array]) -> list[KeptDelivery]:
    """Return what waits though nothing is away any more: its article is back, or no article stands
    at its address, or one that is not withdrawn. The oldest first, without the bytes, and without
    those whose names are among the keys of the files that are `coming`."""
    waiting = KeptDelivery.objects.waiting().select_related("import_run").defer("data")
    every = list(waiting.order_by("import_run", "pk"))
    found = {
        name_key(kept.path): kept
        for some in batches(every, _PATHS_A_QUERY)
        for kept in _due_of(some)
    }
    for keys in coming if found else ():
        for key in found.keys() & set(keys):
            del found[key]
    return list(found.values())


def foresee_due(kept: KeptDelivery, on_conflict: OnConflict) -> Planned | None:
    """Return what `take_due` would do; it writes nothing."""
    prepared = prepare(stored(kept.path, kept.read_bytes()))
    if isinstance(prepared, Refused):
        return None
    known, _ = known_of([prepared])[path_of(prepared)]
    plan = decide(prepared, known, on_conflict)
    note = f"it had waited since import {kept.import_run_id}, whose undo takes it back"
    return None if plan.action is Action.SKIPPED else replace(plan, note=note)


@transaction.atomic
def take_due(
    kept: KeptDelivery, on_conflict: OnConflict, require: Callable[[Planned], None]
) -> Planned | None:
    """Do with a kept file what an import does with it now, for the import that brought it; None
    where it waits on. `require` is called with the decision before it is written."""
    plan = foresee_due(kept, on_conflict)
    if plan is None or not _still_waits(kept):
        return None
    require(plan)
    changes = ChangeSet()
    _write(kept, plan, changes)
    apply(changes)
    return plan


def _let_in(path: str, changes: ChangeSet) -> list[Waiting]:
    """What waits for an address that has become free, if it is no file of an article's."""
    if SourceFile.objects.filter(path=path).exists():
        return []
    arrived = []
    for kept in KeptDelivery.objects.waiting().filter(path=path).select_related("import_run"):
        plan = foresee_due(kept, OnConflict.KEEP)
        if plan and plan.action is Action.CREATED and _still_waits(kept):
            _write(kept, plan, changes)
            arrived.append(Waiting(kept, plan))
    return arrived


def _write(kept: KeptDelivery, plan: Planned, changes: ChangeSet) -> None:
    found = known_of([plan.prepared])
    written = write_plans([plan], found, run=kept.import_run, proposals=kept_proposals())
    # Not at the end of a run: links and old addresses are looked at here.
    written.placed |= written.inserted
    changes.add(written)


def _release_held(article: Article, actor: AbstractBaseUser | None) -> None:
    """Keep, as if the article had been withdrawn, what a person has not decided about yet of the
    files for its address that are no files of its own."""
    files = article.source_files.order_by("pk")
    first = files.first()
    # The file that came first made the article, if a file did.
    is_of_another = bool(first) and (
        article.created_by_run_id is None or first.path != article.source_path
    )
    file = files.filter(path=article.source_path).first()
    held = article.conflicts.open().filter(field=REPLACEMENT, source_path=article.source_path)
    conflict = held.select_related("import_run").first()
    if not (is_of_another and file and conflict and conflict.import_run):
        return
    KeptDelivery.objects.update_or_create(
        import_run=conflict.import_run,
        path=file.path,
        defaults={"sha256": file.sha256, "data": file.data, "settled_by": None},
    )
    file.delete()
    held.close(Conflict.Decision.APART, actor)


def _due_of(some: Sequence[KeptDelivery]) -> Iterator[KeptDelivery]:
    paths = {kept.path: parse_source_path(kept.path) for kept in some}
    files = SourceFile.objects.filter(path__in=paths)
    statuses = dict(files.values_list("path", "article__status"))
    standing = articles_at(place for path, place in paths.items() if path not in statuses)
    for kept in some:
        article = standing.get(paths[kept.path])
        status = statuses.get(kept.path, article.status if article else Status.DRAFT)
        if status not in (None, Status.WITHDRAWN):  # None: its own article is deleted
            yield kept


def _still_waits(kept: KeptDelivery) -> bool:
    """Whether nobody was faster; nobody is until the transaction ends."""
    rows = KeptDelivery.objects.filter(pk=kept.pk, settled_by=None)
    return bool(rows.select_for_update(no_key=True).values_list("pk"))


def _locked(article: Article) -> Article:
    articles = Article.objects.select_for_update(of=("self",), no_key=True)
    return articles.select_related("subject").get(pk=article.pk)
