"""Related questions: rows of the form, in order, untouched ones to the letter."""

import pytest

from articles.core.article_content import RelatedLink
from tests.admin.conftest import fresh
from tests.factories import make_article
from tests.made_once import made_once

A, B, C = (f"/learn/physics/questions/{slug}" for slug in "abc")


@made_once
def article():
    links = [RelatedLink(A, " Title of A "), RelatedLink(B, ""), RelatedLink(C, "C\nin two lines")]
    return make_article("own", related=links)


def links(article):
    return [(link.path, link.title) for link in fresh(article).content().related]


def test_untouched_rows_stay_to_the_letter(article, open_form, save):
    save(article, open_form(article) | {"author": "Somebody"})
    assert links(article) == [(A, " Title of A "), (B, ""), (C, "C\nin two lines")]


def test_rows_are_ordered_by_their_place(article, open_form, save):
    save(article, open_form(article) | {"related-2-order": "1", "related-0-order": "3"})
    assert [path for path, _ in links(article)] == [C, B, A]


def test_equal_places_keep_the_order_of_the_rows(article, open_form, save):
    save(article, open_form(article) | {"related-1-order": "1"})
    assert [path for path, _ in links(article)] == [A, B, C]
    assert fresh(article).version == article.version


def test_a_row_is_removed(article, open_form, save):
    save(article, open_form(article) | {"related-1-DELETE": "on"})
    assert [path for path, _ in links(article)] == [A, C]


def test_a_picked_article_gives_address_and_title(article, open_form, save):
    other = make_article("other", title="Other?")
    save(article, open_form(article) | {"related-3-article": str(other.pk)})
    assert links(article)[-1] == ("/learn/physics/questions/other", "Other?")
    assert fresh(article).related.get(position=4).target == other


def test_a_row_is_pointed_at_another_article(article, open_form, save):
    other = make_article("other", title="Other?")
    save(article, open_form(article) | {"related-0-article": str(other.pk)})
    assert links(article)[0] == ("/learn/physics/questions/other", "Other?")


def test_a_whole_address_is_taken_apart(article, open_form, save):
    address = "https://www.example.org/learn/Physics/questions/Later.html?x=1"
    save(article, open_form(article) | {"related-3-path": address})
    assert links(article)[-1] == ("/learn/physics/questions/later", "")


def test_an_address_gets_the_title_of_its_article(article, open_form, save):
    make_article("other", title="Other?")
    save(article, open_form(article) | {"related-3-path": "/learn/physics/questions/other"})
    assert links(article)[-1] == ("/learn/physics/questions/other", "Other?")


def test_an_article_is_found_by_the_row_that_waited_for_it(article, open_form):
    data = open_form(article)
    assert data["related-0-article"] == ""
    target = make_article("a")
    assert open_form(article)["related-0-article"] == str(target.pk)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"related-3-path": A}, "in the list already"),
        ({"related-1-path": A}, "in the list already"),
        ({"related-3-path": "/learn/physics/questions/own"}, "not related to itself"),
        ({"related-3-path": "somewhere else"}, "Choose an article, or write"),
        ({"related-0-path": ""}, "Choose an article, or write"),
        ({"related-3-title": "A title alone"}, "Choose an article, or write"),
        ({"related-3-article": "999999"}, "does not exist any more"),
        ({"related-0-order": "x"}, "Enter a whole number"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(article, open_form, save, change, message):
    response = save(article, open_form(article) | change)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert fresh(article).version == article.version


def test_a_repeated_row_is_no_repetition_once_the_first_is_removed(article, open_form, save):
    save(article, open_form(article) | {"related-0-DELETE": "on", "related-3-path": A})
    assert [path for path, _ in links(article)] == [B, C, A]


def test_rows_do_not_depend_on_primary_keys(article, open_form, save):
    """Another save has replaced the rows of the database; the form is stale, not broken."""
    data = open_form(article)
    save(article, data | {"related-0-title": "theirs"})
    assert save(article, data | {"related-1-title": "mine"}).status_code == 302
    assert links(article)[:2] == [(A, "theirs"), (B, "mine")]


@pytest.mark.parametrize("number", [2**63, 2**70, 10**30, 0, -1, 2**63 - 1])
def test_an_article_that_no_number_can_name(open_form, save, number):
    article = make_article()
    data = open_form(article)
    last = int(data["related-TOTAL_FORMS"]) - 1
    response = save(article, data | {f"related-{last}-article": str(number)})
    assert response.status_code == 200
    assert "This article does not exist any more." in response.content.decode()
    assert not article.related.exists()
