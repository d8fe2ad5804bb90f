"""“Was this answer helpful?”: a plain form that only a page of this site can send."""

from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction

from articles.models import Feedback, Readership
from articles.publishing import withdraw
from tests.factories import make_article, make_user
from tests.made_once import made_once
from tests.web.parsing import SITE, parse

OURS = {"origin": SITE, "sec-fetch-site": "same-origin"}


@made_once
def article():
    return make_article("what-is-light", title="What is light?")


FORM = "application/x-www-form-urlencoded"


def send(client, article, headers=OURS, address="192.0.2.7", **data):
    """As a browser sends the form."""
    body = urlencode({"helpful": "yes", **data})
    return client.post(
        f"/feedback/{article.pk}", body, content_type=FORM, headers=headers, REMOTE_ADDR=address
    )


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=x; charset=base64",
        f"{FORM}; charset=utf-7",
        "application/json",
    ],
)
def test_what_no_browser_sends_is_not_read(client, article, content_type):
    body = b'--x\r\nContent-Disposition: form-data; name="helpful"\r\n\r\nyes\r\n--x--\r\n'
    path = f"/feedback/{article.pk}"
    response = client.generic("POST", path, body, content_type=content_type, headers=OURS)
    assert response.status_code == 400
    assert votes() == []


@contextmanager
def read_only_database():
    """Within the block the database refuses every write."""
    is_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
        yield
        if is_sqlite:
            cursor.execute("PRAGMA query_only = OFF")
        transaction.set_rollback(True)  # PostgreSQL's setting goes with the savepoint


def votes():
    return [row.is_helpful for row in Feedback.objects.order_by("pk")]


def test_the_form_needs_no_token_cookie_or_script(client, article):
    response = client.get(article.get_absolute_url())
    page = parse(response)
    (form,) = page.tree.xpath("//form[@class='feedback']")
    assert form.get("method") == "post"
    assert form.get("action") == f"/feedback/{article.pk}"
    assert form.xpath(".//button/@value") == ["yes", "no"]
    assert form.xpath("string(.//textarea/@maxlength)") == "1000"
    assert not form.xpath(".//input[@type='hidden']")
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_vote_is_answered_by_thanks_that_lead_back(client, article):
    response = send(client, article)
    assert response.status_code == 303
    assert response.url == f"/feedback/{article.pk}/thanks?helpful=yes"
    thanks = client.get(response.url)
    page = parse(thanks)
    assert page.text("//h1") == "Thank you"
    assert page.links == [article.get_absolute_url()]
    assert page.meta("robots") == "noindex,follow"
    for answer in (response, thanks):
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Cache-Control"] == "private, no-store"
    assert Readership.objects.get().helpful == 1


def test_the_thanks_offer_a_note_for_the_same_vote(client, article):
    page = parse(client.get(send(client, article, helpful="no").url))
    assert page.tree.xpath("//form//input[@name='helpful']/@value") == ["no"]
    response = send(client, article, helpful="no", note=" <b>Wrong</b>\r\nsign ")
    assert response.url == f"/feedback/{article.pk}/thanks"
    assert not parse(client.get(response.url)).tree.xpath("//main//form")
    row = Feedback.objects.get()
    assert (row.note, row.is_helpful) == ("<b>Wrong</b>\nsign", False)


def test_thanks_print_no_word_of_the_address_back(client, article):
    page = client.get(f"/feedback/{article.pk}/thanks?helpful=<script>")
    assert page.status_code == 200
    assert b"<script>" not in page.content
    assert not parse(page).tree.xpath("//main//form")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": SITE},
        {"origin": SITE, "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin"},
        {"referer": f"{SITE}/learn/physics/questions/what-is-light"},
        {"origin": "http://testserver"},
        {"origin": "http://TESTSERVER:80"},
    ],
)
def test_a_form_of_this_site_is_taken(client, article, headers):
    assert send(client, article, headers).status_code == 303
    assert votes() == [True]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://attacker.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://attacker.example"},
        {"origin": "https://attacker.example", "referer": f"{SITE}/"},
        {"origin": "null"},
        {"origin": "null", "referer": f"{SITE}/"},
        {"origin": ""},
        {"origin": SITE, "sec-fetch-site": "cross-site"},
        {"origin": SITE, "sec-fetch-site": "same-site"},
        {"origin": SITE, "sec-fetch-site": "none"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"referer": "https://attacker.example/http://127.0.0.1:8000/"},
        {"referer": "http://127.0.0.1:8000.attacker.example/"},
        {"referer": "http://127.0.0.1:8000@attacker.example/"},
        {"referer": "http://[broken"},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "http://127.0.0.1"},
    ],
)
def test_an_attackers_form_is_refused_with_a_sentence(client, article, headers):
    response = send(client, article, headers)
    assert response.status_code == 403
    assert "from the page of the article alone" in parse(response).text("//p[@class='lead']")
    assert votes() == []


