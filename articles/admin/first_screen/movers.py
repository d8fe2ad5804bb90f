"""Pages that gain and lose views, this week against the one before, with what readers wrote there.

Looked for among the 500 pages that are read most in 30 days, along their index, and not in all the
days of all pages. A page whose views change by more than those of the 500th is among them: what is
gained or lost in these two weeks is a part of the 30 days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from articles.admin.first_screen.charts import Chart
from articles.admin.first_screen.figure import Figure, list_url
from articles.admin.first_screen.tally import Counts, Tally
from articles.figures import Week
from articles.models import Article, DailyViews, Feedback, Readership
from articles.rights import scope_of

_MOST_READ = 500
# Who works in some subjects: of so many of the site's pages those of his own are looked at.
_MOST_OF_SITE = 5_000
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """Views of an article in the last seven whole days, and in the seven before."""

    key: int
    now: int
    before: int

    @property
    def difference(self) -> int:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Mover:
    """`notes` are the unread ones of its readers."""

    article: Article
    moved: Moved
    notes: Figure

    @property
    def printed(self) -> str:
        sign = "+" if self.moved.difference > 0 else "−"
        return f"{sign}{abs(self.moved.difference):,}"


@dataclass(frozen=True, slots=True)
class Movers:
    gaining: Sequence[Mover]
    losing: Sequence[Mover]
    chart: Chart | None

    def __bool__(self) -> bool:
        return bool(self.gaining or self.losing or self.chart)


def read_moved(user: Any) -> list[Moved]:
    """Return what gained most and what lost most, five of each at most: two queries."""
    keys = _most_read(user)
    if not keys:
        return []
    today = datetime.now(UTC).date()
    week, two = today - timedelta(days=7), today - timedelta(days=14)
    rows = DailyViews.objects.filter(article__in=keys, day__gte=two, day__lt=today).order_by()
    sums = rows.values("article").annotate(
        now=Sum("number", filter=Q(day__gte=week), default=0),
        before=Sum("number", filter=Q(day__lt=week), default=0),
    )
    found = [Moved(row["article"], row["now"], row["before"]) for row in sums]
    found.sort(key=lambda moved: (moved.difference, moved.key))
    losing = [moved for moved in found[:_SHOWN] if moved.difference < 0]
    gaining = [moved for moved in found[: -_SHOWN - 1 : -1] if moved.difference > 0]
    return [*gaining, *losing]


def ask(tally: Tally, user: Any, moved: Sequence[Moved]) -> None:
    """Say what is to be counted of them."""
    may = any(user.has_perm(f"articles.{verb}_feedback") for verb in ("view", "change"))
    if moved and may:
        unread = Feedback.objects.filter(state=Feedback.State.UNREAD)
        tally.group("notes of", unread.filter(article__in=[one.key for one in moved]), "article")


def movers(
    counts: Counts,
    weeks: Sequence[Week],
    moved: Sequence[Moved],
    articles: Mapping[int, Article],
) -> Movers:
    """Return what to show, with the articles by their keys."""
    notes = counts.by_key("notes of")
    rows = [
        Mover(
            articles[one.key],
            one,
            Figure(notes.get(one.key, 0), list_url("feedback", article__id__exact=one.key)),
        )
        for one in moved
        if one.key in articles
    ]
    values = [week.numbers.get("views_of_week") for week in weeks]
    chart = Chart("views", "Views a week", [week.ends for week in weeks], values, is_level=False)
    return Movers(
        [row for row in rows if row.moved.difference > 0],
        [row for row in rows if row.moved.difference < 0],
        chart if chart.is_shown else None,
    )


def _most_read(user: Any) -> list[int]:
    most = Readership.objects.filter(recent_views__gt=0).order_by("-recent_views", "-pk")
    scope = scope_of(user)
    if scope is None:
        return list(most.values_list("pk", flat=True)[:_MOST_READ])
    mine: QuerySet = Article.objects.filter(
        pk__in=most.values("pk")[:_MOST_OF_SITE], subject__in=scope.keys
    )
    rows = mine.order_by("-readership__recent_views", "-pk")
    return list(rows.values_list("pk", flat=True)[:_MOST_READ])
