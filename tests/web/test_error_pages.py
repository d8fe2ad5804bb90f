"""Pages for what is not there, and suggestions of what was meant."""

import pytest
from django.test import RequestFactory

from articles.publishing import withdraw
from articles.web import error_pages
from tests.factories import make_article, make_subject
from tests.web.parsing import parse


def test_a_404_names_the_subject_and_the_nearest_questions(client):
    near = make_article("how-is-the-speed-of-light-measured")
    make_article("what-is-heat")
    response = client.get("/learn/physics/questions/how-is-the-speed-of-light-measu")
    page = parse(response)
    assert response.status_code == 404
    assert near.get_absolute_url() in page.links
    assert "/learn/physics" in page.links
    assert "/learn/physics/questions/what-is-heat" not in page.links
    assert page.meta("robots") == "noindex,follow"
    assert page.link("canonical") is None


def test_the_same_question_in_another_subject_is_suggested(client):
    make_subject("physics")
    moved = make_article("what-is-heat", subject="chemistry")
    make_article("what-is-heat", subject=make_subject("others", is_listed=False))
    links = parse(client.get("/learn/physics/questions/what-is-heat")).links
    assert [link for link in links if "/questions/" in link] == [moved.get_absolute_url()]


def test_a_question_in_other_words_is_suggested(client):
    near = make_article("how-is-heat-measured", title="How is heat measured?")
    links = parse(client.get("/learn/physics/questions/ways-of-measuring-heat")).links
    assert near.get_absolute_url() in links


def test_what_has_little_to_do_with_it_is_not_suggested(client):
    make_article("how-is-heat-measured", title="How is heat measured?")
    make_article("what-is-the-role-of-heat", title="What is the role of heat in a volcano?")
    for slug in ("heat-death-of-distant-galaxies-and-entropy", "the-role-of-women", "xqzzy"):
        links = parse(client.get(f"/learn/physics/questions/{slug}")).links
        assert [link for link in links if "/questions/" in link] == [], slug


def test_an_unknown_address_leads_home(client):
    page = parse(client.get("/nothing/here"))
    assert page.links == ["/learn", "/"]


def test_a_404_costs_little(client, django_assert_max_num_queries):
    for number in range(40):
        make_article(f"what-is-heat-{number}")
    with django_assert_max_num_queries(8):
        client.get("/learn/physics/questions/what-is-heat-in-physics")


def test_a_withdrawn_page_says_so(client):
    article = withdraw(make_article("what-is-heat"))
    response = client.get(article.get_absolute_url())
    page = parse(response)
    assert response.status_code == 410
    assert page.text("//h1") == "This page was withdrawn"
    assert page.meta("robots") == "noindex,follow"


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (error_pages.bad_request, 400),
        (error_pages.forbidden, 403),
        (error_pages.csrf_failure, 403),
        (error_pages.server_error, 500),
    ],
)
def test_other_errors_have_a_page_and_ask_no_database(view, status, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = view(RequestFactory().get("/"))
    assert response.status_code == status
    assert parse(response).meta("robots") == "noindex,follow"
    assert response["Cache-Control"] == "private, no-store"


def test_a_failing_view_shows_the_page_and_no_traceback(client, monkeypatch):
    def fail():
        raise RuntimeError("the secret of the server")

    client.raise_request_exception = False
    monkeypatch.setattr("articles.web.home_page.current_site", fail)
    response = client.get("/")
    assert response.status_code == 500
    assert b"secret" not in response.content
    assert b"Something went wrong" in response.content


def test_a_template_that_fails_leaves_a_sentence(monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("no manifest")

    monkeypatch.setattr("articles.web.error_pages.page", fail)
    response = error_pages.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert response.content.startswith(b"Something went wrong")


def test_the_path_is_not_printed_back(client):
    response = client.get("/<script>alert(1)</script>")
    assert b"alert(1)" not in response.content
