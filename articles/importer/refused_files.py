"""Findings about files that no import could read: they have no article."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from articles.core.source.article_paths import location_of
from articles.core.text.problem_kinds import Severity
from articles.database.batches import batches
from articles.importer.finalize import alone
from articles.models import Finding, ImportRun

_REFUSED = "refused-file"
_PATH_CHARS = Finding._meta.get_field("path").max_length
_PATHS_A_STATEMENT = 500


def refusals() -> QuerySet[Finding]:
    """Return the findings on files that could not be read when they last came."""
    return Finding.objects.filter(article=None, kind=_REFUSED)


def keep_refused(
    failures: Sequence[tuple[str, str]], mended: Iterable[str], run: ImportRun
) -> None:
    """Keep why files, given as (path, reason), were refused: a finding stands by the file's path
    alone, until a later import reads the file. Those of `mended` paths go."""
    told = [*mended, *(_short(path) for path, _ in failures)]
    with alone():
        for some in batches(told, _PATHS_A_STATEMENT):
            refusals().filter(path__in=some).delete()
        Finding.objects.bulk_create(
            Finding(
                import_run=run,
                path=_short(path),
                kind=_REFUSED,
                severity=Severity.ERROR,
                detail=reason,
            )
            for path, reason in failures
        )


def _short(path: str) -> str:
    return location_of(path)[:_PATH_CHARS]
