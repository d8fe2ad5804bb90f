"""Two who work at one run, or stop it, on PostgreSQL: nothing is left, and nothing comes late."""

import pytest
from django.db import transaction

from articles.bulk_runs import begin, begin_undo, runs, stop, tally_of, work
from articles.models import Article, BulkRun, Status
from tests.factories import make_article, make_user
from tests.sessions import PATIENCE_SECONDS, start

pytestmark = pytest.mark.django_db(transaction=True)


def begun(number):
    head = make_user("head", role="head-of-content")
    keys = [make_article().pk for _ in range(number)]
    return begin(BulkRun.Action.WITHDRAW, keys, actor=head), head


def another(run):
    return BulkRun.objects.get(pk=run.pk)


def test_a_run_does_not_end_while_another_holds_what_is_left():
    """He may fail: then they are done by who waits."""
    run, head = begun(2)

    class Killed(Exception):
        pass

    futures = []

    def fails():
        with transaction.atomic():
            runs._do_items(run, head)
            futures.append(start(lambda: work(another(run), actor=head)))
            assert not futures[0].done()
            raise Killed

    with pytest.raises(Killed):
        fails()
    future = futures[0]
    assert future.result(PATIENCE_SECONDS)
    assert tally_of(run).done == 2
    assert another(run).state == BulkRun.State.FINISHED


def test_a_stop_waits_for_the_batch_in_flight_and_none_begins_behind_it():
    run, head = begun(2)
    late = another(run)
    with transaction.atomic():
        runs._do_items(run, head)
        future = start(lambda: stop(another(run)))
        assert not future.done(), "the undo would not know what is still being written"
    assert future.result(PATIENCE_SECONDS)
    assert work(late, actor=head)
    assert (tally_of(run).done, tally_of(run).waiting) == (1, 1)
    stopped = another(run)
    assert begin_undo(stopped)
    assert work(stopped, actor=head)
    assert set(Article.objects.values_list("status", flat=True)) == {Status.PUBLISHED}
