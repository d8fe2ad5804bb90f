"""Keeping what was found in a text, without asking an editor twice about the same words."""

from collections.abc import Iterable, Mapping, Sequence

from articles.models import Finding, ImportRun
from articles.text.problems import TEXT_KINDS, Problem

_INSERT_ROWS = 500


def replace_findings(
    problems: Mapping[int, Sequence[Problem]],
    paths: Mapping[int, str],
    *,
    kinds: Iterable[str] = TEXT_KINDS,
    run: ImportRun | None = None,
) -> None:
    """Make each article's findings of the kinds exactly the given ones; a dismissed one stays
    dismissed, and other kinds are left as they stand.

    `problems` and `paths` (the source path) are keyed by article id.
    """
    old = Finding.objects.filter(article_id__in=problems, kind__in=kinds)
    dismissed = set(
        old.filter(is_dismissed=True).values_list("article_id", "kind", "field", "detail")
    )
    old.delete()
    Finding.objects.bulk_create(
        (
            Finding(
                article_id=article_id,
                import_run=run,
                path=paths[article_id],
                kind=problem.kind,
                severity=problem.severity,
                field=problem.field,
                line=problem.line,
                detail=problem.detail,
                is_dismissed=(article_id, problem.kind, problem.field, problem.detail) in dismissed,
            )
            for article_id, found in problems.items()
            for problem in found
        ),
        batch_size=_INSERT_ROWS,
    )
