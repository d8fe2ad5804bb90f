"""Storage of imported files: bytes, merge base, and the file that each one replaced."""

from collections.abc import Sequence
from typing import Any

from articles.core.source import READER_VERSION
from articles.database.bulk_insert import insert_rows
from articles.importer.planning.database_state import path_of
from articles.importer.planning.decision import Action, Planned
from articles.models import Article, ImportRun, ReplacedFile, SourceFile

_INSERT_ROWS = 500
_COLUMNS = (
    "path",
    "sha256",
    "reader_version",
    "article",
    "source_id",
    "first_run",
    "data",
    "base",
)
# The file of a deleted or withdrawn article is not taken note of: its content was not applied,
# and must be planned anew when the article is back.
_APART = {Action.SKIPPED, Action.FAILED}


def write_files(plans: Sequence[Planned], articles: dict[str, Article], *, run: ImportRun) -> None:
    """Keep the bytes and the content of each planned file, also where no article changed: the base
    of the next merge moves on to what this file says, unless this site wrote it. What was kept
    before is set aside, for the undo of the import. `articles` is keyed by source path."""
    keeping = [plan for plan in plans if plan.action not in _APART and not plan.known.is_own_export]
    _set_aside([path_of(plan.prepared) for plan in keeping if plan.known.base is not None], run)
    rows = [_values(plan, articles[path_of(plan.prepared)], run) for plan in keeping]
    known = [row for plan, row in zip(keeping, rows, strict=True) if plan.known.base is not None]
    insert_rows(
        SourceFile,
        _COLUMNS,
        [row for plan, row in zip(keeping, rows, strict=True) if plan.known.base is None],
    )
    SourceFile.objects.bulk_create(
        [SourceFile(**_named(row)) for row in known],
        batch_size=_INSERT_ROWS,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["sha256", "reader_version", "article", "source_id", "data", "base"],
    )


def _values(plan: Planned, article: Article, run: ImportRun) -> tuple[Any, ...]:
    """The values of _COLUMNS."""
    prepared = plan.prepared
    return (
        path_of(prepared),
        prepared.sha256,
        READER_VERSION,
        article.pk,
        prepared.document.source_id,
        run.pk,
        prepared.data,
        prepared.base,
    )


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        SourceFile._meta.get_field(name).attname: value
        for name, value in zip(_COLUMNS, row, strict=True)
    }


def _set_aside(paths: Sequence[str], run: ImportRun) -> None:
    """A path that comes twice in one run keeps what stood there before the run."""
    ReplacedFile.objects.bulk_create(
        [
            ReplacedFile(
                import_run=run,
                path=file.path,
                sha256=file.sha256,
                reader_version=file.reader_version,
                source_id=file.source_id,
                data=file.data,
                base=file.base,
            )
            for file in SourceFile.objects.filter(path__in=paths)
        ],
        batch_size=_INSERT_ROWS,
        ignore_conflicts=True,
    )
