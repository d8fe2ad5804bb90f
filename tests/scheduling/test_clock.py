"""A running server does what is due by itself."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import ScheduledChange, Status
from articles.scheduling.clock import Clock
from articles.scheduling.due_changes import schedule
from tests.admin.conftest import fresh
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def test_clocks_of_two_workers_do_everything_once():
    made = [make_article(status=Status.DRAFT) for _ in range(6)]
    for article in made:
        due = timezone.now() - timedelta(minutes=1)
        schedule(article.pk, ScheduledChange.Action.PUBLISH, due, user=None)
    clocks = [Clock(seconds=0.05) for _ in range(2)]
    for clock in clocks:
        clock.start()
    until = time.monotonic() + 20
    while ScheduledChange.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)
    for clock in clocks:
        clock.stop()
    assert {fresh(article).status for article in made} == {Status.PUBLISHED}
    assert {fresh(article).version for article in made} == {2}
