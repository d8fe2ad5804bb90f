"""Article views: totals, counts by day, and removal of days outside the window."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from articles.audience.count_buffer import Buffer
from articles.models import Article, DailyViews, Readership

# Today and the 29 days before it.
RECENT_DAYS = 30
# So many articles a transaction: a few milliseconds of SQLite's one writer.
_BATCH = 500

# More than are made in a day, within which `fill` gives each its row.
_LATELY_MADE = 10_000

View = tuple[int, date]  # the key of an article, and a day (UTC)
waiting: Buffer[View, int] = Buffer(int.__add__, limit=50_000)


def write_views(views: Mapping[View, int]) -> None:
    """Add the numbers, `_BATCH` articles a transaction at most. What is written is taken out of
    `waiting`'s hands for good; a batch that fails, and those after it, go back there, and the
    DatabaseError goes on. Views of an article that is gone are dropped."""
    left = dict(views)
    try:
        while left:
            batch = dict(list(left.items())[:_BATCH])
            _write(batch)
            for view in batch:
                del left[view]
    finally:
        waiting.put_back(left)


def ensure_rows(keys: Iterable[int]) -> list[int]:
    """Lock the rows of these articles, made where they lack; return the keys of those that exist.

    To be called in a transaction. Always made and locked in the order of the key, so that two who
    write at once wait for each other and never in a circle.
    """
    wanted = set(keys)
    missing = wanted - set(Readership.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if missing:
        there = Article.objects.filter(pk__in=missing).order_by("pk").values_list("pk", flat=True)
        rows = [Readership(article_id=key) for key in there]
        Readership.objects.bulk_create(rows, ignore_conflicts=True)
    locked = Readership.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return list(locked.values_list("pk", flat=True))


def roll_out(today: date) -> int:
    """Take the days that have left the window out of `recent_views`; return how many rows of
    DailyViews went. May be stopped anywhere, and run by several processes at once."""
    oldest = today - timedelta(days=RECENT_DAYS - 1)
    removed = 0
    old = DailyViews.objects.filter(day__lt=oldest).order_by("day", "pk")
    while rows := list(old.values_list("pk", "article")[:_BATCH]):
        removed += _remove_days([key for key, _ in rows], {article for _, article in rows})
    return removed


def fill(*, batch: int = 2_000) -> int:
    """Give every article a row of numbers, so that a list sorted by them shows those never read,
    too; return how many were made. New articles get theirs once a day, or when they are read."""
    made, after = 0, 0
    while keys := list(
        Article.objects.filter(pk__gt=after, readership=None)
        .order_by("pk")
        .values_list("pk", flat=True)[:batch]
    ):
        with transaction.atomic():
            ensure_rows(keys)
        made, after = made + len(keys), keys[-1]
    return made


def without_rows() -> QuerySet[Article]:
    """Return the articles that have no row of numbers yet. They are looked for among the newest, as
    the others have had their day: by a number, for of a subquery PostgreSQL does not know that
    few are beyond it, and compares all there are (100 ms of a million)."""
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Article.objects.filter(pk__gt=newest - _LATELY_MADE, readership=None)


def _write(views: Mapping[View, int]) -> None:
    with transaction.atomic():
        there = set(ensure_rows({key for key, _ in views}))
        views = {view: number for view, number in views.items() if view[0] in there}
        days = [DailyViews(article_id=key, day=day) for key, day in sorted(views)]
        DailyViews.objects.bulk_create(days, ignore_conflicts=True)
        totals: Counter[int] = Counter()
        by_number = defaultdict(list)
        for (key, day), number in views.items():
            totals[key] += number
            by_number[day, number].append(key)
        for number, keys in _grouped(totals).items():
            Readership.objects.filter(pk__in=keys).update(
                views=F("views") + number, recent_views=F("recent_views") + number
            )
        for (day, number), keys in by_number.items():
            rows = DailyViews.objects.filter(day=day, article__in=keys)
            rows.update(number=F("number") + number)


def _remove_days(days: Iterable[int], articles: Iterable[int]) -> int:
    with transaction.atomic():
        ensure_rows(articles)
        rows = DailyViews.objects.filter(pk__in=days)  # read again: another process may be first
        totals: Counter[int] = Counter()
        for key, number in rows.values_list("article", "number"):
            totals[key] += number
        for number, keys in _grouped(totals).items():
            Readership.objects.filter(pk__in=keys).update(recent_views=F("recent_views") - number)
        return rows.delete()[0]


def _grouped(totals: Mapping[int, int]) -> dict[int, list[int]]:
    """`{7: 1, 8: 1, 9: 4}` -> `{1: [7, 8], 4: [9]}`: an UPDATE per number, and most are 1."""
    groups = defaultdict(list)
    for key, number in totals.items():
        groups[number].append(key)
    return groups
