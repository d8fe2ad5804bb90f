"""Application of one batch of planned files in one transaction."""

from collections.abc import Iterator, Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles.auditing.same_text_audit import SAME_TEXT
from articles.core.computed_from_content import compute
from articles.core.text.problem_kinds import (
    KINDS,
    LIBRARY_KINDS,
    SETTLED_KINDS,
    WRITING_KINDS,
    Problem,
)
from articles.importer.kept_files import keep_skipped, settle_kept
from articles.importer.planning.database_state import known_of, path_of
from articles.importer.planning.decision import (
    Action,
    Known,
    OnConflict,
    Planned,
    decide,
    said_by_file,
)
from articles.importer.planning.prepare import Prepared
from articles.importer.planning.subject_proposals import SubjectProposal, ensure_subjects
from articles.importer.source_file_store import write_files
from articles.models import Article, ImportRun, Revision, Subject
from articles.publishing import (
    BulkItem,
    Cause,
    Collision,
    Delivered,
    close_settled,
    create_articles,
    open_conflicts,
    overwrite_articles,
)
from articles.publishing.effects import ChangeSet, WrittenText, apply, insert_findings, page_of

# All kinds but those that depend on the whole library. The question about a same text is asked
# once, when the text comes, and is forgotten by the audit alone.
_KINDS_OF_FILES = KINDS.keys() - LIBRARY_KINDS - WRITING_KINDS - {SAME_TEXT}


def plan_batch(batch: Sequence[Prepared], on_conflict: OnConflict) -> list[Planned]:
    """Decide about every file of a batch; reads the database and writes nothing."""
    found = known_of(batch)
    return [decide(prepared, found[path_of(prepared)][0], on_conflict) for prepared in batch]


@transaction.atomic
def apply_batch(
    batch: Sequence[Prepared],
    *,
    run: ImportRun,
    proposals: dict[str, SubjectProposal],
    on_conflict: OnConflict = OnConflict.KEEP,
) -> tuple[list[Planned], set[str]]:
    """Write a batch; return the decisions, and the digests whose twins must be elected anew.

    No path stands twice in a batch. What is decided is read inside the transaction. Raises
    Overtaken or IntegrityError where another import or an editor came between all the same:
    nothing is written then, and the batch can be planned again.

    The run's own row is written first: another run that ends meanwhile, and settles this one with
    all that is unsettled, waits for the batch or sees it.
    """
    ImportRun.objects.filter(pk=run.pk).update(is_settled=False)
    found = known_of(batch)
    plans = [decide(prepared, found[path_of(prepared)][0], on_conflict) for prepared in batch]
    changes = write_plans(plans, found, run=run, proposals=proposals)
    apply(changes, in_run=True)
    return plans, changes.digests


def write_plans(
    plans: Sequence[Planned],
    found: Mapping[str, tuple[Known, Article | None]],
    *,
    run: ImportRun,
    proposals: dict[str, SubjectProposal] | None = None,
    actor: AbstractBaseUser | None = None,
) -> ChangeSet:
    """Write what was decided about the files, for the run that brought them; return what to apply.

    `found` is what the decisions were made of, in this transaction; `actor` is who let a file in
    that the run had kept.
    """
    created = [plan for plan in plans if plan.action is Action.CREATED]
    changed = [
        plan
        for plan in plans
        if plan.action in {Action.UPDATED, Action.CONFLICT} and plan.changes_article
    ]
    subjects = ensure_subjects([plan.prepared.document for plan in created], proposals or {})
    articles = {path: article for path, (_, article) in found.items() if article}
    targets = [articles[path_of(plan.prepared)] for plan in changed]

    new_items = [_new_item(plan, subjects) for plan in created]
    # What has to be rendered here is, before locks are taken that others wait for.
    items = [_item(plan, article) for plan, article in zip(changed, targets, strict=True)]
    new, changes = create_articles(new_items, run=run)
    cause = Cause(Revision.Kind.IMPORTED, actor, import_run=run, reason=_reason(actor))
    changes.add(overwrite_articles(targets, items, cause))

    written = [*created, *changed]
    articles |= zip(map(_path, written), [*new, *targets], strict=True)
    _add_problems(changes, written, articles, run)
    _write_same_texts(written, articles, run)
    _write_conflicts(plans, run)
    write_files(plans, articles, run=run)
    changes.stamps.update(_described_otherwise(plans))
    settle_kept([_path(plan) for plan in plans if plan.action is not Action.SKIPPED], run)
    keep_skipped(plans, run)
    return changes


