"""Import run: orchestrates all steps from paths to a report."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import Error, transaction
from django.utils import timezone

from articles.core.source.article_paths import location_of
from articles.core.source.field_mapping import rename_fields
from articles.core.worker_pool import spread
from articles.database.retry import again_where_it_passes
from articles.importer.apply import apply_batch, plan_batch
from articles.importer.continued_run import counts_of_all_parts
from articles.importer.delivered_images import settle_images, take_images
from articles.importer.finalize import settle
from articles.importer.foreign_pages import ForeignPages
from articles.importer.kept_newcomers import due, foresee_due, take_due
from articles.importer.planning.database_state import known_digests, path_of
from articles.importer.planning.decision import Action, OnConflict, Planned
from articles.importer.planning.prepare import Prepared, crashed, prepare
from articles.importer.planning.subject_proposals import (
    SubjectProposal,
    keep_proposals,
    kept_proposals,
    new_subjects,
    read_proposals,
)
from articles.importer.prune import missing_files, withdraw_missing
from articles.importer.refused_files import keep_refused, refusals
from articles.importer.renamed_files import foresee_renamed, move_renamed, renamed_about
from articles.importer.report import Report
from articles.importer.site_images import SiteImages
from articles.importer.sources.collect import Listing, collect
from articles.importer.sources.git_source import GitDelivery
from articles.importer.sources.input_file import Found, Refused, origin_of, shown
from articles.importer.sources.superseded_files import Repeats, declares_its_name
from articles.models import ImportRun, KeptDelivery, Subject

logger = logging.getLogger(__name__)

_FAILURES_KEPT = 1_000

Foreseen = TypeVar("Foreseen")


class PlanChanged(Exception):
    """A file's decision is not the expected one any more; carries the source path and what is
    now planned (None where nothing is)."""

    def __init__(self, path: str, planned: Planned | None) -> None:
        super().__init__(path, planned)
        self.path = path
        self.planned = planned

    def __str__(self) -> str:
        now = self.planned.action.value if self.planned else "not part of the import"
        return (
            f"{self.path} is {now} now; the plan that was expected says otherwise. The files before"
            " its batch are written as planned, the others are not."
        )


class PruneRefused(Exception):
    """Articles whose files are missing are not withdrawn, since some files failed (carries how
    many), or since there was no file at all. Everything else has been imported."""

    def __init__(self, failures: int) -> None:
        super().__init__(failures)
        self.failures = failures

    def __str__(self) -> str:
        why = f"{self.failures:,} files failed" if self.failures else "the paths hold no article"
        return f"Nothing was withdrawn, for {why}. What could be read is imported."


@dataclass(slots=True)
class Import:
    """An import to be made. `progress(done, total)` is called as files are finished,
    `give_way` between steps without a number: what they raise ends the import between two batches.

    `subjects` is the path and the bytes of a subjects.yml that is named apart. `is_complete`: the
    paths hold the whole library, so that what is missing is reported, and withdrawn with `prune`.
    `expected` maps source paths to digests of decisions: nothing else is applied. `repeats` says of
    those of which the plan met several files how many: it expects the last one's, and the others
    are not applied. `on_plan` is called with every decision that does something. `system`: the
    files are those of another system (`articles/core/source/foreign_places.py`), and what led to
    their pages there redirects. `mapping`: names of their fields -> those that are read. `git`:
    what is read instead of the paths, which then hold its name alone.

    `only` are the source paths of the files to be imported, where not all are. `actor` is who asked
    for it. `continues` is the key of a run that was cut short and that this one goes on with: what
    both write is one import, and one undo. `on_run` is called with the run before it writes.
    """

    paths: list[str]
    dry_run: bool = False
    workers: int = 2
    subjects: tuple[str, bytes] | None = None
    on_conflict: OnConflict = OnConflict.KEEP
    is_complete: bool = False
    prune: bool = False
    expected: dict[str, str] | None = None
    repeats: dict[str, int] = field(default_factory=dict)
    system: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    only: frozenset[str] | None = None
    actor: AbstractBaseUser | None = None
    continues: int | None = None
    on_run: Callable[[ImportRun], None] = lambda run: None
    git: GitDelivery | None = None
    progress: Callable[[int, int], None] = lambda done, total: None
    give_way: Callable[[], None] = lambda: None
    on_plan: Callable[[Planned], None] = lambda plan: None
    report: Report = field(default_factory=Report)
    _seen: set[str] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)
    _mended: set[str] = field(default_factory=set)
    _came: Counter[str] = field(default_factory=Counter)
    _proposed: dict[str, SubjectProposal] = field(default_factory=dict)
    _subjects: set[str] = field(default_factory=set)
    _foreign: ForeignPages = field(default_factory=ForeignPages)
    _pictures: SiteImages | None = None

    def run(self) -> Report:
        """Import everything; raises UnusableSource or BadSubjectsFile before anything is written,
        and PlanChanged where a decision is not the expected one.

        Each batch is a transaction of its own: a run that dies leaves whole articles, and running
        it again does the rest.
        """
        if self.git:
            listings = [self.git.listing()]
        else:
            listings = [self._collect(path) for path in self.paths]
        before = kept_proposals()
        own = self._proposals(listings)
        self._proposed = before | own
        if self.git:
            self.report.add_revision(self.git)
        self.report.ignored = sum(listing.ignored for listing in listings)
        self._subjects = set(Subject.objects.values_list("slug", flat=True))
        self._refused = set(refusals().values_list("path", flat=True))
        files = self._changed_files(listings)
        taken = take_images(listings, self.report, dry_run=self.dry_run, give_way=self.give_way)
        if self.system:
            self._pictures = SiteImages(self.system)
            for path in self.paths:
                taken += self._pictures.take(path, self.report, dry_run=self.dry_run)
        waiting = due(listing.keys for listing in listings)
        if self.dry_run:
            self.report.keeps_plan = True
            for kept in waiting:
                plan = self._foresee(partial(foresee_due, kept, self.on_conflict), [kept.path])
                self._record(filter(None, [plan]))
            for batch in self._batches(files):
                foreseen = partial(plan_batch, batch, self.on_conflict)
                self._record(self._foresee(foreseen, map(path_of, batch)))
            self._foresee(self._report_missing)
            return self.report
        with self._recorded_run() as run:
            keep_proposals(own, before, run)
            digests: set[str] = set()
            if self.git:
                self.report.notes += move_renamed(self.git.renamed, self._proposed, run=run)
            for kept in waiting:
                if self._is_wanted(kept.path):
                    self._record(filter(None, [self._take(kept)]))
            for batch in self._batches(files):
                plans, touched = self._apply(batch, run)
                digests |= touched
                self._record(plans)
            self._finish(digests, run)
            again_where_it_passes(lambda: settle_images(taken))
        return self.report

    def _collect(self, path: str) -> Listing:
        return collect(path, system=self.system, give_way=self.give_way)

    def _foresee(
        self,
        plan: Callable[[], Foreseen],
        paths: Iterable[str] | None = None,
        *,
        notes: bool = False,
    ) -> Foreseen:
        """What is planned as if what the repository renamed had moved: all of it, or what has to do
        with some paths."""
        renamed = self.git.renamed if self.git and self.dry_run else ()
        about = renamed if paths is None else renamed_about(renamed, set(paths))
        found, words = foresee_renamed(about, self._proposed, plan)
        if notes:
            self.report.notes += words
        return found

    def _take(self, kept: KeptDelivery) -> Planned | None:
        def require(plan: Planned) -> None:
            self._require_expected([plan])

        return again_where_it_passes(lambda: take_due(kept, self.on_conflict, require))

    def _apply(self, batch: list[Prepared], run: ImportRun) -> tuple[list[Planned], set[str]]:
        def apply() -> tuple[list[Planned], set[str]]:
            with transaction.atomic():
                plans, digests = apply_batch(
                    batch, run=run, proposals=self._proposed, on_conflict=self.on_conflict
                )
                self._require_expected(plans)
            return plans, digests

        return again_where_it_passes(apply)

    def _require_expected(self, plans: list[Planned]) -> None:
        if self.expected is None:
            return
        for plan in plans:
            # Written before this import was cut short: such a file is known by its name only where
            # that is its address.
            if self.continues is not None and plan.action is Action.UNCHANGED:
                continue
            if self.expected.get(path_of(plan.prepared)) != plan.digest():
                raise PlanChanged(path_of(plan.prepared), plan)

    def _proposals(self, listings: list[Listing]) -> dict[str, SubjectProposal]:
        """A file named with --subjects comes before those found beside the articles."""
        sources = [(x.subjects_path, x.subjects) for x in listings if x.subjects is not None]
        proposals: dict[str, SubjectProposal] = {}
        for path, data in [*([self.subjects] if self.subjects else []), *sources]:
            proposals = read_proposals(data, path=path) | proposals
        return proposals

    def _changed_files(self, listings: list[Listing]) -> Iterator[Found]:
        """The files whose bytes are new; counts the unchanged, the refused, and those that a later
        one of the same name supersedes."""
        known = self._foresee(known_digests, notes=True)
        # Of another system two files of one name are two pages, in two languages say.
        repeats = Repeats(listing.keys for listing in listings if not self.system)
        total = sum(listing.count for listing in listings)
        done = 0
        for source, listing in zip(self.paths, listings, strict=True):
            for found in listing.files():
                done += 1
                file = self._in_our_words(found, source)
                location = location_of(file.path)
                is_known = (
                    isinstance(file, Found) and known.get(location) == sha256(file.data).hexdigest()
                )
                # Of another system a file's path says nothing of its address, unless it is known.
                if self._notes_seen and (is_known or not self.system):
                    self._seen.add(location)
                is_followed = repeats.is_followed(file.path)
                if isinstance(file, Refused):
                    self.report.add_failure(file.path, file.reason)
                elif is_followed and declares_its_name(file.path, file.data):
                    self.report.superseded += 1
                elif is_known:
                    self.report.add_unchanged()
                    self._mend(location)
                else:
                    # Where the path comes again, the database holds this file by then.
                    known.pop(location, None)
                    yield self._with_origin(file, source)
                self.progress(done, total)

    def _in_our_words(self, file: Found | Refused, source: str) -> Found | Refused:
        """A file of another system with the names of a mapping, and the addresses of pictures that
        were taken along."""
        if self._pictures is None or isinstance(file, Refused):
            return file
        if self.mapping:
            file = replace(file, data=rename_fields(file.data, self.mapping))
        return self._pictures.settle(file, source)

    def _with_origin(self, file: Found, source: str) -> Found:
        if not self.system:
            return file
        origin = origin_of(file.path, source=source, system=self.system)
        return replace(file, origin=origin)

    def _batches(self, files: Iterable[Found]) -> Iterator[list[Prepared]]:
        """Prepared files, at most IMPORT_BATCH_FILES together and no address twice in a batch:
        where a path comes again (a folder of several deliveries), the later file counts."""
        batch: dict[str, Prepared] = {}
        for result in spread(prepare, files, workers=self.workers, crashed=crashed):
            if isinstance(result, Refused):
                self.report.add_failure(result.path, result.reason)
                continue
            path = path_of(result)
            if not self._is_wanted(path):
                continue
            if self.system and (other := self._foreign.claim(path, result.path)):
                self.report.add_failure(result.path, other)
                continue
            if len(batch) == settings.IMPORT_BATCH_FILES or path in batch:
                yield list(batch.values())
                batch = {}
            batch[path] = result
        if batch:
            yield list(batch.values())

    def _is_wanted(self, path: str) -> bool:
        """Called once a file that was read, as the plan was made of them: whether it is the one
        that is to be imported."""
        if self.only is not None and path not in self.only:
            return False
        self._came[path] += path in self.repeats
        return self._came[path] >= self.repeats.get(path, 0)

    def _record(self, found: Iterable[Planned]) -> None:
        plans = list(found)
        created = [plan.prepared.document for plan in plans if plan.action is Action.CREATED]
        new = new_subjects(created, self._proposed, self._subjects)
        self.report.add_subjects(new.values())
        self._subjects |= new.keys()
        for plan in plans:
            path = path_of(plan.prepared)
            self._mend(path, location_of(plan.prepared.path))
            if self._notes_seen:
                self._seen.add(path)
            self.report.add_plan(plan, path)
            self._foreign.note(plan)
            self.on_plan(plan)

    def _mend(self, *paths: str) -> None:
        """The file of a path has been read: that it once could not be is worth no more words."""
        if self._refused:
            self._mended |= self._refused.intersection(paths)

    @property
    def _may_withdraw(self) -> bool:
        """Nothing is withdrawn on the word of paths that could not be read, or hold nothing."""
        has_word = bool(self._seen) or bool(self.git and self.git.deleted)
        return has_word and not self.report.counts[Action.FAILED]

    @property
    def _notes_seen(self) -> bool:
        return self.is_complete or bool(self.git and self.git.deleted)

    def _report_missing(self) -> list[str]:
        """Of a repository's commits what they deleted and did not bring again is missing."""
        if self._notes_seen:
            missing = missing_files(self._seen)
            if self.git and not self.is_complete:
                missing = [path for path in missing if path in self.git.deleted]
            self.report.missing = missing
        return self.report.missing

    @contextmanager
    def _recorded_run(self) -> Iterator[ImportRun]:
        """An ImportRun that records the result, also where the run is interrupted."""
        run = self._begin()
        self.report.run_id = run.pk
        self.on_run(run)
        try:
            yield run
        except BaseException:
            try:
                self._close(run, ImportRun.State.INTERRUPTED)
            except Error:  # a full disk, say: it stays "running", and the next run settles
                logger.warning("the end of import run %s was not recorded", run.pk)
            raise
        self._close(run, ImportRun.State.FINISHED)

    def _begin(self) -> ImportRun:
        if self.continues is not None:
            run = ImportRun.objects.get(pk=self.continues)
            run.state, run.finished_at = ImportRun.State.RUNNING, None
            run.save(update_fields=["state", "finished_at"])
            return run
        run = ImportRun(sources=[shown(path) for path in self.paths], actor=self.actor)
        # The next import goes on behind a commit of which every file was read.
        if self.git and self.only is None:
            run.revision, run.revision_note = self.git.revision, self.git.note()[:300]
        run.save()
        return run

    def _close(self, run: ImportRun, state: ImportRun.State) -> None:
        run.state = state
        run.finished_at = timezone.now()
        if self.continues is not None:
            self.report.counts = counts_of_all_parts(run, self.report.counts)
        run.counts = dict(self.report.counts)
        run.problems = dict(self.report.problems)
        run.failures = [
            {"path": path, "reason": reason}
            for path, reason in self.report.failures[:_FAILURES_KEPT]
        ]
        run.save(update_fields=["state", "finished_at", "counts", "problems", "failures"])

    def _finish(self, digests: set[str], run: ImportRun) -> None:
        """Once, after the last batch."""
        failures = self.report.failures[:_FAILURES_KEPT]
        again_where_it_passes(lambda: keep_refused(failures, self._mended, run))
        missing = self._report_missing()
        if self.prune and self._may_withdraw:
            digests |= withdraw_missing(missing, run)
            self.report.is_pruned = True
        is_continued = self.continues is not None
        found = settle(digests, run, is_continued=is_continued, give_way=self.give_way)
        self.report.problems.update(found)
        self.report.notes += self._foreign.redirect()
        if self.prune and missing and not self._may_withdraw:
            raise PruneRefused(self.report.counts[Action.FAILED])