def test_a_host_that_is_not_ours_is_refused(client, article):
    headers = {"origin": "http://attacker.example", "host": "attacker.example"}
    assert send(client, article, headers).status_code == 400
    assert votes() == []


def test_one_visitor_has_one_vote(client, article):
    for helpful in ("yes", "no", "no"):
        send(client, article, helpful=helpful)
    send(client, article, address="192.0.2.8")
    assert votes() == [False, True]


def test_the_address_behind_a_proxy_is_the_one_that_the_proxy_adds(client, article, settings):
    forged = {**OURS, "x-forwarded-for": "203.0.113.1, 198.51.100.5"}
    also_forged = {**OURS, "x-forwarded-for": "203.0.113.2, 198.51.100.5"}
    other = {**OURS, "x-forwarded-for": "198.51.100.6"}
    for headers in (forged, also_forged, other):
        send(client, article, headers)
    assert len(votes()) == 1  # no proxy: the header is anybody's
    settings.TRUST_PROXY = True
    for headers in (forged, also_forged, other, OURS):
        send(client, article, headers)
    assert len(votes()) == 3  # without the header it is the address that the server sees, again


def test_no_address_is_kept(client, article):
    send(client, article, address="192.0.2.77", note="A note.")
    row = Feedback.objects.values().get()
    assert "192.0.2.77" not in str(row)


def test_who_sends_too_much_is_told_so(client):
    articles = [make_article() for _ in range(21)]
    for article in articles[:20]:
        assert send(client, article).status_code == 303
    response = send(client, articles[20])
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    page = parse(response)
    assert "please try again later" in page.text("//p[@class='lead']")
    assert articles[20].get_absolute_url() in page.links


def test_who_fills_in_the_trap_is_thanked_and_not_counted(client, article):
    assert send(client, article, website="https://spam.example").status_code == 303
    assert votes() == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"helpful": "perhaps"}, "Choose “Yes” or “No”, please."),
        ({"helpful": ""}, "Choose “Yes” or “No”, please."),
        ({"note": "x" * 1_001}, "A note has at most 1,000 characters; yours has 1,001."),
    ],
)
def test_what_cannot_be_taken_is_told(client, article, data, sentence):
    response = send(client, article, **data)
    assert response.status_code == 400
    assert parse(response).text("//p[@class='lead']") == sentence
    assert votes() == []


def test_the_bare_address_leads_to_the_article(client, article):
    response = client.get(f"/feedback/{article.pk}")
    assert (response.status_code, response.url) == (302, article.get_absolute_url())
    assert client.put(f"/feedback/{article.pk}").status_code == 405


@pytest.mark.parametrize("path", ["/feedback/{}", "/feedback/{}/thanks"])
def test_only_a_live_article_has_feedback(client, path):
    hidden = [make_article(status="draft").pk, withdraw(make_article()).pk, 10**6, 10**30]
    for key in hidden:
        assert client.get(path.format(key)).status_code == 404
        assert client.post(f"/feedback/{key}", {"helpful": "yes"}, headers=OURS).status_code == 404


def test_a_draft_has_no_form(client):
    draft = make_article(status="draft")
    client.force_login(make_user(is_superuser=True))
    assert not parse(client.get(draft.get_absolute_url())).tree.xpath("//main//form")


def test_what_the_database_does_not_take_is_told_and_stays_in_the_form(client, article):
    with read_only_database():
        response = send(client, article, helpful="no", note=" <b>Wrong</b>\r\nsign ")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    page = parse(response)
    assert "was not taken. Please try again in a minute" in page.text("//p[@class='lead']")
    (form,) = page.tree.xpath("//main//form")
    assert form.get("action") == f"/feedback/{article.pk}"
    assert form.xpath(".//input[@name='helpful']/@value") == ["no"]
    assert form.xpath("string(.//textarea[@name='note'])").strip() == "<b>Wrong</b>\nsign"


