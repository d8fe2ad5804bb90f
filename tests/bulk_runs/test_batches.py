"""Batches of a run: none behind a stop, and what follows on each is done though its process was
killed before."""

import pytest
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.utils import timezone

from articles.bulk_runs import begin, begin_undo, runs, stop, tally_of, work
from articles.bulk_runs.bulk_tasks import do_bulk_run
from articles.models import Article, BulkRun, Feedback
from tests.bulk_runs.test_plan_batches import Task
from tests.factories import make_article, make_user
from tests.made_once import made_once

Action = BulkRun.Action


@made_once
def head():
    return make_user("head", role="head-of-content")


class Killed(BaseException):
    pass


def killed(outcome):
    raise Killed


def logged():
    rows = LogEntry.objects.order_by("pk").values_list("object_id", "object_repr", "action_flag")
    return list(rows)


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.HANDLE])
def test_no_batch_begins_behind_a_stop(head, action):
    article = make_article()
    key = article.pk
    if action == Action.HANDLE:
        note = {"note": "x", "state": Feedback.State.UNREAD, "created_at": timezone.now()}
        key = Feedback.objects.create(article=article, is_helpful=True, **note).pk
    run = begin(action, [key], actor=head)
    late = BulkRun.objects.get(pk=run.pk)
    assert stop(run)
    assert work(late, actor=head)
    assert (late.state, tally_of(run).waiting) == (BulkRun.State.STOPPED, 1)
    assert begin_undo(run)
    late.state = BulkRun.State.RUNNING
    assert work(late, actor=head), "what somebody else has begun is his"
    assert BulkRun.objects.get().state == BulkRun.State.UNDOING


def test_what_a_killed_process_had_not_logged_the_next_one_does(head):
    article, other = make_article(title="What is heat?"), make_article()
    run = begin(Action.DELETE, [article.pk, other.pk], actor=head)
    with pytest.raises(Killed):
        work(run, actor=head, follow=killed)
    assert logged() == []
    do_bulk_run(Task(run, head))
    assert [(key, flag) for key, _, flag in logged()] == [
        (str(article.pk), DELETION),
        (str(other.pk), DELETION),
    ]
    assert logged()[0][1] == "What is heat?"
    begin_undo(run)
    with pytest.raises(Killed):
        work(run, actor=head, follow=killed)
    do_bulk_run(Task(run, head))
    do_bulk_run(Task(run, head))
    assert len(logged()) == 4
    assert {flag for _, _, flag in logged()[2:]} == {CHANGE}
    assert not run.items.exclude(note="").exists()


def test_what_two_would_say_is_said_once(head):
    """Another has gone on between a batch and what follows on it."""
    make_article()
    run = begin(Action.WITHDRAW, list(Article.objects.values_list("pk", flat=True)), actor=head)
    said = []
    outcomes = runs._do_items(run, head)
    runs.follow_left(run, said.append)
    runs._follow(outcomes, said.append)
    assert len(said) == 1
