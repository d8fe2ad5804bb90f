"""Restoration of imported files as they were before a run."""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from articles.database.batches import batches
from articles.models import ImportRun, ReplacedFile, SourceFile

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
        SourceFile.objects.filter(path=old.path).update(
            sha256=old.sha256,
            reader_version=old.reader_version,
            source_id=old.source_id,
            data=old.data,
            base=old.base,
        )
    # Put back, it stands in the way of no earlier import's undo.
    replaced.delete()


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


def _without_bytes() -> QuerySet[SourceFile]:
    return SourceFile.objects.only("path", "article", "first_run")
