"""A library that is older than its related questions."""

from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunSQL

from articles.models import (
    ComputedRelated,
    RelatingDue,
    RelatingStage,
    TermFrequencies,
    TextPosting,
    TextSignature,
)
from tests.relating.makers import computed, make_library

pytestmark = pytest.mark.django_db


def test_a_library_that_is_older_than_its_relating_is_filled_by_the_command():
    articles = [article for alike in make_library().values() for article in alike]
    # What the migration that brought them in has found and left.
    for model in (ComputedRelated, RelatingDue, TermFrequencies, TextPosting, TextSignature):
        model.objects.all().delete()
    migration = import_module("articles.migrations.0007_computed_related").Migration
    (make_due,) = (one for one in migration.operations if isinstance(one, RunSQL))
    with connection.cursor() as cursor:
        cursor.execute(make_due.sql)
    assert RelatingDue.objects.filter(stage=RelatingStage.READ).count() == 24
    call_command("fill_related", stdout=StringIO(), stderr=StringIO())
    assert [len(computed(article)) for article in articles] == [4] * 24
    assert not RelatingDue.objects.exists()
