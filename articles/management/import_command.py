"""Workflow behind import_articles: dry run, import, or check of an approved plan and import."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import CommandError

from articles import duplicates
from articles.core.source.field_mapping import BadMapping, read_mapping
from articles.database.retry import Overtaken
from articles.importer.approved_plans import (
    PlanMoved,
    PlanNotKept,
    UnknownPlan,
    keep_plan,
    require_plan,
)
from articles.importer.git_deliveries import fetch_delivery
from articles.importer.planning.decision import Action, OnConflict, Planned
from articles.importer.planning.plan_diff import describe_plan, describe_translation
from articles.importer.planning.subject_proposals import BadSubjectsFile
from articles.importer.report import Report
from articles.importer.run import Import, PlanChanged, PruneRefused
from articles.importer.sources.input_file import UnusableSource
from articles.management.progress import Progress
from articles.management.relating_summary import describe_filled
from articles.management.topics_summary import describe_filled_topics
from articles.relating import count_due, relate_due
from articles.search.meaning.process import count_due as count_vectors_due
from articles.search.meaning.process import fill as fill_vectors
from articles.tasks import is_any_worker_alive
from articles.tasks.relating import relate_in_background
from articles.topics import count_due as count_topics_due
from articles.topics import fill_topics

# A second of work.
_RELATED_AT_ONCE = 200
# Three seconds of work on two processors.
_VECTORS_AT_ONCE = 200
# Of these most are read a second time only because their related questions have changed.
_TOPICS_AT_ONCE = 1_000
# A second of work.
_DUPLICATES_AT_ONCE = 1_000
_TRANSLATIONS_SHOWN = 10


def perform(
    options: dict[str, Any],
    *,
    subjects: tuple[str, bytes] | None,
    mapping: tuple[str, bytes] | None,
    progress: Progress,
    relating: Progress,
    write: Callable[[str], None],
) -> Report:
    """Do what the command's options say; return the report of the plan or of the import.

    Raises CommandError with a sentence where the import cannot be made, or must not.
    """
    try:
        names = read_mapping(mapping[1], path=mapping[0]) if mapping else {}
    except BadMapping as error:
        raise CommandError(str(error)) from error
    make = partial(
        Import,
        **_read_from(options, write),
        workers=options["workers"],
        subjects=subjects,
        on_conflict=OnConflict(options["on_conflict"]),
        is_complete=options["complete"],
        prune=options["prune"],
        system=options["system"],
        mapping=names,
        progress=progress.update,
    )
    try:
        if options["dry_run"]:
            return _plan(options, make, write)
        report = _import(options, make, write)
        _relate(relating, write, workers=options["workers"], is_asked_for=options["relate"])
        _fill_topics(write, is_asked_for=options["relate"])
        _fill_vectors(write, workers=options["workers"], is_asked_for=options["relate"])
        _find_duplicates(write, is_asked_for=options["relate"])
        return report
    except (UnusableSource, BadSubjectsFile, PlanChanged, PlanNotKept) as error:
        raise CommandError(str(error)) from error
    except Overtaken as error:
        raise CommandError(
            "Somebody else keeps writing the same articles. What was written is whole; run the"
            " command again for the rest."
        ) from error


def _read_from(options: dict[str, Any], write: Callable[[str], None]) -> dict[str, Any]:
    """What is imported: the paths, or what is new in a repository, which is fetched here."""
    if options["git"] is None:
        return {"paths": options["paths"]}
    try:
        fetched = fetch_delivery(
            options["git"],
            branch=options["branch"],
            since=options["since"],
            is_complete=options["complete"],
        )
    except UnusableSource as error:
        raise CommandError(f"{error}.") from error
    if fetched.words:
        write(fetched.words)
    return {"paths": [fetched.delivery.name], "git": fetched.delivery}


def _plan(
    options: dict[str, Any], make: Callable[..., Import], write: Callable[[str], None]
) -> Report:
    report = make(dry_run=True, on_plan=_shown(options, write)).run()
    write("Nothing was written. An import would give:")
    write(f"To apply this plan and no other: --expect {keep_plan(report)}")
    return report


def _import(
    options: dict[str, Any], make: Callable[..., Import], write: Callable[[str], None]
) -> Report:
    importing = make(on_plan=_shown(options, write), **_expected(options, make))
    try:
        importing.run()
    except PruneRefused as error:
        importing.report.refusal = str(error)
    return importing.report


def _shown(options: dict[str, Any], write: Callable[[str], None]) -> Callable[[Planned], None]:
    """What is done with each decision: its differences are printed where they are asked for, and in
    a dry run how the first files of another system are read."""
    left = _TRANSLATIONS_SHOWN if options["dry_run"] and options["system"] else 0

    def show(plan: Planned) -> None:
        nonlocal left
        if left:
            left -= 1
            for line in describe_translation(plan):
                write(line)
        if options["diff"]:
            for line in describe_plan(plan):
                write(line)

    return show


def _relate(
    progress: Progress, write: Callable[[str], None], *, workers: int, is_asked_for: bool
) -> None:
    """A step of its own, after the run is whole and recorded: where it is interrupted, the next
    import or fill_related goes on with it. It takes longer than the import that made it due, so
    that a large one leaves it."""
    due = count_due()
    if due > _RELATED_AT_ONCE and not is_asked_for:
        who = "“fill_related”."
        if is_any_worker_alive():
            relate_in_background()
            who = "it is done in the background."
        write(f"{due:,} articles wait for their computed related questions: {who}")
        return
    filled = relate_due(workers=workers, progress=progress.update)
    progress.close()
    if filled.lists or filled.inbound:
        write(describe_filled(filled))


def _fill_topics(write: Callable[[str], None], *, is_asked_for: bool) -> None:
    """As `_relate` does, and after it: topics need what it reads."""
    due = count_topics_due()
    if not due:
        return
    if count_due() or (due > _TOPICS_AT_ONCE and not is_asked_for):
        write(f"{due:,} articles wait for their topics: “fill_topics”.")
        return
    filled = fill_topics()
    if filled.topics or filled.articles:
        write(describe_filled_topics(filled))


def _fill_vectors(write: Callable[[str], None], *, workers: int, is_asked_for: bool) -> None:
    """As `_relate` does, for search by meaning; nothing where there is no model."""
    due = count_vectors_due()
    if due > _VECTORS_AT_ONCE and not is_asked_for:
        write(f"{due:,} articles wait to be searched by meaning: “fill_vectors”.")
    elif due:
        write(f"{fill_vectors(workers=workers):,} articles can be searched by meaning, too.")


def _find_duplicates(write: Callable[[str], None], *, is_asked_for: bool) -> None:
    """As `_relate` does, for duplicates."""
    due = duplicates.count_due()
    if due > _DUPLICATES_AT_ONCE and not is_asked_for:
        write(f"{due:,} articles wait to be compared: “find_duplicates”.")
    elif due:
        duplicates.find_due()


def _expected(options: dict[str, Any], make: Callable[..., Import]) -> dict[str, Any]:
    """The decisions that alone may be applied, as an Import takes them; {} where any may. Plans
    first where the import must not begin unless everything is as expected, or without a conflict.
    """
    digest, fails = options["expect"], options["on_conflict"] == OnConflict.FAIL
    if not digest and not fails:
        return {}
    report = make(dry_run=True).run()
    if digest:
        try:
            require_plan(digest, report)
        except UnknownPlan as error:
            raise CommandError(
                f"There is no plan {digest} here, and what would be done now is"
                f" {report.plan_digest()}."
            ) from error
        except PlanMoved as error:
            moved = "\n".join(error.changes)
            raise CommandError(f"Nothing was written, for the plan has moved:\n{moved}") from error
    colliding = report.counts[Action.CONFLICT] + report.counts[Action.HELD]
    if fails and colliding:
        words = "\n".join(f"{path}: {reason}" for path, reason in report.waiting)
        raise CommandError(f"Nothing was written: {colliding} files collide with editors.\n{words}")
    return {"expected": report.plan, "repeats": report.repeats}
