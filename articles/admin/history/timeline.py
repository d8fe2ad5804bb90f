"""Timeline of an article's versions, derived from its revisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.admin.base.field_changes import FieldChange, changes, content_values, label_of
from articles.models import Article, ImportRun, Revision, Status
from articles.models.revision import DECIDED
from articles.publishing import Version, version_of_article, version_of_revision

ENTRIES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """How a version came to be. `changes` is what differs from the version before, `fields` names
    it; `kind` is "Created" for the first."""

    number: int
    kind: str
    made_at: datetime
    author: str
    run: ImportRun | None
    reason: str
    fields: str
    changes: tuple[FieldChange, ...]
    is_current: bool

    @property
    def facts(self) -> list[FieldChange]:
        """What changed, and fits into a line each."""
        return [change for change in self.changes if change.is_short]

    @property
    def texts(self) -> list[FieldChange]:
        """What changed, and takes a table."""
        return [change for change in self.changes if not change.is_short]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The newest first; `older` is the version that the next page begins with, None at the end."""

    entries: Sequence[Entry]
    older: int | None


def timeline(article: Article, start: int | None = None) -> Timeline:
    """Read a page of versions from `start` down, by default the live one: one query. `article` has
    its subject, its related questions and its run at hand."""
    start = min(start or article.version, article.version)
    rows = Revision.objects.filter(article_key=article.pk, version__lte=start).select_related(
        "actor", "import_run"
    )
    # A version is known from the revision before it: one more than the entries, and one to see
    # whether there is another page.
    rows = rows.select_related("actor", "import_run").order_by("-version")
    revisions = list(rows[: ENTRIES_A_PAGE + 2])
    versions = {revision.version: version_of_revision(revision) for revision in revisions}
    if start == article.version:
        versions[start] = version_of_article(article)
    causes = [revision for revision in revisions if revision.version < start]
    shown, more = causes[:ENTRIES_A_PAGE], causes[ENTRIES_A_PAGE:]
    entries = [_entry(cause, versions, article) for cause in shown]
    if not more:
        entries.append(_creation(article, shown[-1].version if shown else start))
    return Timeline(entries, more[0].version + 1 if more else None)


def values_of(version: Version) -> dict[str, Any]:
    """Return {field: value}: the content first, then where it stood and how."""
    return content_values(version.content) | {
        "status": Status(version.status).label,
        "address": version.address,
        "source_id": version.source_id,
    }


def author_of(user: Any) -> str:
    """Return the name of who did something, "" where it was nobody or is not known any more."""
    return (user.get_full_name() or user.get_username()) if user else ""


def _entry(cause: Revision, versions: Mapping[int, Version], article: Article) -> Entry:
    before, after = versions[cause.version], versions.get(cause.version + 1)
    found = changes(values_of(before), values_of(after)) if after else ()
    return Entry(
        number=cause.version + 1,
        kind=cause.get_kind_display(),
        made_at=cause.created_at,
        author=author_of(cause.actor),
        run=cause.import_run,
        reason=_reason(cause, after),
        fields=" · ".join(change.label for change in found if not change.is_short),
        changes=found,
        is_current=cause.version + 1 == article.version,
    )


def _reason(cause: Revision, after: Version | None) -> str:
    """The reason in the words of the desk; "" where the change itself says as much."""
    if after and cause.reason == f"Now {Status(after.status).label}":
        return ""
    names = cause.reason.removeprefix(DECIDED)
    if cause.kind == Revision.Kind.DECIDED and names != cause.reason:
        return DECIDED + label_of(names.split(", "))
    return cause.reason


def _creation(article: Article, number: int) -> Entry:
    return Entry(
        number=number,
        kind="Created" if number == 1 else "The oldest that is kept",
        made_at=article.created_at,
        author="",
        run=article.created_by_run,
        reason="" if article.created_by_run else "Written in the desk",
        fields="",
        changes=(),
        is_current=number == article.version,
    )
