"""Storage of dry-run plans by digest, so that a later import applies exactly that plan."""

import json
from pathlib import Path

from django.conf import settings

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
    then, now = json.loads(path.read_text()), _facts(report)
    raise PlanMoved(
        [
            f"{file}: {_words(then.get(file))}, now {_words(now.get(file))}"
            for file in sorted({*then, *now})
            if then.get(file) != now.get(file)
        ]
    )


def _facts(report: Report) -> dict[str, list[str]]:
    """{source path: [action, digest of the decision]}, with what a complete delivery misses."""
    actions = {path: action for action, path in report.articles}
    missing = {path: ["missing", ""] for path in report.missing}
    decided = {path: [actions.get(path, "unchanged"), it] for path, it in report.plan.items()}
    return missing | decided


def _words(fact: list[str] | None) -> str:
    if not fact:
        return "not part of it"
    return f"{fact[0]} ({fact[1][:8]})" if fact[1] else fact[0]
