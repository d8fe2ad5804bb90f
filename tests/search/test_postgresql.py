"""What PostgreSQL alone has: a configuration of its own."""

import pytest
from django.db import connection

from articles.models import SearchDocument
from articles.search.index_rebuild import rebuild
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def lexemes(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('articles_search', %s))", [text])
        return cursor.fetchone()[0]


def test_no_word_is_a_stop_word_and_english_ones_are_stemmed():
    assert lexemes("what is it who cells refracting h2o") == sorted(
        ["what", "is", "it", "who", "cell", "refract", "h2o"]
    )


def pending_pages():
    """Pages of the indexes' lists of what is not sorted in yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(gin_clean_pending_list(indexrelid::regclass)) FROM pg_index"
            " WHERE indrelid = 'articles_searchdocument'::regclass"
            " AND indexrelid::regclass::text LIKE '%vector'"
        )
        return cursor.fetchone()[0]


def test_what_a_rebuild_writes_is_sorted_into_the_index():
    """Cleaning tells how much there was to clean."""
    make_article("one", title="What is refraction?")
    assert pending_pages() > 0
    make_article("two", title="What is reflection?")
    SearchDocument.objects.update(description="stale")
    rebuild()
    assert pending_pages() == 0
