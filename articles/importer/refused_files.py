"""Findings about files that no import could read: they have no article."""

from collections.abc import Iterable, Sequence

from articles.core.source.article_paths import location_of
from articles.core.text.problem_kinds import Severity
from articles.database.batches import batches
from articles.importer.finalize import alone
from articles.models import Finding, ImportRun
from articles.models.finding import REFUSED_FILE

_PATH_CHARS = Finding._meta.get_field("path").max_length
_PATHS_A_STATEMENT = 500


def keep_refused(
    failures: Sequence[tuple[str, str]], mended: Iterable[str], run: ImportRun
) -> None:
    """Keep why files, given as (path, reason), were refused: a finding stands by the file's path
    alone, until a later import reads the file. Those of `mended` paths go."""
    told = [*mended, *(_short(path) for path, _ in failures)]
    with alone():
        for some in batches(told, _PATHS_A_STATEMENT):
            Finding.objects.refusals().filter(path__in=some).delete()
        Finding.objects.bulk_create(
            Finding(
                import_run=run,
                path=_short(path),
                kind=REFUSED_FILE,
                severity=Severity.ERROR,
                detail=reason,
            )
            for path, reason in failures
        )


def _short(path: str) -> str:
    return location_of(path)[:_PATH_CHARS]
