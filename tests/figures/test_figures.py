"""The numbers of a day, and what is read of them over weeks."""

from datetime import date, timedelta

from django.utils import timezone

from articles.audience.feedback import record
from articles.core.text.problem_kinds import Severity
from articles.figures import NAMES, last_weeks, note_today
from articles.models import (
    Article,
    DailyViews,
    Finding,
    IndexStatus,
    Status,
    SubjectFigures,
    UnknownAddress,
)
from tests.factories import make_article, make_subject

TODAY = date(2030, 5, 20)


def figures(subject=None):
    row = SubjectFigures.objects.filter(subject=subject, day=TODAY).values(*NAMES).get()
    return {name: number for name, number in row.items() if number}


def test_everything_is_counted_in_its_subject(db):
    physics, biology = make_subject("physics"), make_subject("biology")
    hidden = make_subject("secrets", is_listed=False)
    light = make_article("light", answer="Waves.")
    make_article("light-again", answer="Waves.")
    make_article(no_index=True)
    make_article(status=Status.DRAFT)
    make_article(status=Status.WITHDRAWN)
    make_article(subject=hidden)
    eye = make_article(subject=biology)
    Finding.objects.all().delete()
    Finding.objects.create(article=eye, path="x", kind="cut-off", severity="error")
    Finding.objects.create(
        article=eye, path="x", kind="cut-off", severity="error", is_dismissed=True
    )
    Finding.objects.create(path="broken.md", kind="unreadable", severity="warning")
    for days, number in ((0, 1), (1, 10), (7, 100), (8, 1000)):
        day = TODAY - timedelta(days=days)
        DailyViews.objects.create(article=eye, day=day, number=number)
    record(light.pk, is_helpful=False, note="Why?", visitor="a")
    now = timezone.now()
    for path, is_ignored in (
        ("/learn/physics/questions/x", False),
        ("/learn/physicsx", False),
        ("/y", False),
        ("/z", True),
    ):
        UnknownAddress.objects.create(
            path=path, first_seen_at=now, last_seen_at=now, is_ignored=is_ignored
        )
    assert note_today(TODAY)
    assert figures(physics) == {
        **{"indexable": 1, "duplicate": 1, "no_index": 1, "draft": 1, "withdrawn": 1},
        **{"unread_notes": 1, "unknown_addresses": 1},
    }
    assert figures(biology) == {"indexable": 1, "error": 1, "views_of_week": 110}
    assert figures(hidden) == {"hidden_subject": 1}
    assert figures() == {"warning": 1, "unknown_addresses": 2}


def test_a_column_stands_for_each_status_and_severity():
    assert {*IndexStatus.values, *(one.value for one in Severity)} <= set(NAMES)


def test_a_day_is_written_once_and_goes_after_thirteen_weeks(db, django_assert_num_queries):
    old, kept = TODAY - timedelta(days=91), TODAY - timedelta(days=90)
    for day in (old, kept):
        SubjectFigures.objects.create(day=day)
    assert note_today(TODAY)
    make_article()
    with django_assert_num_queries(1):
        assert not note_today(TODAY)
    assert figures() == {}
    assert set(SubjectFigures.objects.values_list("day", flat=True)) == {kept, TODAY}


def test_weeks_are_sums_of_the_newest_day_of_each(db, django_assert_num_queries):
    physics, biology = make_subject("physics"), make_subject("biology")
    for days, subject, number in (
        (7, physics, 5),
        (7, biology, 7),
        (7, None, 100),
        (8, physics, 4),  # an older day of the same week
        (16, physics, 3),  # two weeks ago nothing was written on the day itself
        (0, physics, 9),
    ):
        SubjectFigures.objects.create(
            day=TODAY - timedelta(days=days), subject=subject, error=number
        )
    with django_assert_num_queries(1):
        found = last_weeks(today=TODAY, number=5)
    assert [week.numbers.get("error") for week in found] == [None, None, 3, 112, 9]
    assert [bool(week) for week in found] == [False, False, True, True, True]
    assert found[-2].day == TODAY - timedelta(days=7)
    mine = last_weeks({biology.pk}, today=TODAY, number=2)
    assert mine[0].numbers["error"] == 7


def test_counting_reads_no_answer(db, django_assert_num_queries):
    make_article()
    with django_assert_num_queries(18) as queries:
        note_today(TODAY)
    assert not [query["sql"] for query in queries if '"answer"' in query["sql"]]
    assert Article.objects.count() == 1
