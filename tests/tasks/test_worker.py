"""A task is done once, taken up again once a death, and says what became of it."""

import errno
import time

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from articles.models import TaskRun
from articles.tasks import (
    Outcome,
    StopAsked,
    TaskFailed,
    ask_to_stop,
    enqueue,
    enqueue_once,
    kind,
    patient_write,
    worker_locks,
)
from articles.tasks.queue import take_up_again
from articles.tasks.work import Work, ending
from tests.factories import make_user

pytestmark = pytest.mark.django_db

State = TaskRun.State
acts, ended = {}, []


@kind("test", "A test", on_end=ended.append)
def _act(work):
    return acts["act"](work)


@pytest.fixture(autouse=True)
def _alone(work_off):
    acts.clear()
    ended.clear()


def enqueue_act(act, **options):
    acts["act"] = act
    return enqueue("test", {"number": 3}, **options)


def fail_with(error):
    def act(work):
        raise error

    return act


def claimed_by_a_dead_worker(run):
    """As a worker leaves it that is killed at the task."""
    found = DBTaskResult.objects.get(pk=run.result_key)
    found.claim("4711-1-elsewhere")
    TaskRun.objects.filter(pk=run.pk).update(state=State.RUNNING)


def test_a_task_is_done_with_its_arguments_and_its_user(work_off):
    user, seen = make_user("somebody"), []

    def act(work):
        seen.append((work.arguments, work.user, work.is_again))
        work.progress(1, 2)
        return Outcome("All is done.", {"figures": 1})

    run = enqueue_act(act, user=user)
    assert work_off() == 1
    run.refresh_from_db()
    assert seen == [({"number": 3}, user, False)]
    assert (run.state, run.sentence, run.report) == (State.DONE, "All is done.", {"figures": 1})
    assert (run.done, run.total) == (1, 2)
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert work_off() == 0


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        (TaskFailed("The archive is damaged."), State.FAILED, "The archive is damaged."),
        (StopAsked(), State.STOPPED, "Stopped. What was done"),
        (OSError(errno.ENOSPC, "No space left on device"), State.FAILED, "no room left"),
        (ValueError("a secret"), State.FAILED, "(ValueError)"),
    ],
)
def test_what_ends_a_task_is_said_in_a_sentence(work_off, error, state, words):
    run = enqueue_act(fail_with(error))
    work_off()
    run.refresh_from_db()
    assert run.state == state
    assert words in run.sentence
    assert "secret" not in run.sentence
    assert run.has_ended
    assert run.ended_at


def test_a_task_that_is_stopped_before_it_begins_is_not_begun(work_off):
    run = enqueue_act(fail_with(AssertionError("it was begun")))
    assert ask_to_stop(run)
    work_off()
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert not ask_to_stop(run)


def test_a_wish_to_stop_is_heard_between_two_steps(work_off):
    def act(work):
        ask_to_stop(run)
        work.progress(1, 2)
        raise AssertionError("it went on")

    run = enqueue_act(act)
    work_off()
    run.refresh_from_db()
    assert run.state == State.STOPPED


def test_a_worker_that_is_asked_to_end_gives_its_task_back(work_off):
    def act(work):
        ending.is_asked = True
        work.progress(1, 2)
        raise AssertionError("it went on")

    run = enqueue_act(act)
    work_off()
    run.refresh_from_db()
    assert (run.state, run.kills) == (State.WAITING, 0)
    ending.is_asked = False
    acts["act"] = lambda work: Outcome(f"again: {work.is_again}")
    work_off()
    run.refresh_from_db()
    assert (run.state, run.sentence) == (State.DONE, "again: True")


def test_a_worker_whose_server_was_killed_gives_its_task_back(work_off, monkeypatch):
    def act(work):
        monkeypatch.setattr(ending, "parent", 4711)
        work.progress(1, 2)
        raise AssertionError("it went on")

    run = enqueue_act(act)
    work_off()
    run.refresh_from_db()
    assert run.state == State.WAITING
    assert ending.is_due()


def test_a_task_that_is_stopped_is_not_stopped_without_what_follows():
    """As where the database refuses what the end of a task does: the wish is refused as well."""

    def refuse(key):
        raise OperationalError("database is locked")

    kind("test-refusing", "A test", on_end=refuse)(_act)
    run = enqueue("test-refusing")
    with pytest.raises(OperationalError):
        ask_to_stop(run)
    run.refresh_from_db()
    assert run.state == State.WAITING


