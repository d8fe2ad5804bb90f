"""How many pages search engines are offered, why others are not, and what that was a week ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.lookups import In

from articles.admin.first_screen.charts import Chart
from articles.admin.first_screen.figure import Figure, list_url
from articles.admin.first_screen.tally import Counts, Tally
from articles.figures import Week
from articles.models import Article, IndexStatus
from articles.models.article import SUBJECT_KEY
from articles.rights import scope_of

_WORDS = {
    IndexStatus.INDEXABLE: "In search engines",
    IndexStatus.DUPLICATE: "Canonical elsewhere",
    IndexStatus.NO_INDEX: "No index, by hand",
    IndexStatus.HIDDEN_SUBJECT: "In a hidden subject",
    IndexStatus.WITHDRAWN: "Withdrawn (410)",
    IndexStatus.DRAFT: "Drafts",
}
# What became of pages that search engines are not offered any more: how many more there are.
_REASONS = {
    IndexStatus.DUPLICATE: "with the canonical elsewhere",
    IndexStatus.NO_INDEX: "kept out by hand",
    IndexStatus.HIDDEN_SUBJECT: "in a hidden subject",
    IndexStatus.WITHDRAWN: "withdrawn",
    IndexStatus.DRAFT: "not published",
}


@dataclass(frozen=True, slots=True)
class StatusRow:
    """`difference` is against a week ago, None where that is not known."""

    label: str
    figure: Figure
    difference: int | None


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """`reasons` add up to the difference of the first row; `since` is the day compared with."""

    rows: Sequence[StatusRow]
    since: date | None
    change: str
    reasons: Sequence[str]
    chart: Chart | None

    @property
    def total(self) -> int:
        return sum(row.figure.number for row in self.rows)


def ask(tally: Tally, user: Any) -> None:
    """Say what is to be counted.

    Of the whole library: all rows, and those of each status but the largest, whose number is what
    is left. Counting along an index without a group is what both databases do fastest: a million
    rows in groups took SQLite 250 ms, in this way 60. Of some subjects along their own index.
    """
    scope = scope_of(user)
    if scope is None:
        others = [status.value for status in IndexStatus if status != IndexStatus.INDEXABLE]
        tally.count("articles", Article.objects.all())
        tally.group("status", Article.objects.filter(index_status__in=others), "index_status")
    elif scope.keys:
        mine = Article.objects.filter(In(SUBJECT_KEY, sorted(scope.keys)))
        tally.group("status", mine, "index_status")


def index_health(user: Any, counts: Counts, weeks: Sequence[Week]) -> IndexHealth:
    """Return what to show; `weeks` are those of the user's subjects, this one last."""
    numbers = counts.by("status")
    if scope_of(user) is None:
        others = sum(numbers.values())
        numbers[IndexStatus.INDEXABLE.value] = counts.of("articles") - others
    before = weeks[-2]
    rows = [
        StatusRow(
            label=label,
            figure=Figure(numbers.get(status, 0), list_url("article", index_status=status.value)),
            difference=numbers.get(status, 0) - before.numbers[status.value] if before else None,
        )
        for status, label in _WORDS.items()
    ]
    change, reasons = _explain(numbers, before.numbers) if before else ("", [])
    return IndexHealth(rows, before.day, change, reasons, _chart(numbers, weeks))


def _explain(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[str, list[str]]:
    """Return what the change of the indexable pages is, and of what it is made: each article has
    one status, so that what the others gained and what the library grew add up to it."""
    differences = {one: now.get(one, 0) - before[one] for one in IndexStatus}
    change = differences[IndexStatus.INDEXABLE]
    reasons = []
    if grown := sum(differences.values()):
        articles = "article" if abs(grown) == 1 else "articles"
        reasons.append(f"{_more(grown)} {articles} in the library")
    for status, words in _REASONS.items():
        if more := differences[status]:
            reasons.append(f"{_more(more)} {words}")
    if not change:
        return "As many as a week ago.", reasons
    return f"{_more(change)} than a week ago", reasons


def _more(number: int) -> str:
    return f"{abs(number):,} {'more' if number > 0 else 'fewer'}"


def _chart(now: Mapping[str, int], weeks: Sequence[Week]) -> Chart | None:
    status = IndexStatus.INDEXABLE.value
    values = [week.numbers.get(status) for week in weeks[:-1]] + [now.get(status, 0)]
    chart = Chart("indexable", "Pages in search engines", [week.ends for week in weeks], values)
    return chart if chart.is_shown else None
