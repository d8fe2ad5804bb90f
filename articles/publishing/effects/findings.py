"""Keeping what was found in a text, without asking an editor twice about the same words."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection
from django.utils import timezone

from articles.core.text.problem_kinds import TEXT_KINDS, Problem
from articles.database.among import among
from articles.database.bulk_insert import insert_rows
from articles.database.compiled_query import CompiledDelete, CompiledQuery
from articles.models import Finding, ImportRun
from articles.publishing.effects.changeset import ChangeSet

_COLUMNS = (
    "article",
    "import_run",
    "path",
    "kind",
    "severity",
    "field",
    "line",
    "detail",
    "is_dismissed",
    "created_at",
)
# What tells one finding from another.
_KEPT_BY = ("article_id", "kind", "field", "detail")

_FOUND = CompiledQuery(
    lambda articles: (
        Finding.objects.filter(among("article_id", articles))
        .order_by()
        .values_list("pk", *_KEPT_BY, "is_dismissed", "assignee_id")
    ),
    articles=list,
)
_REMOVE = CompiledDelete(lambda keys: Finding.objects.filter(among("pk", keys)), keys=list)


def follow(changes: ChangeSet) -> None:
    """Replace the findings of every written text."""
    if not changes.texts:
        return
    replace_findings(
        {key: text.problems for key, text in changes.texts.items()},
        {key: text.source_path for key, text in changes.texts.items()},
        kinds=changes.finding_kinds,
        run=changes.run,
        new=changes.created,
    )


def replace_findings(
    problems: Mapping[int, Sequence[Problem]],
    paths: Mapping[int, str],
    *,
    kinds: Iterable[str] = TEXT_KINDS,
    run: ImportRun | None = None,
    new: Collection[int] = (),
) -> None:
    """Make each article's findings of the kinds exactly the given ones; a dismissed one stays
    dismissed, an assigned one is whose it was, and other kinds are left as they stand. `new` ones
    have none.

    `problems` and `paths` (the source path) are keyed by article id.
    """
    replaced = set(kinds)
    known = [key for key in problems if key not in new]
    found = _FOUND.rows(articles=known) if known else []
    old = [row for row in found if row[2] in replaced]
    dismissed = {tuple(words) for _, *words, is_dismissed, _ in old if is_dismissed}
    assigned = {tuple(words): assignee for _, *words, _, assignee in old if assignee}
    if old:
        _REMOVE(keys=[key for key, *_ in old])
    insert_findings(
        (
            (article_id, paths[article_id], problem, (article_id, *_words(problem)) in dismissed)
            for article_id, found in problems.items()
            for problem in found
        ),
        run=run,
    )
    for words, assignee in assigned.items():
        same = Finding.objects.filter(**dict(zip(_KEPT_BY, words, strict=True)))
        same.update(assignee=assignee)


def insert_findings(
    rows: Iterable[tuple[int, str, Problem, bool]], *, run: ImportRun | None = None
) -> None:
    """Insert findings, given as (article id, source path, problem, is dismissed)."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    run_id = run.pk if run else None
    insert_rows(
        Finding,
        _COLUMNS,
        [
            (
                article_id,
                run_id,
                path,
                problem.kind,
                str(problem.severity),
                problem.field,
                problem.line,
                problem.detail,
                is_dismissed,
                now,
            )
            for article_id, path, problem, is_dismissed in rows
        ],
    )


def _words(problem: Problem) -> tuple[str, str, str]:
    """What tells one finding of an article from another: the kind, the field and the words."""
    return problem.kind, problem.field, problem.detail
