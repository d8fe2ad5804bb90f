"""One run of the importer, from paths to a report."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from articles.auditing.links import audit_links
from articles.importer.apply import BATCH_FILES, apply_batch, plan_batch
from articles.importer.collect import Found, Listing, Refused, collect
from articles.importer.lookup import known_digests, path_of
from articles.importer.plan import Action, Planned
from articles.importer.prepare import Prepared, crashed, prepare
from articles.importer.report import Report
from articles.importer.subjects import SubjectProposal, read_proposals
from articles.models import Finding, ImportRun
from articles.publishing.batches import batches
from articles.publishing.links import resolve_all
from articles.publishing.twins import elect, unsettled_digests
from articles.source.paths import location_of
from articles.text.problems import Severity
from articles.workers import spread

logger = logging.getLogger(__name__)

_FAILURES_KEPT = 1_000
_DIGESTS_A_TURN = 5_000


@dataclass(slots=True)
class Import:
    """An import to be made. `progress(done, total)` is called as files are finished.

    `subjects` is the bytes of a subjects.yml that is named apart, with its path.
    """

    paths: list[str]
    dry_run: bool = False
    workers: int = 2
    subjects: tuple[str, bytes] | None = None
    progress: Callable[[int, int], None] = lambda done, total: None
    report: Report = field(default_factory=Report)

    def run(self) -> Report:
        """Import everything; raises UnusableSource or BadSubjectsFile before anything is written.

        Each batch is a transaction of its own: a run that dies leaves whole articles, and running
        it again does the rest.
        """
        listings = [collect(path) for path in self.paths]
        proposals = self._proposals(listings)
        self.report.ignored = sum(listing.ignored for listing in listings)
        files = self._changed_files(listings)
        if self.dry_run:
            for batch in self._batches(files):
                self._record(plan_batch(batch))
            return self.report
        with self._recorded_run() as run:
            digests: set[str] = set()
            for batch in self._batches(files):
                plans, touched = apply_batch(batch, run=run, proposals=proposals)
                digests |= touched
                self._record(plans)
            self._finish(digests, run)
        return self.report

    def _proposals(self, listings: list[Listing]) -> dict[str, SubjectProposal]:
        """A file named with --subjects comes before those found beside the articles."""
        sources = [(x.subjects_path, x.subjects) for x in listings if x.subjects is not None]
        proposals: dict[str, SubjectProposal] = {}
        for path, data in [*([self.subjects] if self.subjects else []), *sources]:
            proposals = read_proposals(data, path=path) | proposals
        return proposals

    def _changed_files(self, listings: list[Listing]) -> Iterator[Found]:
        """The files whose bytes are new; counts the unchanged and the refused."""
        known = known_digests()
        total = sum(listing.count for listing in listings)
        done = 0
        for listing in listings:
            for file in listing.files():
                done += 1
                if isinstance(file, Refused):
                    self.report.add_failure(file.path, file.reason)
                elif known.get(location_of(file.path)) == sha256(file.data).hexdigest():
                    self.report.add_unchanged()
                else:
                    yield file
                self.progress(done, total)

    def _batches(self, files: Iterable[Found]) -> Iterator[list[Prepared]]:
        """Prepared files, at most BATCH_FILES together and no address twice in a batch: where a
        path comes again (a folder of several deliveries), the later file counts."""
        batch: dict[str, Prepared] = {}
        for result in spread(prepare, files, workers=self.workers, crashed=crashed):
            if isinstance(result, Refused):
                self.report.add_failure(result.path, result.reason)
                continue
            path = path_of(result)
            if len(batch) == BATCH_FILES or path in batch:
                yield list(batch.values())
                batch = {}
            batch[path] = result
        if batch:
            yield list(batch.values())

    def _record(self, plans: list[Planned]) -> None:
        for plan in plans:
            self.report.add_plan(plan, path_of(plan.prepared))

    @contextmanager
    def _recorded_run(self) -> Iterator[ImportRun]:
        """An ImportRun that tells what came of it, also where the run is interrupted."""
        run = ImportRun.objects.create(sources=self.paths)
        state = ImportRun.State.INTERRUPTED
        try:
            yield run
            state = ImportRun.State.FINISHED
        finally:
            run.refresh_from_db(fields=["is_settled"])
            run.state = state
            run.finished_at = timezone.now()
            run.counts = dict(self.report.counts)
            run.problems = dict(self.report.problems)
            run.failures = [
                {"path": path, "reason": reason}
                for path, reason in self.report.failures[:_FAILURES_KEPT]
            ]
            run.save()

    def _finish(self, digests: set[str], run: ImportRun) -> None:
        """What only the whole library can tell, after the last batch."""
        self._keep_failures(run)
        unsettled = ImportRun.objects.filter(is_settled=False)
        if unsettled.exclude(pk=run.pk).exists():
            digests |= unsettled_digests()
        elif not self.report.changed:
            unsettled.update(is_settled=True)
            return
        for some in batches(sorted(digests), _DIGESTS_A_TURN):
            with transaction.atomic():
                elect(some)
        resolve_all()
        self.report.problems.update(audit_links())
        unsettled.filter(pk__lte=run.pk).update(is_settled=True)

    def _keep_failures(self, run: ImportRun) -> None:
        """A refused file has no article: its finding stands by its path alone, until a later
        import reads the file."""
        failed = self.report.failures[:_FAILURES_KEPT]
        written = [path for action, path in self.report.articles if action != Action.SKIPPED]
        mended = Finding.objects.filter(article=None)
        for some in batches([*written, *(path for path, _ in failed)], BATCH_FILES):
            mended.filter(path__in=some).delete()
        Finding.objects.bulk_create(
            Finding(
                import_run=run,
                path=location_of(path)[:300],
                kind="refused-file",
                severity=Severity.ERROR,
                detail=reason,
            )
            for path, reason in failed
        )
