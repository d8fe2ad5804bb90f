"""title, article_title and question: one box while they agree."""

import pytest

from tests.admin.conftest import fresh
from tests.factories import make_article


def texts(article):
    article = fresh(article)
    return article.title, article.article_title, article.question


def test_one_box_writes_all_three(open_form, save):
    article = make_article(title="Old?")
    save(article, open_form(article) | {"title": "New?"})
    assert texts(article) == ("New?", "New?", "New?")


def test_the_box_is_ticked_only_where_the_texts_differ(open_form):
    assert "separate_texts" not in open_form(make_article())
    assert "separate_texts" in open_form(make_article(question="Other?"))
    assert "separate_texts" in open_form(make_article(article_title=""))


def test_ticking_the_box_separates_the_texts(open_form, save):
    article = make_article(title="Old?")
    save(article, open_form(article) | {"separate_texts": "on", "title": "New?"})
    assert texts(article) == ("New?", "Old?", "Old?")


def test_a_text_edited_in_its_own_box_is_meant(open_form, save):
    article = make_article(title="Old?")
    save(article, open_form(article) | {"question": "New?"})
    assert texts(article) == ("Old?", "Old?", "New?")


def test_unticking_the_box_unites_the_texts(open_form, save):
    article = make_article(title="One?", article_title="Two?", question="Three?")
    data = open_form(article)
    del data["separate_texts"]
    save(article, data)
    assert texts(article) == ("One?", "One?", "One?")


@pytest.mark.parametrize("values", [("A", "B", "C"), ("A", "", ""), ("A", "A", "B")])
def test_texts_that_differ_survive_an_untouched_save(open_form, save, values):
    names = ("title", "article_title", "question")
    article = make_article(**dict(zip(names, values, strict=True)))
    save(article, open_form(article))
    assert texts(article) == values
    assert fresh(article).version == article.version
