"""“Tell us what you looked for”: a plain form that only a page of this site can send."""

from urllib.parse import urlencode

import pytest

from articles.audience import count_flusher, search_notes
from articles.models import SearchNote
from tests.factories import make_article
from tests.web.parsing import SITE, parse

OURS = {"origin": SITE, "sec-fetch-site": "same-origin"}
FORM = "application/x-www-form-urlencoded"
PAGE = "/search/note"


@pytest.fixture(autouse=True)
def _nothing_waits():
    search_notes.forget()
    yield
    search_notes.forget()


def send(client, headers=OURS, address="192.0.2.7", content_type=FORM, **data):
    """As a browser sends the form."""
    body = urlencode({"q": "tides moon", "note": "Two a day?", **data})
    return client.post(PAGE, body, content_type=content_type, headers=headers, REMOTE_ADDR=address)


def notes():
    count_flusher.flush()
    return list(SearchNote.objects.values_list("search__text", "text"))


def test_the_form_of_the_page_is_taken_and_answered_by_thanks(client, get):
    make_article()
    (form,) = get("/search?q=zymurgical").tree.xpath("//form[@action='/search/note']")
    assert form.xpath(".//*[@name]/@name") == ["q", "note", "website"]
    response = send(client, q="Zymurgical", note="How is beer brewed?")
    assert response.status_code == 303
    assert response.url == "/search/note/thanks?q=Zymurgical"
    assert notes() == [("zymurgical", "How is beer brewed?")]
    thanks = client.get(response.url)
    page = parse(thanks)
    assert page.text("//h1") == "Thank you"
    assert page.links == ["/search?q=Zymurgical"]
    for answer in (response, thanks):
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Cache-Control"] == "private, no-store"


def test_thanks_print_what_was_typed_as_text(client):
    page = client.get("/search/note/thanks", {"q": "<script>alert(1)</script>"})
    assert b"<script>alert" not in page.content


def test_whoever_only_asks_for_the_address_is_led_to_the_search(client):
    response = client.get(PAGE)
    assert (response.status_code, response.url) == (302, "/search")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://attacker.example", "sec-fetch-site": "cross-site"},
        {"origin": "null"},
        {"referer": "https://attacker.example/"},
    ],
)
def test_an_attackers_form_is_refused_with_a_sentence(client, headers):
    response = send(client, headers)
    assert response.status_code == 403
    assert "from the page of results alone" in parse(response).text("//p[@class='lead']")
    assert notes() == []


def test_what_no_browser_sends_is_not_read(client):
    assert send(client, content_type="application/json").status_code == 400
    assert send(client, content_type=f"{FORM}; charset=utf-7").status_code == 400
    assert notes() == []


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        (" \n", "Write what you looked for"),
        ("x" * 501, "at most 500 characters; yours has 501."),
    ],
)
def test_a_refusal_keeps_what_was_written(client, note, sentence):
    response = send(client, note=note)
    assert response.status_code == 400
    page = parse(response)
    assert sentence in page.text("//p[@class='lead']")
    assert page.tree.xpath("string(//main//input[@name='q']/@value)") == "tides moon"
    assert page.tree.xpath("string(//main//textarea)").strip() == note.strip()
    assert notes() == []


def test_too_many_notes_are_refused_and_said_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(search_notes, "MOST_AN_HOUR", 2)
    assert [send(client, note=f"Note {n}").status_code for n in range(3)] == [303, 303, 429]
    response = send(client)
    assert response["Retry-After"] == "3600"
    assert parse(response).tree.xpath("string(//main//textarea)").strip() == "Two a day?"
    assert send(client, address="192.0.2.8").status_code == 303
    assert len(notes()) == 3


def test_whoever_fills_in_what_no_person_sees_is_thanked_and_forgotten(client):
    assert send(client, website="https://spam.example").status_code == 303
    assert notes() == []


def test_a_search_that_may_be_personal_is_not_kept_with_its_note(client):
    send(client, q="my name is jane", note="My exam")
    assert notes() == [("", "My exam")]


def test_a_note_is_taken_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert send(client).status_code == 303
