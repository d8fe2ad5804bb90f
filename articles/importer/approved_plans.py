"""Storage of dry-run plans by digest, so that a later import applies exactly that plan."""

import json
from pathlib import Path

from django.conf import settings

from articles.importer.planning.plan_facts import MISSING, PlanFact, describe_move
from articles.importer.report import Report


class UnknownPlan(Exception):
    """No plan of this digest was made on this machine; carries the digest."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest


class PlanMoved(Exception):
    """What would be done now is not what was planned; `changes` says what, a line a file."""

    def __init__(self, changes: list[str]) -> None:
        super().__init__(changes)
        self.changes = changes


class PlanNotKept(Exception):
    """The plan could not be written (a full disk, say); carries the file's path and the reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"The plan was not kept: {self.path}: {self.reason}"


def keep_plan(report: Report) -> str:
    """Keep the plan of a dry run under `$VAR_DIR/plans`; return its digest. Raises PlanNotKept."""
    digest = report.plan_digest()
    folder = settings.VAR_DIR / "plans"
    path = folder / f"{digest}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_facts(report)))
    except OSError as error:
        raise PlanNotKept(str(path), error.strerror or "cannot be written") from error
    return digest


def require_plan(digest: str, report: Report) -> None:
    """Raise PlanMoved where the plan of `report` is not the one of that digest, UnknownPlan where
    there is none to compare with."""
    if report.plan_digest() == digest:
        return
    path: Path = settings.VAR_DIR / "plans" / f"{digest}.json"
    if not digest.isalnum() or not path.is_file():
        raise UnknownPlan(digest)
    kept: dict[str, list] = json.loads(path.read_text())
    then, now = {file: PlanFact(*fact) for file, fact in kept.items()}, _facts(report)
    raise PlanMoved(
        [
            f"{file}: {describe_move(then.get(file), now.get(file))}"
            for file in sorted({*then, *now})
            if _digest(then.get(file)) != _digest(now.get(file))
        ]
    )


def _facts(report: Report) -> dict[str, PlanFact]:
    """Every decision by source path, with what a complete delivery misses."""
    return {path: PlanFact(MISSING) for path in report.missing} | report.facts


def _digest(fact: PlanFact | None) -> str | None:
    return fact and fact.digest
