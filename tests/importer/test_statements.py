"""With DEBUG, Django keeps the statements of a connection: a long command forgets them."""

import pytest
from django.db import connection, reset_queries

from articles.relating import relate_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def debug(settings):
    settings.DEBUG = True
    reset_queries()
    yield
    reset_queries()


def test_an_import_keeps_the_statements_of_no_batch(debug, settings, write, run_import):
    settings.IMPORT_BATCH_FILES = 1
    for slug in "abcdefgh":
        write("physics", slug)
    kept = []
    run_import(write.folder, on_plan=lambda plan: kept.append(len(connection.queries)))
    assert kept == [0] * 8


def test_relating_keeps_the_statements_of_no_batch(debug, write, run_import):
    for slug in "abcdefgh":
        write("physics", slug)
    run_import(write.folder)
    kept = []
    relate_due(progress=lambda done, total: kept.append(len(connection.queries)))
    assert kept == [0, 0, 0]


def test_without_it_a_reader_of_statements_is_left_alone(
    write, run_import, django_assert_max_num_queries
):
    with django_assert_max_num_queries(1_000) as captured:
        run_import(write("physics", "a"))
    assert len(captured) > 10