def _described_otherwise(plans: Sequence[Planned]) -> Iterator[str]:
    """The pages of articles that stay as they are while their file gets another description: the
    page's head asks whether the description is the file's (`articles/web/article_queries.py`)."""
    for plan in plans:
        base, key = plan.known.base, plan.known.article_id
        described = plan.prepared.document.content.seo_description
        if key and not plan.changes_article and (not base or base.seo_description != described):
            yield page_of(key)


def _reason(actor: AbstractBaseUser | None) -> str:
    return "Its file had been kept until the article came back" if actor else ""


def _path(plan: Planned) -> str:
    return path_of(plan.prepared)


def _new_item(plan: Planned, subjects: dict[str, Subject]) -> BulkItem:
    document = plan.prepared.document
    return BulkItem(
        subject=subjects[document.subject_slug],
        slug=document.slug,
        source_id=plan.source_id,
        content=plan.content,
        computed=plan.prepared.computed,
        is_draft=document.is_draft,
    )


def _item(plan: Planned, article: Article) -> BulkItem:
    """A merged content is no file's, so it is rendered here; a file's was by a worker."""
    is_the_files = plan.content == plan.prepared.document.content
    return BulkItem(
        subject=article.subject,
        slug=article.slug,
        source_id=plan.source_id,
        content=plan.content,
        computed=plan.prepared.computed if is_the_files else compute(plan.content),
    )


def _add_problems(
    changes: ChangeSet, plans: Sequence[Planned], articles: dict[str, Article], run: ImportRun
) -> None:
    """Add what reading the files found to what was found in the texts that are live now."""
    changes.run, changes.finding_kinds = run, _KINDS_OF_FILES
    for plan in plans:
        key = articles[_path(plan)].pk
        text = changes.texts[key]
        of_file = plan.prepared.document.problems
        open_ones = (problem for problem in of_file if problem.kind not in SETTLED_KINDS)
        problems = (*open_ones, *text.problems)
        changes.texts[key] = WrittenText(text.computed, _path(plan), problems)


def _write_same_texts(
    plans: Sequence[Planned], articles: dict[str, Article], run: ImportRun
) -> None:
    """Ask about each text that the library holds at another address already."""
    insert_findings(
        (
            (articles[_path(plan)].pk, _path(plan), problem, False)
            for plan in plans
            for problem in _same_text(plan)
        ),
        run=run,
    )


def _write_conflicts(plans: Sequence[Planned], run: ImportRun) -> None:
    open_conflicts(
        (
            Collision(
                article_id=plan.known.article_id,
                base=plan.known.base or plan.known.ours,
                ours=plan.known.ours,
                theirs=said_by_file(plan.prepared, plan.known),
                theirs_source_id=plan.prepared.document.source_id,
                fields=plan.conflicts,
                source_path=_path(plan),
            )
            for plan in plans
            if plan.action in {Action.CONFLICT, Action.HELD}
        ),
        run,
    )
    close_settled(
        {
            plan.known.article_id: Delivered(
                live=plan.content,
                theirs=said_by_file(plan.prepared, plan.known),
                source_path=_path(plan),
            )
            for plan in plans
            if plan.known.article_id
            and plan.action not in {Action.SKIPPED, Action.HELD}
            and not plan.known.is_own_export
        }
    )


def _same_text(plan: Planned) -> list[Problem]:
    address = plan.known.same_text_at
    return [Problem(SAME_TEXT, "url", None, address)] if address else []
