"""A delivery is read, looked at, approved and imported as it was looked at, and undone."""

import pytest
from django.db.models import F

from articles.deliveries import (
    NotInThisState,
    approve,
    delivery_tasks,
    discard,
    plan_again,
    planning,
    undo,
)
from articles.deliveries.planned_files import difference_of
from articles.importer import run as importer_run
from articles.importer.run import Import
from articles.models import Article, Delivery, ImportRun, TaskRun
from articles.tasks import Work, enqueue
from articles.tasks.work import LostTask
from tests.deliveries.conftest import file_of

pytestmark = pytest.mark.django_db
State = Delivery.State

HEAT, LIGHT = "physics/what-is-heat.md", "physics/what-is-light.md"
FIRST = {HEAT: file_of("What is heat?"), LIGHT: file_of("What is light?")}
EVERYTHING = ["created", "updated", "replaced", "conflict", "held", "skipped"]


def kinds_of(delivery):
    rows = delivery.files.filter(plan_number=delivery.plan_number)
    return dict(rows.values_list("path", "action"))


def approve_and_work(delivery, work_off, kinds=EVERYTHING):
    approve(delivery, kinds, digest=delivery.plan_digest, user=delivery.user)
    work_off()
    delivery.refresh_from_db()
    return delivery


def test_a_delivery_is_read_and_nothing_is_written(bring_files):
    delivery = bring_files({**FIRST, "physics/broken.md": "---\ntitle: [unclosed\n---\n"})
    assert delivery.state == State.PLANNED
    assert delivery.counts == {"created": 2, "failed": 1}
    assert kinds_of(delivery)[HEAT] == "created"
    assert Article.objects.count() == ImportRun.objects.count() == 0
    difference = difference_of(delivery.files.get(path=HEAT))
    assert difference.new["title"] == "What is heat?"


def test_what_was_approved_is_imported_as_one_import_and_undone(bring_files, work_off):
    delivery = approve_and_work(bring_files(FIRST), work_off)
    assert (delivery.state, delivery.sentence) == (State.APPLIED, "2 files were imported.")
    assert Article.objects.count() == 2
    assert delivery.report["counts"]["created"] == 2
    assert delivery.import_run.actor == delivery.user
    undo(delivery, user=delivery.user)
    work_off()
    delivery.refresh_from_db()
    assert delivery.state == State.UNDONE
    assert Article.objects.count() == 0
    assert delivery.import_run.state == ImportRun.State.UNDONE


def test_what_was_not_approved_is_left_out(bring_files, work_off):
    approve_and_work(bring_files({HEAT: FIRST[HEAT]}), work_off)
    week = {HEAT: file_of("What is heat?", "Another answer."), LIGHT: FIRST[LIGHT]}
    delivery = bring_files(week, user=Delivery.objects.first().user)
    assert kinds_of(delivery) == {HEAT: "updated", LIGHT: "created"}
    approve_and_work(delivery, work_off, kinds=["updated"])
    assert delivery.sentence == "1 file was imported. 1 was left out."
    assert [article.slug for article in Article.objects.all()] == ["what-is-heat"]


def test_a_plan_that_has_moved_is_shown_again_and_not_imported(bring_files, work_off, tmp_path):
    delivery = bring_files(FIRST)
    other = tmp_path / "other" / "physics"
    other.mkdir(parents=True)
    (other / "what-is-heat.md").write_text(file_of("What is heat?", "From somebody else."))
    Import([str(tmp_path / "other")]).run()
    approve_and_work(delivery, work_off)
    assert delivery.state == State.PLANNED
    assert "another by now" in delivery.sentence
    assert delivery.moves == [f"{HEAT}: created, now updated: {delivery.moves[0].split(': ')[-1]}"]
    assert Article.objects.count() == 1
    assert delivery.import_run is None
    approve_and_work(delivery, work_off)
    assert delivery.state == State.APPLIED
    assert Article.objects.count() == 2


@pytest.mark.parametrize("names", ["the addresses", "others"])
def test_an_import_that_was_cut_short_is_gone_on_with_as_the_same(
    bring_files, work_off, monkeypatch, settings, names
):
    settings.IMPORT_BATCH_FILES = 1
    files = FIRST
    if names == "others":
        url = "/learn/physics/questions/heat"
        files = {"physics/a.md": file_of("What is heat?", url=url), LIGHT: FIRST[LIGHT]}
    delivery = bring_files(files)
    approve(delivery, EVERYTHING, digest=delivery.plan_digest, user=delivery.user)
    apply_batch, batches = importer_run.apply_batch, []

    def die_at_the_second(batch, **options):
        batches.append(batch)
        if len(batches) == 2:
            raise SystemExit(137)
        return apply_batch(batch, **options)

    monkeypatch.setattr(importer_run, "apply_batch", die_at_the_second)
    with pytest.raises(SystemExit):
        work_off()
    assert Article.objects.count() == 1
    assert work_off() >= 1
    delivery.refresh_from_db()
    assert delivery.state == State.APPLIED
    assert Article.objects.count() == 2
    run = ImportRun.objects.get()
    assert (run.state, run.is_settled, run.counts["created"]) == ("finished", True, 2)
    assert delivery.task.attempt == 2


