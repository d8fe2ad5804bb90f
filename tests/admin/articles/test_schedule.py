"""Planning in the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import ScheduledChange
from articles.scheduling.due_changes import do_due
from tests.admin.conftest import change_url
from tests.factories import make_article


@pytest.fixture
def article():
    return make_article()


def plan(desk, article, moment, action="withdraw"):
    url = reverse("admin:articles_article_schedule", args=[article.pk])
    text = moment if isinstance(moment, str) else moment.strftime("%Y-%m-%dT%H:%M")
    return desk.post(url, {"action": action, "due_at": text}, follow=True).content.decode()


def test_what_is_planned_is_shown_with_its_zone_and_can_be_cancelled(desk, editor, article):
    moment = timezone.now() + timedelta(days=1)
    page = plan(desk, article, moment)
    assert "Withdraw: planned for" in page
    assert "Day and time (UTC)" in page
    planned = ScheduledChange.objects.get()
    assert planned.user == editor
    assert planned.due_at == moment.replace(second=0, microsecond=0)
    url = reverse("admin:articles_article_schedule_cancel", args=[article.pk])
    assert (
        "It will not be done."
        in desk.post(url, {"planned": planned.pk}, follow=True).content.decode()
    )
    assert not ScheduledChange.objects.exists()
    assert "cancelled" in desk.post(url, {"planned": planned.pk}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("moment", "action"),
    [
        ("", "publish"),
        ("soon", "publish"),
        ("2020-01-01T00:00", "publish"),
        ("2999-01-01T00:00", "x"),
    ],
)
def test_what_cannot_be_planned_is_not(desk, article, moment, action):
    assert "Nothing was planned." in plan(desk, article, moment, action)
    assert not ScheduledChange.objects.exists()


def test_what_could_not_be_done_says_why_on_the_page(desk, article):
    plan(desk, article, timezone.now() + timedelta(minutes=2), "publish")
    ScheduledChange.objects.update(problem="The draft has no answer.")
    page = desk.get(change_url(article)).content.decode()
    assert "Not done:" in page
    assert "The draft has no answer." in page
    assert list(do_due(now=timezone.now() + timedelta(days=1))) == []