@pytest.mark.parametrize(
    ("data", "vote"), [({"helpful": ""}, []), ({"note": "x" * 1_001}, ["yes"])]
)
def test_a_refused_note_stays_in_the_form(client, article, data, vote):
    (form,) = parse(send(client, article, **{"note": "My note", **data})).tree.xpath("//main//form")
    assert form.xpath(".//input[@type='hidden'][@name='helpful']/@value") == vote
    assert form.xpath("string(.//textarea)").strip() == data.get("note", "My note")


def test_an_attackers_note_is_not_shown(client, article):
    response = send(client, article, {"origin": "https://attacker.example"}, note="Buy this")
    assert b"Buy this" not in response.content


def test_the_thanks_say_that_a_vote_waits_to_be_counted(client, article):
    thanks = parse(client.get(f"/feedback/{article.pk}/thanks?helpful=yes&counted=later"))
    assert "counted as soon as the library is less busy" in thanks.text("//p[@class='lead']")
    assert thanks.tree.xpath("//main//form//input[@name='helpful']/@value") == ["yes"]


def test_what_it_costs(client, article, django_assert_num_queries):
    """A vote: the article, the day's salt, and nine of the vote; the first of an article two more,
    the first of a day six. The thanks: the article."""
    send(client, article)
    with django_assert_num_queries(11):
        send(client, article, address="192.0.2.8")
    with django_assert_num_queries(1):
        client.get(f"/feedback/{article.pk}/thanks?helpful=yes")
    with django_assert_num_queries(1):
        send(client, article, {"origin": "https://attacker.example"})


def report(client, article, headers=OURS, **data):
    """As a browser sends the form of the page that reports an error."""
    path, body = f"/feedback/{article.pk}/error", urlencode(data)
    return client.post(path, body, content_type=FORM, headers=headers, REMOTE_ADDR="192.0.2.7")


def test_an_error_is_reported_without_a_vote(client, article):
    page = client.get(f"/feedback/{article.pk}/error")
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies
    (form,) = parse(page).tree.xpath("//form[contains(@class, 'feedback')]")
    assert form.get("action") == f"/feedback/{article.pk}/error"
    response = report(client, article, note=" The sign\r\nis <b>wrong</b>. ")
    assert response.status_code == 303
    assert "Your report was taken." in parse(client.get(response.url)).text("//main")
    row = Feedback.objects.get()
    assert (row.is_report, row.is_helpful) == (True, None)
    assert (row.note, row.state) == ("The sign\nis <b>wrong</b>.", Feedback.State.UNREAD)
    assert list(Readership.objects.values_list("helpful", "unhelpful")) == [(0, 0)]


def test_a_report_leaves_the_vote_and_a_vote_the_report(client, article):
    report(client, article, note="Wrong.")
    send(client, article, helpful="yes")
    report(client, article, note="Wrong sign.")
    row = Feedback.objects.get()
    assert (row.is_report, row.is_helpful, row.note) == (True, True, "Wrong sign.")
    send(client, article, helpful="no")
    assert list(Readership.objects.values_list("helpful", "unhelpful")) == [(0, 1)]


@pytest.mark.parametrize(
    ("data", "headers", "status", "sentence"),
    [
        ({"note": "  "}, OURS, 400, "Say what is wrong, please."),
        ({"note": "a" * 1_001}, OURS, 400, "A note has at most 1,000 characters"),
        ({"note": "x"}, {"sec-fetch-site": "cross-site"}, 403, "from its own page alone"),
    ],
)
def test_what_is_no_report_comes_back_with_its_words(
    client, article, data, headers, status, sentence
):
    response = report(client, article, headers, **data)
    assert response.status_code == status
    page = parse(response)
    assert sentence in page.text("//p[@role='alert']")
    if len(data["note"]) > 1_000:
        assert data["note"] in page.text("//textarea")
    assert votes() == []


def test_a_program_that_fills_in_everything_reports_nothing(client, article):
    assert report(client, article, note="Buy!", website="x").status_code == 303
    assert votes() == []


def test_a_report_that_cannot_be_written_is_kept_on_the_page(client, article):
    with read_only_database():
        response = report(client, article, note="Wrong.")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert parse(response).text("//textarea") == "Wrong."
    assert client.get("/feedback/999999/error").status_code == 404
