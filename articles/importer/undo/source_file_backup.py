"""Restoration of imported files as they were before a run."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from articles.core.source.article_paths import parse_source_path
from articles.database.batches import batches
from articles.importer.planning.database_state import articles_at
from articles.models import Article, Conflict, ImportRun, ReplacedFile, SourceFile

_FILES_A_TRANSACTION = 500


def files_of(run: ImportRun, article_key: int) -> list[SourceFile]:
    """Return the files of an article, those that the run read first; without their bytes."""
    files = list(_without_bytes().filter(article_id=article_key).order_by("path"))
    paths = [file.path for file in files]
    read = set(run.replaced_files.filter(path__in=paths).values_list("path", flat=True))
    return sorted(
        files, key=lambda file: (file.path not in read and file.first_run_id != run.pk, file.path)
    )


def put_back(files: Iterable[SourceFile], run: ImportRun) -> None:
    """Let each file be what it was before the run: the one that it replaced, or none at all where
    the run met the file first. What a later import has read again stays. Call it in the
    transaction that puts the article back: base and article belong together.
    """
    by_path = {file.path: file for file in files}
    later = ReplacedFile.objects.filter(path__in=by_path, import_run__gt=run.pk)
    for path in later.values_list("path", flat=True):
        by_path.pop(path, None)
    first = [path for path, file in by_path.items() if file.first_run_id == run.pk]
    SourceFile.objects.filter(path__in=first).delete()
    replaced = run.replaced_files.filter(path__in=by_path)
    for old in replaced.exclude(path__in=first):
        _write_back(old)
    # Put back, it stands in the way of no earlier import's undo.
    replaced.delete()


def give_back(article: Article, files: Iterable[SourceFile], run: ImportRun) -> None:
    """Let each file of an article that an undo removes be what it was before the run. One that the
    run had read for another article, beside which a person let this one in, is that one's again: of
    the article that the conflict was about, else of the one at the file's address, else it is the
    tombstone of one that was deleted since. Call it before the removal, which forgets the others.
    """
    met_before = {file.path for file in files if file.first_run_id != run.pk}
    replaced = run.replaced_files.filter(path__in=[file.path for file in files])
    holders = dict(_let_in(run, met_before).values_list("source_path", "article"))
    for old in replaced.filter(path__in=met_before):
        holder = holders.get(old.path) or _standing_at(old.path, but=article)
        _write_back(old, article=holder)
    replaced.delete()


def moved_for(files: Iterable[SourceFile], run: ImportRun) -> Article | None:
    """Return the article beside which a person let the one of these files in, which the run had
    offered for its address. It may have moved away for that."""
    held = _let_in(run, [file.path for file in files]).select_related("article__subject").first()
    return held.article if held else None


def _let_in(run: ImportRun, paths: Iterable[str]) -> QuerySet[Conflict]:
    return run.conflicts.filter(decision=Conflict.Decision.APART, source_path__in=paths)


def put_others_back(
    run: ImportRun,
    kept: set[int],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Put back the files that the run read without changing their articles; not those of the
    articles that stay as they are (`kept`, by key), and no tombstone. `progress(done, total)`
    counts files."""
    paths = {
        *run.replaced_files.values_list("path", flat=True),
        *run.first_files.values_list("path", flat=True),
    }
    done = 0
    for some in batches(sorted(paths), _FILES_A_TRANSACTION):
        _put_some_back(some, run, kept)
        done += len(some)
        progress(done, len(paths))


@transaction.atomic
def _put_some_back(paths: Sequence[str], run: ImportRun, kept: set[int]) -> None:
    files = _without_bytes().filter(path__in=paths, article__isnull=False)
    put_back([file for file in files if file.article_id not in kept], run)


def _write_back(old: ReplacedFile, **others: Any) -> None:
    SourceFile.objects.filter(path=old.path).update(
        sha256=old.sha256,
        reader_version=old.reader_version,
        source_id=old.source_id,
        data=old.data,
        base=old.base,
        **others,
    )


def _standing_at(path: str, *, but: Article) -> int | None:
    subject, slug = parse_source_path(path)
    found = articles_at([(subject, slug)]).get((subject, slug))
    return found.pk if found and found.pk != but.pk else None


def _without_bytes() -> QuerySet[SourceFile]:
    return SourceFile.objects.only("path", "article", "first_run")
