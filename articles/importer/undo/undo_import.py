"""Undo of an import: articles untouched since are restored, the others are reported."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from articles.auditing.link_audit import audit_links, audit_links_of
from articles.core.source.article_paths import source_path
from articles.database.batches import batches
from articles.database.retry import again_where_it_passes
from articles.importer.finalize import alone
from articles.importer.kept_deliveries import take_waiting
from articles.importer.kept_files import forget_kept
from articles.importer.undo.history import Fate, Step, fate_of, read_steps
from articles.importer.undo.kept_backup import forget_others
from articles.importer.undo.moved_back import NoWayBack, move_back
from articles.importer.undo.source_file_backup import (
    files_of,
    give_back,
    moved_for,
    put_back,
    put_others_back,
)
from articles.models import Article, Conflict, ImportRun, Related, Revision, SourceFile
from articles.publishing import Cause, erase, revert
from articles.publishing.effects import EVERYTHING, ChangeSet, apply, resolve_all_links

Decision = Conflict.Decision
_KEYS_A_QUERY = 500


@dataclass(slots=True)
class Undone:
    """Source paths: of articles put back to what they were, of articles that the import had made
    and that are gone again, and (with the reason) of those that stay as they are. The path is the
    file's, also where its article has moved."""

    restored: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)

    def add(self, fate: Fate, path: str) -> None:
        if fate is Fate.RESTORED:
            self.restored.append(path)
        elif fate is Fate.REMOVED:
            self.removed.append(path)
        elif fate.is_kept:
            self.kept.append((path, fate.value))


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many articles an undo would put back, remove, and leave as they are."""

    restored: int
    removed: int
    kept: int


class NotUndoable(Exception):
    """The run was undone before, or nobody said that it died and it may be running; carries it."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(run)
        self.run = run


def undo_import(
    run: ImportRun,
    *,
    actor: AbstractBaseUser | None = None,
    has_died: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    on_step: Callable[[str], None] = lambda words: None,
) -> Undone:
    """Undo a run; raises NotUndoable. Each article is a transaction of its own, together with its
    file: an undo that dies is finished by another, which goes past what is put back already.

    It costs by what it touches, not by the library; related questions are due afterwards, and left
    to whoever asked (`articles.relating`). `progress(done, total)` counts articles and then files;
    `on_step` says what follows the articles.

    Nothing in the database distinguishes a killed run from one that is at work: a person does,
    with `has_died`. Each article that is put back gets a revision; the files are forgotten as the
    run read them, so that importing them again asks again.
    """
    is_running = run.state == ImportRun.State.RUNNING
    if run.state == ImportRun.State.UNDONE or (is_running and not has_died):
        raise NotUndoable(run)
    undone = Undone()
    kept: set[int] = set()
    knows_all = costs_by_changes(run)
    touched: set[int] = set()
    cause = Cause(Revision.Kind.UNDONE, actor, import_run=run, reason=f"Import {run.pk} undone")
    keys = _keys_of(run)
    for done, (key, fate, path) in enumerate(_undo_articles(keys, run, cause, touched), start=1):
        undone.add(fate, path)
        if fate.is_kept:
            kept.add(key)
        progress(done, len(keys))
    on_step("Putting back the files that changed no article.")
    put_others_back(run, kept, progress)
    on_step("Closing conflicts, and looking at links again.")
    _close_conflicts(run, kept, actor)
    # Behind the conflicts: while another answer is held, nothing is taken.
    forget_others(run, kept, actor)
    run.proposed_subjects.all().delete()
    _settle_links(touched if knows_all else None)
    with transaction.atomic():
        # Files that were put back may make a description their own again.
        apply(ChangeSet(stamps={EVERYTHING}))
        run.state = ImportRun.State.UNDONE
        run.save(update_fields=["state"])
    return undone


def count_changes(run: ImportRun) -> int:
    """Return how many changes an undo goes through, 10 to 30 ms each."""
    return changes_of(run).count() + run.created_articles.count()


def costs_by_changes(run: ImportRun) -> bool:
    """Return whether an undo looks at the links of what it touches alone. Of what a run that died,
    or the part of an undo that died, has touched nobody knows the links: the library's are looked
    at then, which takes a command."""
    return run.is_settled and not run.revisions.filter(kind=Revision.Kind.UNDONE).exists()


def foresee_undo(run: ImportRun) -> Outlook:
    """Return what `undo_import` would do now, by the same rule; it writes nothing."""
    fates: Counter[Fate] = Counter()
    keys = _keys_of(run)
    for some in batches(list(keys), _KEYS_A_QUERY):
        versions = dict(Article.objects.filter(pk__in=some).values_list("pk", "version"))
        steps = read_steps(some)
        for key in some:
            version = versions.get(key)
            fate, _ = fate_of(steps.get(key, ()), run.pk, version=version, is_own=keys[key])
            fates[fate] += 1
    kept = sum(count for fate, count in fates.items() if fate.is_kept)
    return Outlook(fates[Fate.RESTORED], fates[Fate.REMOVED], kept)


