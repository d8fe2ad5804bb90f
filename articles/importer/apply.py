"""Writing a batch of files: one transaction, whole articles or nothing."""

from collections.abc import Sequence

from django.db import transaction

from articles.importer.lookup import articles_of, path_of
from articles.importer.plan import Action, Planned, decide
from articles.importer.prepare import Prepared
from articles.importer.subjects import SubjectProposal, ensure_subjects
from articles.models import Article, ImportRun, SourceFile, Subject
from articles.publishing import BulkItem, create_articles, overwrite_articles
from articles.publishing.findings import replace_findings
from articles.source import READER_VERSION
from articles.text.problems import KINDS, LIBRARY_KINDS

BATCH_FILES = 500


def plan_batch(batch: Sequence[Prepared]) -> list[Planned]:
    """Decide about every file of a batch; reads the database and writes nothing."""
    found = articles_of(batch)
    return [decide(prepared, found[path_of(prepared)][0]) for prepared in batch]


@transaction.atomic
def apply_batch(
    batch: Sequence[Prepared], *, run: ImportRun, proposals: dict[str, SubjectProposal]
) -> tuple[list[Planned], set[str]]:
    """Write a batch; return the decisions, and the digests whose twins must be elected anew.

    No path stands twice in a batch. What is decided is read inside the transaction, so that
    another import or an editor cannot come between.
    """
    found = articles_of(batch)
    plans = [decide(prepared, found[path_of(prepared)][0]) for prepared in batch]
    writing = [plan for plan in plans if plan.action in {Action.CREATED, Action.UPDATED}]
    subjects = ensure_subjects([plan.prepared.document for plan in writing], proposals)
    created = [plan for plan in plans if plan.action is Action.CREATED]
    updated = [plan for plan in plans if plan.action is Action.UPDATED]
    existing = {plan.article_id: found[path_of(plan.prepared)][1] for plan in plans}

    articles = create_articles([_item(plan, subjects) for plan in created])
    targets = [existing[plan.article_id] for plan in updated]
    digests = {article.content_digest for article in targets}
    overwrite_articles(targets, [_item(plan, subjects) for plan in updated])
    digests.update(plan.prepared.derived.digest for plan in writing)

    by_path = {
        path_of(plan.prepared): article
        for plan, article in zip(created + updated, articles + targets, strict=True)
    }
    _write_findings(writing, by_path, run)
    _write_files(plans, by_path)
    return plans, digests


def _item(plan: Planned, subjects: dict[str, Subject]) -> BulkItem:
    document = plan.prepared.document
    return BulkItem(
        subject=subjects[document.subject_slug],
        slug=document.slug,
        source_id=document.source_id,
        content=document.content,
        derived=plan.prepared.derived,
    )


def _write_findings(plans: Sequence[Planned], articles: dict[str, Article], run: ImportRun) -> None:
    paths = [path_of(plan.prepared) for plan in plans]
    replace_findings(
        {
            articles[path].pk: plan.prepared.problems
            for plan, path in zip(plans, paths, strict=True)
        },
        {articles[path].pk: path for path in paths},
        kinds=KINDS.keys() - LIBRARY_KINDS,
        run=run,
    )


def _write_files(plans: Sequence[Planned], articles: dict[str, Article]) -> None:
    """Keep the bytes and the content of each file, also of one that changed no article."""
    rows = []
    for plan in plans:
        path = path_of(plan.prepared)
        article_id = articles[path].pk if path in articles else plan.article_id
        rows.append(
            SourceFile(
                path=path,
                sha256=plan.prepared.sha256,
                reader_version=READER_VERSION,
                article_id=article_id,
                data=plan.prepared.data,
                base=plan.prepared.base,
            )
        )
    SourceFile.objects.bulk_create(
        rows,
        batch_size=BATCH_FILES,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["sha256", "reader_version", "article", "data", "base"],
    )
