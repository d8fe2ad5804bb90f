"""Batches of a plan: what holds the database up, what another does meanwhile, and what is gone."""

import pytest
from django.db import connection

from articles.bulk_runs import planning, tally_of, work
from articles.bulk_runs.bulk_tasks import do_bulk_run
from articles.bulk_runs.kept_runs import discard
from articles.bulk_runs.orders import BadOrder, replacing
from articles.core.text.replacing import Replacer
from articles.models import BulkItem, BulkRun
from tests.bulk_runs.test_planned_changes import REPLACE, fresh, notes, planned, run_whole
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once


@made_once
def head():
    return make_user("head", role="head-of-content")


def three():
    return [make_article(answer=f"The gathered information {n}.") for n in range(3)]


def being_planned(order, articles, actor):
    run = planning.choose([article.pk for article in articles], actor=actor)
    assert planning.give_order(run, order)
    return run


def test_an_expression_is_tried_before_a_transaction_is_opened(head, monkeypatch):
    """It may take seconds, for which nobody else would write."""
    real, open_ones = Replacer.replace, []

    def replace(self, text):
        open_ones.append(len(connection.savepoint_ids))
        return real(self, text)

    monkeypatch.setattr(Replacer, "replace", replace)
    planned(REPLACE, three(), head)
    assert open_ones == [len(connection.savepoint_ids)] * 3


def test_a_batch_has_its_time_and_the_rest_is_the_next(head, monkeypatch):
    monkeypatch.setattr(replacing, "SECONDS_A_BATCH", -1.0)
    articles = three()
    run = being_planned(REPLACE, articles, head)
    assert not planning.plan(run, actor=head, seconds=0)
    assert (tally_of(run).waiting, tally_of(run).chosen) == (1, 2)
    assert planning.plan(run, actor=head)
    assert planning.begin_planned(run, 3)
    assert not work(run, actor=head, seconds=0)
    assert (tally_of(run).done, tally_of(run).waiting) == (1, 2)
    assert work(run, actor=head)
    assert {fresh(article).answer for article in articles} == {f"these notes {n}." for n in "012"}


def meanwhile(monkeypatch, act):
    """Something that another does while a batch is computed, once."""
    real, acts = planning.drafted_among, [act]

    def drafted_among(keys):
        for one in acts:
            acts.remove(one)
            one()
        return real(keys)

    monkeypatch.setattr(planning, "drafted_among", drafted_among)


class Task:
    def __init__(self, run, user):
        self.arguments, self.user = {"run": run.pk, "state": run.state}, user


def test_it_may_be_discarded_while_a_worker_plans(head, monkeypatch):
    run = being_planned(REPLACE, three(), head)
    meanwhile(monkeypatch, lambda: discard(BulkRun.objects.get(pk=run.pk)))
    assert do_bulk_run(Task(run, head)).sentence == "It was discarded."
    assert not BulkItem.objects.exists()


def test_what_was_planned_for_another_order_is_not_written(head, monkeypatch):
    articles = three()
    run = being_planned(REPLACE, articles, head)
    other = REPLACE | {"replacement": "those notes"}

    def plan_anew():
        anew = BulkRun.objects.get(pk=run.pk)
        planning.plan(anew, actor=head)
        planning.give_order(anew, other)

    meanwhile(monkeypatch, plan_anew)
    assert planning.plan(run, actor=head)
    assert tally_of(run).chosen == 3
    run.refresh_from_db()
    planning.plan(run, actor=head)
    run_whole(run, head)
    assert fresh(articles[0]).answer == "those notes 0."


def test_the_number_is_counted_once_nobody_can_change_it(head, monkeypatch):
    """Another leaves an article out while the row of the run is waited for."""
    run = planned(REPLACE, three(), head)
    real = planning.held

    def held(*args):
        run.items.filter(pk=run.items.first().pk).update(state=BulkItem.State.SKIPPED)
        return real(*args)

    monkeypatch.setattr(planning, "held", held)
    assert not planning.begin_planned(run, 3)


def test_what_an_order_names_may_go_at_any_time(head):
    subject, article = make_subject("chemistry"), make_article()
    order = {"kind": "subject", "subject": subject.pk}
    running = planned(order, [article], head)
    planning.begin_planned(running, 1)
    run = being_planned(order, [article], head)
    subject.delete()
    with pytest.raises(BadOrder):
        planning.plan(run, actor=head)
    assert run.state == BulkRun.State.CHOOSING, "it waits for another order, and is not tried again"
    assert planning.give_order(run, REPLACE)
    assert work(running, actor=head)
    assert notes(running) == {article.pk: "it cannot be done any more: Choose a subject."}
