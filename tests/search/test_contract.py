"""What both back ends do alike: the tests run on the vendor of DATABASE_URL."""

import pytest

from articles.models import Article
from articles.search import search
from tests.factories import make_article

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "light": "What is refraction and how does it affect light?",
    "chlorophyll": "What is the role of chlorophyll in photosynthesis?",
    "fission": "How does nuclear fission release energy?",
    "fusion": "How does nuclear fusion power the stars?",
    "vector": "How do you remove elements from a vector in C++?",
    "array": "How do you remove elements from an array in Java?",
    "it": "What is IT?",
    "who": "Who are the Who?",
    "tokyo": "Why is 東京都 called a prefecture?",
    "cafe": "What made the Café de Flore famous?",
}


@pytest.fixture
def library():
    return {
        name: make_article(name, title=question, article_title="", question="", seo_keywords="")
        for name, question in QUESTIONS.items()
    }


def found(text, **options):
    results = search(text, **options)
    slugs = dict(Article.objects.values_list("pk", "slug"))
    return [slugs[hit.article_id] for hit in results.hits]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_finds_itself_first(library, name):
    assert found(QUESTIONS[name])[0] == name


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("chlorophyll photosynthesis", "chlorophyll"),
        ("photosynthesis role chlorophyll", "chlorophyll"),
        ("energy nuclear", "fission"),
        ("refracting light", "light"),
        ("what is the role of chlor", "chlorophyll"),
        ("remove elements c++", "vector"),
        ("IT", "it"),
        ("the who", "who"),
        ("東京", "tokyo"),
        ("京都", "tokyo"),
        ("CAFE FLORE", "cafe"),
    ],
)
def test_the_article_that_is_meant_comes_first(library, text, first):
    assert found(text)[0] == first
