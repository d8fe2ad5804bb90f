"""What PostgreSQL alone has: a configuration of its own."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def lexemes(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('articles_search', %s))", [text])
        return cursor.fetchone()[0]


def test_no_word_is_a_stop_word_and_english_ones_are_stemmed():
    assert lexemes("what is it who cells refracting h2o") == sorted(
        ["what", "is", "it", "who", "cell", "refract", "h2o"]
    )
