"""What an import did, for people and for programs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from articles.importer.plan import Action, Planned
from articles.text.problems import KINDS


@dataclass(slots=True)
class Report:
    """Counts and the files worth naming.

    `articles` holds (action, source path) of everything created, updated or skipped; unchanged
    files are counted alone, so that a million of them cost nothing. `failures` and `skips` are
    (path, reason).
    """

    counts: Counter[str] = field(default_factory=lambda: Counter({a.value: 0 for a in Action}))
    problems: Counter[str] = field(default_factory=Counter)
    articles: list[tuple[str, str]] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    skips: list[tuple[str, str]] = field(default_factory=list)
    ignored: int = 0

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def changed(self) -> int:
        return self.counts[Action.CREATED] + self.counts[Action.UPDATED]

    def add_unchanged(self) -> None:
        self.counts[Action.UNCHANGED] += 1

    def add_failure(self, path: str, reason: str) -> None:
        self.counts[Action.FAILED] += 1
        self.failures.append((path, reason))

    def add_plan(self, plan: Planned, source_path: str) -> None:
        self.counts[plan.action] += 1
        if plan.action is Action.UNCHANGED:
            return
        self.articles.append((plan.action.value, source_path))
        if plan.action is Action.SKIPPED:
            self.skips.append((source_path, plan.reason))
        else:
            self.problems.update(problem.kind for problem in plan.prepared.problems)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the `--report` file holds it (docs/importing.md)."""
        return {
            "counts": dict(self.counts),
            "findings": dict(sorted(self.problems.items())),
            "articles": [{"action": action, "path": path} for action, path in self.articles],
            "failures": [{"path": path, "reason": reason} for path, reason in self.failures],
            "skipped": [{"path": path, "reason": reason} for path, reason in self.skips],
            "ignored_files": self.ignored,
        }

    def lines(self) -> list[str]:
        """Return the summary, a line each."""
        counts = ", ".join(f"{number:,} {action}" for action, number in self.counts.items())
        lines = [f"{self.total:,} files: {counts}."]
        if self.ignored:
            lines.append(f"{self.ignored:,} other files were left alone (not .md).")
        if self.problems:
            lines.append("Findings:")
            width = max(len(f"{number:,}") for number in self.problems.values())
            lines += [
                f"  {number:>{width},}  {KINDS[kind].label}"
                for kind, number in self.problems.most_common()
            ]
        return lines
