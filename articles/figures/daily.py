"""The numbers of today, written down once a day and subject.

Whoever comes first writes them: the worker of background tasks, which asks once an hour, or
`manage.py tend_readership` of the night. At a million articles the counts take a second or two of
reading (docs/performance.md); nobody's page waits for them.
"""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum

from articles.core.source.article_paths import subject_path
from articles.models import (
    Article,
    DailyViews,
    Feedback,
    Finding,
    Subject,
    SubjectFigures,
    UnknownAddress,
)
from articles.models.article import SUBJECT_KEY

# Thirteen weeks: twelve that are shown, and a day that may be missing before them.
DAYS_KEPT = 91
_DAYS_OF_VIEWS = 7
Figures = dict[int | None, Counter[str]]


def note_today(today: date | None = None) -> bool:
    """Write the numbers of today (UTC) and remove those that are too old; False where they stand
    already. Any process, at any time."""
    today = today or datetime.now(UTC).date()
    if SubjectFigures.objects.filter(day=today).exists():
        return False
    rows = [
        SubjectFigures(day=today, subject_id=subject, **numbers)
        for subject, numbers in _count(today).items()
    ]
    try:
        with transaction.atomic():
            SubjectFigures.objects.bulk_create(rows)
            SubjectFigures.objects.filter(day__lte=today - timedelta(days=DAYS_KEPT)).delete()
    except IntegrityError:  # somebody else was faster, or a subject was deleted meanwhile
        return False
    return True


def _count(today: date) -> Figures:
    """Return the numbers by subject; None has what belongs to none, and is always there."""
    found: Figures = defaultdict(Counter)
    found[None].update(unknown_addresses=0)
    for key in Subject.objects.values_list("pk", flat=True):
        found[key].update(indexable=0)
    articles = Article.objects.order_by().values_list(SUBJECT_KEY, "index_status")
    for subject, status, number in articles.annotate(number=Count("*")):
        found[subject][status] = number
    findings = Finding.objects.filter(is_dismissed__in=[False]).order_by()
    for subject, severity, number in findings.values_list("article__subject", "severity").annotate(
        number=Count("*")
    ):
        found[subject][severity] = number
    notes = Feedback.objects.filter(state=Feedback.State.UNREAD).order_by()
    for subject, number in notes.values_list("article__subject").annotate(number=Count("*")):
        found[subject]["unread_notes"] = number
    _add_views(found, today)
    _add_unknown(found)
    return found


def _add_views(found: Figures, today: date) -> None:
    """Day by day: each is a reading of its own, and none of them long."""
    for before in range(1, _DAYS_OF_VIEWS + 1):
        rows = DailyViews.objects.filter(day=today - timedelta(days=before)).order_by()
        for subject, number in rows.values_list("article__subject").annotate(n=Sum("number")):
            found[subject]["views_of_week"] += number


def _add_unknown(found: Figures) -> None:
    """By the subject below which an address lies; the table is bounded."""
    slugs = {subject_path(slug): key for key, slug in Subject.objects.values_list("pk", "slug")}
    paths = UnknownAddress.objects.filter(is_ignored=False).values_list("path", flat=True)
    for path in paths.iterator():
        start = "/".join(path.split("/")[:3])
        found[slugs.get(start)]["unknown_addresses"] += 1