def test_the_task_of_a_dead_worker_is_taken_up_again_once_a_death(work_off):
    run = enqueue_act(lambda work: Outcome("Done at last."))
    claimed_by_a_dead_worker(run)
    assert [take_up_again(), take_up_again()] == [1, 0]
    claimed_by_a_dead_worker(run)
    work_off()
    run.refresh_from_db()
    assert (run.state, run.kills, run.sentence) == (State.DONE, 2, "Done at last.")


def test_a_task_that_has_killed_three_workers_has_failed(work_off):
    run = enqueue_act(fail_with(AssertionError("a fourth time")))
    for _ in range(3):
        claimed_by_a_dead_worker(run)
        assert take_up_again() == 1
    work_off()
    run.refresh_from_db()
    assert (run.state, run.kills) == (State.FAILED, 3)
    assert ended == [run.pk]
    assert "ended 3 times" in run.sentence
    assert DBTaskResult.objects.get().status == "FAILED"


def test_deaths_are_counted_since_it_got_on(work_off):
    """As three restarts of the server in an hour: what it has done since shows that it kills
    nobody. What comes no further each time does."""
    run = enqueue_act(None)
    for done, kills, furthest in ((10, 1, 10), (20, 1, 20), (20, 2, 20), (15, 3, 20)):
        claimed_by_a_dead_worker(run)
        run.refresh_from_db()
        Work(run).progress(done, 90)
        assert take_up_again() == 1
        run.refresh_from_db()
        assert (run.kills, run.furthest) == (kills, furthest)
    assert run.state == State.FAILED


def test_what_a_task_notes_its_next_attempt_finds(work_off):
    def act(work):
        if not work.noted:
            work.note({"part": 1})
            ending.is_asked = True
            work.progress(1, 2)
        return Outcome("", {"noted": work.noted})

    run = enqueue_act(act)
    work_off()
    ending.is_asked = False
    work_off()
    run.refresh_from_db()
    assert run.report == {"noted": {"part": 1}}


def test_the_task_of_a_living_worker_is_left_to_it(work_off):
    def act(work):
        assert take_up_again() == 0
        return Outcome("")

    run = enqueue_act(act)
    work_off()
    run.refresh_from_db()
    assert run.kills == 0


def test_who_was_taken_for_dead_writes_no_more(work_off):
    def act(work):
        TaskRun.objects.update(attempt=7)  # as another worker begins it
        work.progress(1, 2)
        raise AssertionError("it went on")

    run = enqueue_act(act)
    work_off()
    run.refresh_from_db()
    assert run.state == State.RUNNING
    assert DBTaskResult.objects.get().status == "RUNNING"


def test_a_task_that_was_being_stopped_when_its_worker_died_is_stopped(work_off):
    run = enqueue_act(fail_with(AssertionError("it went on")))
    claimed_by_a_dead_worker(run)
    assert ask_to_stop(run)
    work_off()
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert ended == [run.pk]


def test_what_must_not_wait_twice_waits_once(work_off):
    acts["act"] = lambda work: Outcome("")
    first, second = enqueue_once("test"), enqueue_once("test")
    assert first == second
    work_off()
    assert enqueue_once("test") != first


def test_the_end_of_a_task_waits_for_room_on_the_disk(monkeypatch):
    """A full disk refuses the end as well: it is written when there is room."""
    refused = OperationalError("database or disk is full")
    monkeypatch.setattr(patient_write, "refusal_of", lambda error: patient_write.Refusal.FULL)
    monkeypatch.setattr(patient_write, "_SECONDS", 0)
    answers = [refused, refused, 1]

    def act():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert patient_write.write_when_possible("it", act) == 1


def test_a_worker_is_alive_while_it_holds_its_lock():
    with worker_locks.worker_lock() as lock:
        lock.require_held()
        assert lock.number in worker_locks.live_workers()
        assert worker_locks.number_of(lock.worker_id) == lock.number
    for _ in range(100):
        if lock.number not in worker_locks.live_workers():
            return
        time.sleep(0.05)  # PostgreSQL ends a session a moment after it was closed
    raise AssertionError("the lock is held still")
