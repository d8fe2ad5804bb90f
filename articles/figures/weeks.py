"""The numbers of the last weeks, of all subjects or of some."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Sum

from articles.models import SubjectFigures

# What is kept of each day; the names of the columns.
NAMES = tuple(
    field.name
    for field in SubjectFigures._meta.concrete_fields
    if field.name not in {"id", "day", "subject"}
)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days; `day` is the newest of them on which numbers were written, None where there is
    none."""

    ends: date
    day: date | None
    numbers: Mapping[str, int]

    def __bool__(self) -> bool:
        return self.day is not None


def last_weeks(
    subjects: Collection[int] | None = None, *, number: int = 12, today: date | None = None
) -> list[Week]:
    """Return the numbers of this week and those before it, the oldest first: one query, of rows
    that are at most 91 a subject. `subjects` None: of all, and of what belongs to none."""
    today = today or datetime.now(UTC).date()
    rows = SubjectFigures.objects.filter(day__gt=today - timedelta(days=7 * number))
    if subjects is not None:
        rows = rows.filter(subject__in=subjects)
    sums = {name: Sum(name) for name in NAMES}
    days = {row.pop("day"): row for row in rows.order_by().values("day").annotate(**sums)}
    return [_week(today - timedelta(days=7 * back), days) for back in range(number - 1, -1, -1)]


def _week(ends: date, days: Mapping[date, Mapping[str, int]]) -> Week:
    """The newest of the seven days that end with this one."""
    for back in range(7):
        day = ends - timedelta(days=back)
        if day in days:
            return Week(ends, day, days[day])
    return Week(ends, None, {})
