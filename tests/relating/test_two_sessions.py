"""Relating beside those who write, on PostgreSQL: nothing that is due is lost."""

import pytest
from django.db import transaction

from articles.models import RelatingDue, RelatingStage
from articles.publishing.effects.relating_queue import mark_due
from articles.relating import start_over
from tests.factories import make_article
from tests.sessions import PATIENCE_SECONDS, start

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mark_beside_a_batch_that_holds_the_article_is_kept():
    article = make_article()
    with transaction.atomic():
        due = RelatingDue.objects.select_for_update().get()
        future = start(lambda: mark_due([article.pk]))
        assert not future.done()
        due.stage = RelatingStage.FILL
        due.save()
    future.result(PATIENCE_SECONDS)
    assert RelatingDue.objects.get().stage == RelatingStage.READ


def test_starting_over_beside_a_publisher_meets_what_that_marks():
    article = make_article()
    RelatingDue.objects.all().delete()
    with transaction.atomic():
        mark_due([article.pk], RelatingStage.FILL)
        future = start(start_over)
        assert not future.done()
    assert future.result(PATIENCE_SECONDS) == 1
    assert RelatingDue.objects.get().stage == RelatingStage.READ
