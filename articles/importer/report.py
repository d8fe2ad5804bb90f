"""Report of an import, as text and as JSON."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from articles.core.text.problem_kinds import KINDS
from articles.importer.planning.decision import Action, Planned
from articles.importer.planning.plan_facts import PlanFact, fact_of
from articles.importer.planning.subject_proposals import NewSubject
from articles.importer.sources.git_source import GitDelivery

# An archive of a million files that are no articles must not become a million sentences.
FAILURES_NAMED = 10_000


@dataclass(slots=True)
class Report:
    """Counts and the files worth naming.

    `articles` holds (action, source path) of everything but unchanged files, which are counted
    alone, so that a million of them cost nothing. `failures` (the first 10,000), `waiting` (skipped
    and held) and `notes` are (path, words); `missing` the files that a complete delivery does not
    hold, withdrawn with `is_pruned`; `facts` each decision of a plan by source path; `refusal` why
    something that was asked for was not done, though all else was; `superseded` how many files were
    not read, since another of their name comes later in the run; `known` how many of the unchanged
    were not, since the library has their very bytes; `subjects` those that are new; `revision` and
    `revision_note` which commit of a git repository was read, and what it is.
    """

    counts: Counter[str] = field(default_factory=lambda: Counter({a.value: 0 for a in Action}))
    problems: Counter[str] = field(default_factory=Counter)
    articles: list[tuple[str, str]] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    is_pruned: bool = False
    facts: dict[str, PlanFact] = field(default_factory=dict)
    keeps_plan: bool = False
    ignored: int = 0
    superseded: int = 0
    new_images: int = 0
    known_images: int = 0
    refused_images: int = 0
    subjects: list[NewSubject] = field(default_factory=list)
    run_id: int | None = None
    refusal: str = ""
    known: int = 0
    revision: str = ""
    revision_note: str = ""

    @property
    def plan(self) -> dict[str, str]:
        """The digest of each decision by source path."""
        return {path: fact.digest for path, fact in self.facts.items()}

    @property
    def repeats(self) -> dict[str, int]:
        """How many files say an address, of those that more than one says."""
        return {path: fact.times for path, fact in self.facts.items() if fact.times > 1}

    @property
    def total(self) -> int:
        return self.counts.total()

    def add_revision(self, git: GitDelivery) -> None:
        self.revision, self.revision_note = git.revision, git.note()
        words = "is a submodule: what it holds is not read"
        self.notes += [(path, words) for path in git.submodules[:FAILURES_NAMED]]

    def add_unchanged(self) -> None:
        self.counts[Action.UNCHANGED] += 1
        self.known += 1

    def add_failure(self, path: str, reason: str) -> None:
        self.counts[Action.FAILED] += 1
        if len(self.failures) < FAILURES_NAMED:
            self.failures.append((path, reason))

    def add_refused_image(self, path: str, reason: str) -> None:
        """An image that is not taken is worth a note: the articles are imported all the same, and
        whichever names it gets a finding."""
        self.refused_images += 1
        if self.refused_images <= FAILURES_NAMED:
            self.notes.append((path, f"the image was not taken: it {reason}"))

    def add_subjects(self, subjects: Iterable[NewSubject]) -> None:
        """Name the subjects that the import makes; one that nobody named is worth a warning."""
        for subject in subjects:
            self.subjects.append(subject)
            if subject.is_by_folder and subject.proposal is None:
                words = "a new subject, named after the folder of a file that says no address"
                self.notes.append((f"{subject.slug}/", words))

    def add_plan(self, plan: Planned, source_path: str) -> None:
        self.counts[plan.action] += 1
        if self.keeps_plan:
            before = self.facts.get(source_path)
            self.facts[source_path] = fact_of(plan, before.times + 1 if before else 1)
        if plan.note:
            self.notes.append((source_path, plan.note))
        if plan.action is Action.UNCHANGED:
            return
        self.articles.append((plan.action.value, source_path))
        if plan.action in {Action.SKIPPED, Action.HELD}:
            self.waiting.append((source_path, plan.reason))
        elif plan.action is Action.CONFLICT:
            fields = ", ".join(conflict.field for conflict in plan.conflicts)
            self.waiting.append((source_path, f"an editor changed it, too: {fields}"))
        if plan.action not in {Action.SKIPPED, Action.HELD}:
            self.problems.update(problem.kind for problem in plan.prepared.problems)

    def plan_digest(self) -> str:
        """Return the digest of all decisions, whatever their order (`--expect`)."""
        lines = sorted(f"{path} {digest}" for path, digest in self.plan.items())
        lines += [f"missing {path}" for path in self.missing]
        return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return the report as the `--report` file holds it (docs/importing.md)."""
        return {
            "run": self.run_id,
            "revision": self.revision,
            "counts": dict(self.counts),
            "findings": dict(sorted(self.problems.items())),
            "articles": [{"action": action, "path": path} for action, path in self.articles],
            "failures": [{"path": path, "reason": reason} for path, reason in self.failures],
            "waiting": [{"path": path, "reason": reason} for path, reason in self.waiting],
            "notes": [{"path": path, "note": note} for path, note in self.notes],
            "missing": self.missing,
            "subjects": [
                {
                    "slug": new.slug,
                    "name": new.name,
                    "listed": new.is_listed,
                    "position": new.position,
                    "origin": new.origin,
                }
                for new in self.subjects
            ],
            "plan": {"digest": self.plan_digest(), "decisions": self.plan},
            "ignored_files": self.ignored,
            "superseded_files": self.superseded,
            "images": {
                "new": self.new_images,
                "known": self.known_images,
                "refused": self.refused_images,
            },
        }

    def _doubt(self) -> str:
        """A refused file declares its address inside of it, where nobody could read it."""
        failed = self.counts[Action.FAILED]
        return f", unless theirs is one of the {failed:,} that could not be read" if failed else ""

    def lines(self) -> list[str]:
        """Return the summary, a line each."""
        counts = ", ".join(f"{number:,} {action}" for action, number in self.counts.items())
        lines = [f"{self.total:,} files: {counts}."]
        if self.revision:
            lines.insert(0, f"From git: {self.revision_note}.")
        if self.superseded:
            lines.append(f"Superseded by a later file of the same run: {self.superseded:,}.")
        if self.new_images or self.known_images or self.refused_images:
            lines.append(
                f"Images: {self.new_images:,} new, {self.known_images:,} known,"
                f" {self.refused_images:,} refused."
            )
        if self.subjects:
            lines.append("New subjects:")
            lines += [
                f"  {new.slug}: {new.name}, {'listed' if new.is_listed else 'hidden'}"
                f" ({new.origin})"
                for new in self.subjects
            ]
        if self.missing:
            number = f"{len(self.missing):,} articles"
            if self.is_pruned:
                words = f"{number} had no file in the library any more, and are withdrawn now"
            else:
                words = f"{number} have no file in the library any more"
            lines.append(f"{words}{self._doubt()}:")
            lines += [f"  {path}" for path in self.missing]
        if self.ignored:
            lines.append(f"{self.ignored:,} other files were left alone (not .md).")
        if self.problems:
            lines.append("Findings:")
            width = max(len(f"{number:,}") for number in self.problems.values())
            lines += [
                f"  {number:>{width},}  {KINDS[kind].label}"
                for kind, number in self.problems.most_common()
            ]
        if self.run_id is not None:
            lines.append(f"This was import {self.run_id}; “undo_import {self.run_id}” undoes it.")
        return lines
