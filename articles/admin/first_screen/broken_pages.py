"""What readers see broken now: open findings by severity and kind, and the pages with errors that
are read most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import Exact

from articles.admin.first_screen.charts import Chart
from articles.admin.first_screen.figure import Figure, list_url
from articles.admin.first_screen.tally import Counts, Tally
from articles.admin.queues.finding_kinds import in_state, kind_label
from articles.core.text.problem_kinds import KINDS, Severity
from articles.figures import Week
from articles.models import Article, Finding, Status
from articles.rights import scope_of, within

_HEADINGS = {
    Severity.ERROR: "A reader sees something broken",
    Severity.WARNING: "An editor should look",
    Severity.INFO: "Worth knowing",
}
# Of more errors in the user's subjects the newest are looked at: their pages' views are read one by
# one.
_MOST_ERRORS = 5_000
_SHOWN_PAGES = 6


@dataclass(frozen=True, slots=True)
class KindCount:
    """Open findings of one kind."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """The kinds of one severity, the most frequent first."""

    severity: str
    heading: str
    figure: Figure
    kinds: Sequence[KindCount]


@dataclass(frozen=True, slots=True)
class BrokenPage:
    """A public page with open errors, and its views of the last 30 days."""

    article: Article
    errors: Figure
    views: int


@dataclass(frozen=True, slots=True)
class BrokenPages:
    groups: Sequence[SeverityGroup]
    pages: Sequence[BrokenPage]
    chart: Chart | None


def ask(tally: Tally, user: Any, pages: Sequence[tuple[int, int]]) -> None:
    """Say what is to be counted: along the indexes of open findings, and in some subjects once
    for both, for there the article of each is looked up; and all errors of the pages."""
    if pages:
        keys = [key for key, _ in pages]
        tally.group("errors of", _errors().filter(article__in=keys), "article")
    found = in_state(Finding.objects.all(), is_dismissed=False)
    if scope_of(user) is None:
        tally.group("severity", found, "severity")
        tally.group("kind", found, "kind")
    else:
        found = within(user, found, "article__subject")
        both = Concat("severity", Value(" "), "kind", output_field=CharField())
        tally.group("severity and kind", found, both)


def _counted(counts: Counts) -> tuple[Counter[str], Counter[str]]:
    """Return the numbers by severity, and by kind, the most frequent first."""
    severities, kinds = Counter(counts.by("severity")), Counter(counts.by("kind"))
    for name, number in counts.by("severity and kind").items():
        severity, _, kind = name.partition(" ")
        severities[severity] += number
        kinds[kind] += number
    return severities, kinds


def read_pages(user: Any) -> list[tuple[int, int]]:
    """Return (article, views) of the user's pages with errors that are read most, none of which
    nobody has read: one query."""
    newest = within(user, _errors(), "article__subject")
    newest = newest.order_by("-pk").values("pk")[:_MOST_ERRORS]
    # The status within an expression: SQLite else begins with all that are published.
    is_public = Exact(Coalesce("article__status", Value("")), Status.PUBLISHED)
    rows = Finding.objects.filter(is_public, pk__in=newest).order_by().values("article").distinct()
    rows = rows.annotate(views=F("article__readership__recent_views"))
    found = rows.filter(views__gt=0).order_by("-views", "article")[:_SHOWN_PAGES]
    return [(row["article"], row["views"]) for row in found]


def broken_pages(
    counts: Counts,
    weeks: Sequence[Week],
    pages: Sequence[tuple[int, int]],
    articles: Mapping[int, Article],
) -> BrokenPages:
    """Return what to show."""
    severities, kinds = _counted(counts)
    groups = []
    for severity, heading in _HEADINGS.items():
        if number := severities.get(severity.value):
            groups.append(
                SeverityGroup(
                    severity.value,
                    heading,
                    Figure(number, list_url("finding", severity=severity.value)),
                    [
                        KindCount(kind_label(kind), Figure(here, list_url("finding", kind=kind)))
                        for kind, here in kinds.most_common()
                        if _severity(kind) == severity
                    ],
                )
            )
    errors = counts.by_key("errors of")
    shown = [
        BrokenPage(articles[key], Figure(errors.get(key, 0), _errors_of(key)), views)
        for key, views in pages
        if key in articles
    ]
    values = [week.numbers.get("error") for week in weeks[:-1]] + [severities.get("error", 0)]
    chart = Chart("errors", "Errors that readers see", [week.ends for week in weeks], values)
    return BrokenPages(groups, shown, chart if chart.is_shown else None)


def _errors() -> QuerySet:
    """The open ones."""
    return in_state(Finding.objects.filter(severity=Severity.ERROR), is_dismissed=False)


def _errors_of(article: int) -> str:
    return list_url("finding", severity=Severity.ERROR.value, article=article)


def _severity(kind: str) -> Severity:
    return KINDS[kind].severity if kind in KINDS else Severity.INFO