def test_of_two_files_of_one_address_the_last_is_imported_as_planned(bring_files, work_off):
    url = "/learn/physics/questions/what-is-heat"
    first, last = (file_of("What is heat?", answer, url=url) for answer in ("First.", "Last."))
    delivery = bring_files({"physics/a.md": first, "physics/b.md": last})
    assert delivery.counts == {"created": 1}
    approve_and_work(delivery, work_off)
    assert (delivery.state, delivery.sentence) == (State.APPLIED, "1 file was imported.")
    assert Article.objects.get().answer == "Last."


@pytest.mark.parametrize(
    ("files", "words"),
    [({"physics/notes.txt": "nothing"}, None), ({"subjects.yml": "["}, "subjects.yml")],
)
def test_what_holds_nothing_or_cannot_be_read_says_so(bring_files, files, words):
    delivery = bring_files(files)
    if words is None:
        assert (delivery.state, delivery.counts) == (State.PLANNED, {})
    else:
        assert delivery.state == State.FAILED
        assert words in delivery.sentence
        assert TaskRun.objects.get().state == "failed"


def test_names_that_lead_out_of_the_archive_are_refused(bring_files):
    delivery = bring_files({"../../etc/what-is-heat.md": FIRST[HEAT], LIGHT: FIRST[LIGHT]})
    assert delivery.counts == {"created": 1, "failed": 1}
    failed = delivery.files.get(action="failed")
    assert ".." in failed.path


def test_each_order_is_taken_in_its_state_alone(bring_files, work_off):
    delivery = bring_files(FIRST)
    user = delivery.user
    with pytest.raises(NotInThisState):
        approve(delivery, EVERYTHING, digest="0" * 32, user=user)
    with pytest.raises(NotInThisState):
        undo(delivery, user=user)
    plan_again(delivery, user=user)
    with pytest.raises(NotInThisState):
        approve(delivery, EVERYTHING, digest=delivery.plan_digest, user=user)
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.plan_number, delivery.moves) == (State.PLANNED, 2, [])
    discard(delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.files.count()) == (State.DISCARDED, 0)
    with pytest.raises(NotInThisState):
        discard(delivery)


def break_once(monkeypatch, name):
    """Let a function of the tasks raise, the first time."""
    whole, errors = getattr(delivery_tasks, name), [OSError("a broken disk")]

    def broken(*arguments, **options):
        if errors:
            raise errors.pop()
        return whole(*arguments, **options)

    monkeypatch.setattr(delivery_tasks, name, broken)


def test_what_fails_at_its_very_end_falls_back_and_is_done_again(
    bring_files, work_off, monkeypatch
):
    delivery = bring_files(FIRST)
    break_once(monkeypatch, "relate_in_background")
    approve_and_work(delivery, work_off)
    assert (delivery.state, delivery.task.state) == (State.PLANNED, "failed")
    plan_again(delivery, user=delivery.user)
    work_off()
    undo(delivery, user=delivery.user)
    break_once(monkeypatch, "relate_in_background")
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.task.state) == (State.PLANNED, "failed")


def test_a_task_whose_delivery_has_the_next_one_does_nothing(bring_files, work_off):
    """As of a worker that died behind the end of its plan, which somebody has approved since."""
    delivery = bring_files(FIRST)
    approve(delivery, EVERYTHING, digest=delivery.plan_digest, user=delivery.user)
    newer = delivery.task
    older = enqueue("apply-delivery", {"delivery": delivery.pk}, user=delivery.user)
    delivery_tasks.apply_delivery(Work(older))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.task) == (State.APPLYING, newer)
    assert not ImportRun.objects.exists()


def test_who_was_taken_for_dead_ends_no_import_and_writes_no_plan(
    bring_files, work_off, monkeypatch
):
    delivery = bring_files(FIRST)
    settle, write_rows = importer_run.settle, planning.write_rows

    def be_taken_up(act):
        def acting(*arguments, **options):
            TaskRun.objects.filter(pk=delivery.task_id).update(attempt=F("attempt") + 1)
            return act(*arguments, **options)

        return acting

    monkeypatch.setattr(importer_run, "settle", be_taken_up(settle))
    approve_and_work(delivery, work_off)
    assert (delivery.state, delivery.task.state) == (State.APPLYING, "running")
    monkeypatch.setattr(planning, "write_rows", be_taken_up(write_rows))
    with pytest.raises(LostTask):
        planning.make_plan(delivery, Work(delivery.task))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.plan_number) == (State.APPLYING, 1)
