"""How long runs are kept: what undoes them goes, that they were stays."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.bulk_runs import begin, begin_undo, planning, tally_of, work
from articles.bulk_runs.kept_runs import tidy
from articles.models import Article, BulkItem, BulkRun, Status
from tests.factories import make_article, make_user
from tests.made_once import made_once

State, Action = BulkRun.State, BulkRun.Action


@made_once
def head():
    return make_user("head", role="head-of-content")


def withdrawn(head):
    run = begin(Action.WITHDRAW, [make_article().pk, 999_999], actor=head)
    assert work(run, actor=head)
    return run


def after(days):
    return timezone.now() + timedelta(days=days, hours=1)


def test_what_undoes_a_run_is_kept_for_a_year_and_its_numbers_stay(head):
    run = withdrawn(head)
    before = tally_of(run)
    assert (before.done, before.skipped) == (1, 1)
    assert tidy(now=after(364)) == 0
    assert tidy(now=after(365)) == 1
    assert tidy(now=after(365)) == 0
    run.refresh_from_db()
    assert not BulkItem.objects.exists()
    assert tally_of(run) == before
    assert not begin_undo(run)
    assert Article.objects.get().status == Status.WITHDRAWN


def test_that_of_an_undone_one_for_a_month(head):
    run = withdrawn(head)
    begin_undo(run)
    work(run, actor=head)
    assert (tidy(now=after(29)), tidy(now=after(30))) == (0, 1)
    run.refresh_from_db()
    assert (run.state, tally_of(run).undone) == (State.UNDONE, 1)


def test_one_that_nobody_went_on_with_has_ended_where_it_was(head):
    run = begin(Action.WITHDRAW, [make_article().pk], actor=head)
    assert (tidy(now=after(364)), tidy(now=after(365))) == (0, 1)
    run.refresh_from_db()
    assert (run.state, tally_of(run).waiting) == (State.STOPPED, 1)


def test_plans_of_nobody_are_removed_one_with_each_that_is_begun(head):
    for _ in range(3):
        planning.choose([make_article().pk], actor=head)
    BulkRun.objects.update(created_at=timezone.now() - timedelta(days=8))
    planning.choose([], actor=head)
    begin(Action.WITHDRAW, [], actor=head)
    assert BulkItem.objects.count() == 1
    call_command("tend_readership")
    assert not BulkItem.objects.exists()
    assert BulkRun.objects.count() == 2


@pytest.mark.parametrize("is_old", [True, False])
def test_an_old_run_has_no_undo_in_the_desk(client, head, is_old):
    run = withdrawn(head)
    tidy(now=after(365 if is_old else 1))
    client.force_login(head)
    page = client.get(f"/admin/bulk-runs/{run.pk}/").content.decode()
    assert "<strong>1</strong> done" in page
    assert ('value="undo"' in page) != is_old
    assert ("too old to be undone" in page) == is_old
