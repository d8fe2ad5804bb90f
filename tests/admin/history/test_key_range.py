"""A day is a range of keys, also with rows that are gone and some that are out of order."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.admin.history import key_range
from articles.admin.history.activity import Asked, read_activity
from articles.models import TaskRun
from tests.factories import make_user
from tests.made_once import made_once

FIRST = datetime(2030, 1, 1, tzinfo=UTC)
FEW = 20


@made_once
def log():
    """Forty days with 24 tasks each but for those of the tenth day, every other task gone of the
    twentieth, two out of order on the thirtieth."""
    root = make_user("root", is_superuser=True)
    hours = [hour for hour in range(40 * 24) if hour // 24 != 10]
    rows = TaskRun.objects.bulk_create([TaskRun(kind="fill-related", user=root) for _ in hours])
    for row, hour in zip(rows, hours, strict=True):
        row.made_at = FIRST + timedelta(hours=hour)
    one, other = rows[hours.index(30 * 24)], rows[hours.index(29 * 24 + 20)]
    one.made_at, other.made_at = other.made_at, one.made_at
    TaskRun.objects.bulk_update(rows, ["made_at"])
    gone = [row.pk for row, hour in zip(rows, hours, strict=True) if hour // 24 == 20 and hour % 2]
    TaskRun.objects.filter(pk__in=gone).delete()
    return root


@pytest.mark.parametrize(
    ("day", "number"), [(0, 24), (10, 0), (20, 12), (29, 24), (30, 24), (39, 24), (50, 0), (-9, 0)]
)
def test_an_old_day_reads_what_is_near_it(log, monkeypatch, day, number):
    monkeypatch.setattr(key_range, "_FEW", FEW)
    since = FIRST + timedelta(days=day)
    until = since + timedelta(days=1)
    low, high = key_range.keys_between(TaskRun, "made_at", since, until)
    near = TaskRun.objects.filter(pk__range=(low, high)).count()
    assert number <= near <= 24 + 4 * FEW
    lines, _ = read_activity(log, Asked(since=since, until=until, kind="tasks"))
    assert len(lines) == number
    assert all(since <= line.made_at < until for line in lines)


def test_the_keys_stand_in_the_query(log, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(key_range, "_FEW", FEW)
    asked = Asked(since=FIRST, until=FIRST + timedelta(days=1), kind="tasks")
    with django_assert_max_num_queries(9) as queries:
        read_activity(log, asked)
    assert '"id" BETWEEN' in queries[-1]["sql"]


def test_of_a_short_table_or_of_no_time_there_is_none(log):
    assert key_range.keys_between(TaskRun, "made_at", FIRST, None) is None
    assert key_range.keys_between(TaskRun, "made_at", None, None) is None
