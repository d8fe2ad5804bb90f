"""What is saved in the desk is found by its meaning at once."""

import pytest

from articles.models import ArticleVector
from articles.search.meaning import process
from tests.factories import make_article
from tests.search.meaning.tiny_model import needs_model_packages, write_model

pytestmark = needs_model_packages


@pytest.fixture(autouse=True)
def _model(settings, tmp_path):
    settings.SEARCH_MODEL = write_model(tmp_path / "model")
    process.forget()
    yield
    process.forget()


def test_a_save_computes_its_vector(open_form, save):
    article = make_article("a", answer="hungry")
    assert save(article, open_form(article) | {"answer": "ocean"}).status_code == 302
    article.refresh_from_db()
    assert ArticleVector.objects.get().version == article.version == 2
