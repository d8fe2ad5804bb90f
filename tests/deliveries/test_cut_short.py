"""What a delivery says and offers where its work was cut short, or left something out."""

import pytest

from articles.deliveries import NothingTicked, approve, delivery_tasks, plan_again, undo
from articles.importer import run as importer_run
from articles.models import Article, Delivery, ImportRun, TaskRun
from articles.publishing import withdraw
from articles.tasks import StopAsked, ask_to_stop
from articles.tasks.queue import take_up_again
from articles.tasks.work import ending
from tests.deliveries.conftest import file_of
from tests.deliveries.test_deliveries import EVERYTHING, approve_and_work

pytestmark = pytest.mark.django_db
State = Delivery.State
NAMES = [f"physics/question-{number}.md" for number in range(4)]
FILES = {name: file_of(f"Question of {name}?", f"Only {name} says this.") for name in NAMES}


@pytest.fixture(autouse=True)
def _one_file_a_batch(settings):
    settings.IMPORT_BATCH_FILES = 1


def at_call(monkeypatch, module, name, number, error):
    """Let a function raise at its call of that number, and not behind it."""
    act, calls = getattr(module, name), []

    def acting(*arguments, **options):
        calls.append(name)
        if len(calls) == number:
            raise error
        return act(*arguments, **options)

    monkeypatch.setattr(module, name, acting)


def test_a_check_that_was_cut_short_is_made_again(bring_files, work_off, monkeypatch):
    """Nothing was written by the attempt before, and somebody may have come since."""
    delivery = bring_files(FILES)
    approve(delivery, EVERYTHING, digest=delivery.plan_digest, user=delivery.user)
    at_call(monkeypatch, delivery_tasks, "dry_run", 1, SystemExit(137))
    with pytest.raises(SystemExit):
        work_off()
    delivery.files.filter(path=NAMES[0]).update(fact=["created", "another digest"])
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, ImportRun.objects.count()) == (State.PLANNED, 0)
    assert "nothing was written" in delivery.sentence


def test_all_parts_are_counted_of_an_import_that_was_stopped(bring_files, work_off, monkeypatch):
    delivery = bring_files(FILES)
    at_call(monkeypatch, importer_run, "apply_batch", 3, StopAsked())
    approve_and_work(delivery, work_off)
    assert (delivery.state, Article.objects.count()) == (State.PLANNED, 2)
    plan_again(delivery, user=delivery.user)
    work_off()
    delivery.refresh_from_db()
    approve_and_work(delivery, work_off)
    assert delivery.sentence == "4 files were imported."
    counts = delivery.import_run.counts
    assert (counts["created"], counts["unchanged"]) == (4, 0)
    assert delivery.report["counts"] == counts


def test_what_was_not_imported_is_not_counted_as_imported(bring_files, work_off, monkeypatch):
    """Nor named by the report, where a worker died on the way."""
    first = bring_files(dict(list(FILES.items())[:2]))
    approve_and_work(first, work_off)
    withdraw(Article.objects.get(slug="question-0"))
    changed = {name: file_of(f"Question of {name}?", f"New in {name}.") for name in NAMES}
    delivery = bring_files({**changed, "physics/broken.md": "---\ntitle: [\n---\n"}, first.user)
    assert delivery.counts == {"created": 2, "updated": 1, "skipped": 1, "failed": 1}
    at_call(monkeypatch, importer_run, "apply_batch", 2, SystemExit(137))
    approve(delivery, ["updated", "skipped"], digest=delivery.plan_digest, user=delivery.user)
    with pytest.raises(SystemExit):
        work_off()
    work_off()
    delivery.refresh_from_db()
    assert delivery.sentence == (
        "1 file was imported. 1 was skipped. 1 could not be read. 2 were left out."
    )
    paths = [(one["action"], one["path"]) for one in delivery.report["articles"]]
    assert sorted(paths) == [("skipped", NAMES[0]), ("updated", NAMES[1])]


def test_an_undo_that_is_gone_on_with_counts_all_of_it(bring_files, work_off):
    delivery = approve_and_work(bring_files(FILES), work_off)
    undo(delivery, user=delivery.user)
    run = delivery.import_run

    def die(done, total):
        if done == 2:
            raise SystemExit(137)

    with pytest.raises(SystemExit):
        delivery_tasks.undo_import(run, progress=die)
    assert Article.objects.count() == 2
    work_off()
    delivery.refresh_from_db()
    assert delivery.sentence == "Undone: 0 articles put back, 4 removed, 0 left as they are."


@pytest.mark.parametrize("end", ["stopped before it began", "stopped half way", "killed"])
def test_an_undo_that_ends_early_leaves_the_delivery_as_it_was(
    bring_files, work_off, monkeypatch, end
):
    delivery = bring_files(FILES)
    delivery.import_run = ImportRun.objects.create(state=ImportRun.State.INTERRUPTED)
    delivery.save()
    undo(delivery, user=delivery.user)
    if end == "stopped half way":
        at_call(monkeypatch, delivery_tasks, "undo_import", 1, StopAsked())
        work_off()
    elif end == "killed":
        at_call(monkeypatch, delivery_tasks, "undo_import", 1, SystemExit(137))
        TaskRun.objects.filter(pk=delivery.task_id).update(kills=2)
        with pytest.raises(SystemExit):
            work_off()
        take_up_again()
    else:
        ask_to_stop(delivery.task)
    delivery.refresh_from_db()
    assert delivery.state == State.PLANNED
    approve_and_work(delivery, work_off)
    assert (delivery.state, Article.objects.count()) == (State.APPLIED, 4)


def test_an_approval_of_nothing_is_another_thing_than_a_plan_that_moved(bring_files):
    delivery = bring_files(FILES)
    with pytest.raises(NothingTicked):
        approve(delivery, ["unchanged"], digest=delivery.plan_digest, user=delivery.user)


def test_a_worker_that_ends_before_the_import_is_settled_gives_it_back(bring_files, work_off):
    delivery = bring_files(FILES)
    approve(delivery, EVERYTHING, digest=delivery.plan_digest, user=delivery.user)
    with pytest.MonkeyPatch.context() as patch:
        move = importer_run.keep_refused

        def be_asked(*arguments):
            ending.is_asked = True
            return move(*arguments)

        patch.setattr(importer_run, "keep_refused", be_asked)
        work_off()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.task.state) == (State.APPLYING, "waiting")
    assert not delivery.import_run.is_settled
    ending.is_asked = False
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.import_run.is_settled) == (State.APPLIED, True)
    assert delivery.sentence == "4 files were imported."