def changes_of(run: ImportRun) -> QuerySet[Revision]:
    """Return the changes that the run made, without what its undo took back."""
    return run.revisions.exclude(kind=Revision.Kind.UNDONE)


def _keys_of(run: ImportRun) -> dict[int, bool]:
    """{key of an article: whether the run made it}; those that it made come last, so that links to
    them are put back before."""
    created = list(run.created_articles.order_by("pk").values_list("pk", flat=True))
    changed = changes_of(run).order_by("article_key").values_list("article_key", flat=True)
    own = set(created)
    keys = {key: False for key in changed.distinct() if key not in own}
    return keys | dict.fromkeys(created, True)


def _undo_articles(
    keys: Mapping[int, bool], run: ImportRun, cause: Cause, touched: set[int]
) -> Iterator[tuple[int, Fate, str]]:
    """Yield (key, what became of it, path of its file) for each article. One whose old address
    another has, which the run moved or made, is tried again behind the others."""
    waiting = keys
    while waiting:
        taken: dict[int, str] = {}
        for key, is_own in waiting.items():
            touched |= _linked_with(key)
            fate, path = again_where_it_passes(
                lambda: _undo_article(key, run, cause, is_own=is_own)  # noqa: B023 - called here
            )
            touched |= _linked_with(key)
            if fate is Fate.TAKEN:
                taken[key] = path
            else:
                yield key, fate, path
        if len(taken) == len(waiting):
            yield from ((key, Fate.TAKEN, path) for key, path in taken.items())
            return
        waiting = {key: keys[key] for key in taken}


@transaction.atomic
def _undo_article(key: int, run: ImportRun, cause: Cause, *, is_own: bool) -> tuple[Fate, str]:
    """Decide about one article behind its lock, so that no save falls between."""
    articles = Article.objects.select_for_update(of=("self",), no_key=True)
    article = articles.select_related("subject").filter(pk=key).first()
    steps = read_steps([key]).get(key, [])
    version = article.version if article else None
    fate, first = fate_of(steps, run.pk, version=version, is_own=is_own)
    files = files_of(run, key)
    path = files[0].path if files else _last_path(key, article)
    if fate is Fate.RESTORED:
        try:
            with transaction.atomic():
                _restore(article, files, first, run, cause)
        except NoWayBack:
            fate = Fate.TAKEN
    elif fate is Fate.REMOVED:
        made_room = moved_for(files, run)
        give_back(article, files, run)
        erase(article, cause, made_room=made_room)
    return fate, path


def _restore(
    article: Article, files: Sequence[SourceFile], first: Step, run: ImportRun, cause: Cause
) -> None:
    put_back(files, run)
    before = Revision.objects.get(pk=first.revision_id)
    back, changes = revert.writing(article, before, cause)
    back, moved = move_back(back, before, cause)
    changes.add(moved)
    if forget_kept(run, [file.path for file in files]):
        # What is taken now may open them again, as its own.
        run.conflicts.open().filter(article=article).close(Decision.UNDONE, cause.actor)
    take_waiting(back, changes, actor=cause.actor, but_of=run)
    # Last, for it numbers the change: whoever does that waits for no row.
    apply(changes)


def _last_path(key: int, article: Article | None) -> str:
    """The path of an article without a file: of the file that it had when it was deleted, else of
    its last address; "" where it never was, or is forgotten."""
    if article:
        return article.source_path
    last = Revision.objects.filter(article_key=key).first()
    if last is None:
        return ""
    files = last.attachments["files"] if last.attachments else []
    return files[0] if files else source_path(last.subject_slug, last.slug)


def _linked_with(key: int) -> set[int]:
    """The article, those that it links to, and those that link to it: whose links an undo of it
    concerns."""
    links = Related.objects.exclude(target=None).order_by()
    targets = links.filter(article=key).values_list("target_id", flat=True)
    return {key, *targets, *links.filter(target=key).values_list("article_id", flat=True)}


def _close_conflicts(run: ImportRun, kept: set[int], actor: AbstractBaseUser | None) -> None:
    """What stays as it is keeps its open questions: nothing would ask them again."""
    open_conflicts = Conflict.objects.open().filter(import_run=run)
    rows = open_conflicts.values_list("pk", "article")
    for some in batches([pk for pk, key in rows if key not in kept], _KEYS_A_QUERY):
        Conflict.objects.filter(pk__in=some).close(Decision.UNDONE, actor)


def _settle_links(touched: set[int] | None) -> None:
    """Bring the findings about links up to date: of some articles, or (None) of the library, whose
    waiting links are resolved then as well. Each article that was put back has resolved its own."""
    if touched is not None:
        again_where_it_passes(lambda: audit_links_of(touched, within=alone))
        return
    resolve_all_links()
    again_where_it_passes(lambda: audit_links(within=alone))
