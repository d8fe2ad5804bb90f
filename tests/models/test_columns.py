"""The order of an article's columns."""

import pytest
from django.db import connection

from articles.models import Article

pytestmark = pytest.mark.django_db


def test_nothing_that_a_list_reads_stands_behind_the_answer():
    """SQLite reads the pages of a long text for whatever stands behind it; Django puts a relation
    of a table to itself last whenever it makes the table anew. PostgreSQL, where the order means
    nothing, keeps long texts apart."""
    assert Article._meta.concrete_fields[-1].name == "answer"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            table = Article._meta.db_table
            columns = connection.introspection.get_table_description(cursor, table)
        names = [column.name for column in columns]
        assert set(names[names.index("answer") :]) == {"answer", "canonical_id"}
