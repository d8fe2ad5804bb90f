"""Admin index page: counts of open items, in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.http import HttpRequest

from articles.admin.imports.import_run import summary_of
from articles.admin.queues.finding import kind_label, open_counts
from articles.admin.unpublished_work import UnpublishedWork, unpublished_work
from articles.admin.waiting_for_me import WaitingForMe, waiting_for
from articles.core.text.problem_kinds import KINDS, Severity
from articles.models import (
    Article,
    Conflict,
    Feedback,
    ImportRun,
    ReaderSearch,
    Status,
    UnknownAddress,
)
from articles.models.conflict import REPLACEMENT
from articles.rights import may_draft, scope_of, within

_RECENT_ARTICLES = 8
_HEADINGS = {
    Severity.ERROR: "A reader sees something broken",
    Severity.WARNING: "An editor should look",
    Severity.INFO: "Worth knowing",
}


@dataclass(frozen=True, slots=True)
class KindCount:
    """Open findings of one kind; `number` is printed, "1,234"."""

    kind: str
    label: str
    number: str


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """The kinds of one severity, the most frequent first."""

    severity: str
    heading: str
    number: str
    kinds: Sequence[KindCount]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Articles that wait for a decision between an import and an editor; `held` of them are offered
    another answer."""

    articles: int
    held: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Readers:
    """Notes that nobody has read, addresses that readers asked for in vain, and searches without a
    good result that nobody has dealt with; None where the user may not see them."""

    unread_notes: int | None
    unknown_addresses: int | None
    searches: int | None


@dataclass(frozen=True, slots=True)
class Attention:
    """None or empty where the user may not see the kind of thing, or where there is none.
    `subjects` are those in which he works, None where that is every one."""

    findings: Sequence[SeverityGroup]
    may_see_findings: bool
    waiting: Waiting | None
    readers: Readers
    latest_import: ImportRun | None
    import_summary: str
    recent: Sequence[Article]
    unpublished: UnpublishedWork | None
    for_me: WaitingForMe | None
    subjects: Sequence[str] | None = None


def attention(request: HttpRequest) -> Attention:
    """Read what the user may see: at most seventeen queries, one more of who works in some
    subjects."""
    user = request.user
    writes_drafts = may_draft(user)
    sees_findings = _sees(user, "finding")
    scope = scope_of(user)
    run = ImportRun.objects.order_by("-pk").first() if _sees(user, "importrun") else None
    return Attention(
        findings=_open_findings(user) if sees_findings else (),
        may_see_findings=sees_findings,
        waiting=_waiting(user) if _sees(user, "conflict") else None,
        readers=_readers(user),
        latest_import=run,
        import_summary=summary_of(run) if run else "",
        recent=_recent(user) if _sees(user, "article") else (),
        unpublished=unpublished_work(user) if writes_drafts else None,
        for_me=waiting_for(user) if writes_drafts else None,
        subjects=None if scope is None else scope.names,
    )


def _sees(user: object, model: str) -> bool:
    return user.has_perm(f"articles.view_{model}") or user.has_perm(f"articles.change_{model}")


def _waiting(user: object) -> Waiting | None:
    """Counted in the open ones alone, by their partial index."""
    waiting = Conflict.objects.filter(closed_at__isnull=True)
    found = within(user, waiting, "article__subject").aggregate(
        articles=Count("article", distinct=True),
        held=Count("pk", filter=Q(field=REPLACEMENT)),
        since=Min("opened_at"),
    )
    return Waiting(**found) if found["articles"] else None


def _readers(user: object) -> Readers:
    """Counted in tables that are bounded."""
    unread = Feedback.objects.filter(state=Feedback.State.UNREAD)
    unread = within(user, unread, "article__subject")
    unknown = UnknownAddress.objects.filter(is_ignored=False, readers__gt=0)
    if (scope := scope_of(user)) is not None:
        unknown = unknown.filter(scope.paths("path"))
    searches = ReaderSearch.objects.filter(is_good=False, is_settled=False)
    return Readers(
        unread_notes=unread.count() if _sees(user, "feedback") else None,
        unknown_addresses=unknown.count() if _sees(user, "unknownaddress") else None,
        searches=searches.count() if _sees(user, "readersearch") else None,
    )


def _open_findings(user: object) -> list[SeverityGroup]:
    counts = open_counts(user)
    groups = []
    for severity, heading in _HEADINGS.items():
        here = {kind: number for kind, number in counts.items() if _severity(kind) == severity}
        if here:
            kinds = [KindCount(kind, kind_label(kind), f"{n:,}") for kind, n in here.items()]
            groups.append(SeverityGroup(severity.value, heading, f"{sum(here.values()):,}", kinds))
    return groups


def _severity(kind: str) -> Severity:
    return KINDS[kind].severity if kind in KINDS else Severity.INFO


def _recent(user: object) -> list[Article]:
    """What readers see changed last, along the index (status, -content_modified_at, -id)."""
    return list(
        within(user, Article.objects.filter(status=Status.PUBLISHED))
        .order_by("-content_modified_at", "-pk")
        .select_related("subject")
        .defer("answer")[:_RECENT_ARTICLES]
    )
