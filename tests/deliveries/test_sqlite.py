"""A database that cannot grow: the worker says so, and nothing is lost."""

import pytest
from django.db import connection

from articles.deliveries import KINDS, approve
from articles.models import Article, Delivery, TaskRun
from tests.deliveries.conftest import file_of

State = Delivery.State
FILES = {
    f"physics/question-{number}.md": file_of(f"Question {number}?", f"{number} " * 900)
    for number in range(12)
}


def pages(most=None):
    """Let the database have so many pages; return how many it has."""
    with connection.cursor() as cursor:
        if most:
            cursor.execute(f"PRAGMA max_page_count = {most}")
        cursor.execute("PRAGMA page_count")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_runs_out_of_disk_says_so_and_loses_nothing(bring_files, work_off, settings):
    settings.IMPORT_BATCH_FILES = 2
    delivery = bring_files(FILES)

    def approve_and_work():
        approve(delivery, KINDS, digest=delivery.plan_digest, user=delivery.user)
        work_off()
        delivery.refresh_from_db()

    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    pages(most=pages() + 14)
    try:
        approve_and_work()
    finally:
        pages(most=2**30)
    assert delivery.state == State.PLANNED
    assert "no room left" in delivery.sentence
    task = TaskRun.objects.get(pk=delivery.task_id)
    assert (task.state, task.sentence) == ("failed", delivery.sentence)
    written = Article.objects.count()
    assert 0 < written < len(FILES)
    # There is room again: the rest is planned, approved and imported, as the same import.
    approve_and_work()
    assert (delivery.state, delivery.counts["created"]) == (State.PLANNED, len(FILES) - written)
    approve_and_work()
    assert delivery.state == State.APPLIED
    assert Article.objects.count() == len(FILES)
    assert delivery.import_run.is_settled
