"""Rendering again what an older renderer made: in parallel, and resumable at any point."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from articles.core.article_content import ArticleContent
from articles.core.computed_from_content import Computed, compute
from articles.core.rendering import RENDERER_VERSION
from articles.core.worker_pool import spread
from articles.database.retry import retried_transaction
from articles.models import Article
from articles.publishing.effects import EVERYTHING, ChangeSet, WrittenText, apply

_ROWS_A_TRANSACTION = 500


@dataclass(frozen=True, slots=True)
class _Job:
    """One article while its content is in a worker."""

    pk: int
    version: int
    path: str


def outdated() -> QuerySet[Article]:
    """Articles whose rendering is missing or another version's."""
    return Article.objects.filter(
        Q(rendering=None) | ~Q(rendering__renderer_version=RENDERER_VERSION)
    )


def rerender(
    articles: QuerySet[Article],
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[int, list[str]]:
    """Render the articles anew and write the findings of their texts.

    Returns how many were written, and the source paths of those that ended their worker. What a
    reader can read does not change, so neither does the date of change nor the version. An
    article that an editor saved meanwhile keeps what the save rendered.
    """
    total = articles.count()
    jobs: deque[_Job] = deque()
    crashes: list[str] = []
    batch: list[tuple[_Job, Computed]] = []
    written = 0
    results = spread(
        compute, _contents(articles, jobs), workers=workers, crashed=lambda content: None
    )
    for done, computed in enumerate(results, start=1):
        job = jobs.popleft()
        if computed is None:
            crashes.append(job.path)
        else:
            batch.append((job, computed))
        if len(batch) == _ROWS_A_TRANSACTION:
            written += _write_results(batch)
            batch = []
        progress(done, total)
    return written + _write_results(batch), crashes


def _contents(articles: QuerySet[Article], jobs: deque[_Job]) -> Iterator[ArticleContent]:
    """The contents in order of the key, page by page (no cursor stays open between); the facts
    that no worker needs are put into `jobs` in the same order."""
    last = 0
    while page := list(
        articles.filter(pk__gt=last)
        .order_by("pk")
        .select_related("subject")
        .prefetch_related("related")[:_ROWS_A_TRANSACTION]
    ):
        last = page[-1].pk
        for article in page:
            jobs.append(_Job(article.pk, article.version, article.source_path))
            yield article.content()


@retried_transaction
def _write_results(results: Sequence[tuple[_Job, Computed]]) -> int:
    """Write the renderings of the articles that nobody changed since they were read."""
    versions = dict(
        Article.objects.select_for_update(no_key=True)
        .filter(pk__in=[job.pk for job, _ in results])
        .order_by("pk")
        .values_list("pk", "version")
    )
    fresh = [(job, computed) for job, computed in results if versions.get(job.pk) == job.version]
    texts = {job.pk: WrittenText(computed, job.path, computed.problems) for job, computed in fresh}
    apply(ChangeSet(texts=texts, stamps={EVERYTHING} if texts else set()))
    return len(fresh)
