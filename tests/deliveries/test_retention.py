"""What is kept of a delivery goes 60 days after the last work on it, whatever became of it."""

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.deliveries import keep_upload
from articles.deliveries.retention import DAYS_KEPT, tidy
from articles.models import Delivery, DeliveryFile, ImportRun, TaskRun

pytestmark = pytest.mark.django_db
State = Delivery.State
LONG_AGO = timezone.now() - timedelta(days=DAYS_KEPT + 1)


def age(folder):
    before = time.time() - 2 * 24 * 3600
    os.utime(folder, (before, before))


def delivery(state, *, ended_at=LONG_AGO, plan_number=1, **values):
    source = keep_upload("week.zip", [b"zip"])
    age(source.parent)
    task = TaskRun.objects.create(kind="plan-delivery", state="done", ended_at=ended_at)
    made = Delivery.objects.create(
        source=str(source),
        is_upload=True,
        state=state,
        task=task,
        plan_number=plan_number,
        **values,
    )
    DeliveryFile.objects.create(delivery=made, plan_number=1, path="a/b.md", action="created")
    return made


def kept(one):
    """(its state, whether its files are there, whether its upload is)."""
    one.refresh_from_db()
    return one.state, one.files.exists(), os.path.exists(one.source)


@pytest.mark.parametrize("state", [State.APPLIED, State.UNDONE, State.FAILED, State.DISCARDED])
def test_the_files_and_the_upload_go_and_the_delivery_stays(state):
    one = delivery(state, plan_number=0 if state == State.FAILED else 1)
    tidy()
    assert kept(one) == (state, False, False)


def test_a_plan_that_nobody_approves_is_discarded_and_what_it_imported_can_be_undone():
    plan = delivery(State.PLANNED)
    part = delivery(State.PLANNED, import_run=ImportRun.objects.create())
    tidy()
    assert kept(plan) == (State.DISCARDED, False, False)
    assert kept(part) == (State.FAILED, False, False)
    assert "Nobody approved it" in plan.sentence


def test_what_was_worked_on_lately_stays():
    """However long ago it was brought."""
    lately = timezone.now() - timedelta(days=1)
    every = [delivery(state, ended_at=lately) for state in (State.PLANNED, State.UNDONE)]
    every.append(delivery(State.APPLYING))
    Delivery.objects.update(made_at=LONG_AGO)
    tidy()
    assert [kept(one)[1:] for one in every] == [(True, True)] * 3


def test_what_a_discarded_one_has_left_goes_at_once():
    one = delivery(State.DISCARDED, ended_at=timezone.now())
    tidy()
    assert kept(one) == (State.DISCARDED, False, False)


def test_an_upload_that_no_delivery_names_goes_after_a_day():
    old, young = keep_upload("week.zip", [b"zip"]), keep_upload("week.zip", [b"zip"])
    age(old.parent)
    tidy()
    assert (old.exists(), young.exists()) == (False, True)
