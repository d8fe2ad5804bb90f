"""What SQLite alone has: triggers, and tables that may disagree with what they index."""

import pytest
from django.db import connection

from articles import publishing
from articles.search import search
from articles.search.index_rebuild import restore_index
from tests.factories import make_article, make_content

pytestmark = pytest.mark.django_db


def found(text):
    return [hit.article_id for hit in search(text).hits]


@pytest.fixture
def article():
    return make_article("ale", title="What is zymurgy?", question="", article_title="")


def test_the_tables_of_fts5_agree_with_the_documents(article):
    publishing.revise(article, make_content("What is oenology?", answer="Wine."))
    publishing.delete(make_article("x", title="What is gone?"))
    with connection.cursor() as cursor:
        for table in ("articles_searchquestion", "articles_searchtext"):
            # Raises where they do not (sqlite.org/fts5.html, section 6.4).
            cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")


def test_one_lost_trigger_is_restored_and_its_index_filled(article):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER articles_searchdocument_update")
    publishing.revise(article, make_content("What is oenology?", answer="Wine."))
    assert found("oenology") == []
    assert restore_index() is True
    assert found("oenology") == [article.pk]
    assert found("zymurgy") == []
