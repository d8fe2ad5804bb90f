"""Checks while writing: the same as an import finds, for who may write and for nobody else."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from articles.admin.articles import live_checks
from articles.models import Article, Finding, Status
from tests.admin.conftest import change_url, fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject, make_user

CHECKS = "/admin/articles/article/checks/"
IGNORE = "/admin/articles/article/ignore/"
FAULTS = "Light is 𝑥 fast.\r\n\r\nWrite to a.mann@uni.edu at $\\notacommand{$ of it."
EMAIL = json.dumps(["email-address", "answer", "a.mann@uni.edu"])


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    live_checks.checks.buckets.clear()
    live_checks._known.clear()


@pytest.fixture
def ask(desk, open_form):
    """Send the form of an article with some fields changed; returns the piece of HTML."""

    def asked(article, **changes):
        data = open_form(article) | {"article": article.pk, **changes}
        response = desk.post(CHECKS, data)
        assert response.status_code == 200
        return response.content.decode()

    return asked


def test_what_is_wrong_is_named_with_its_place_and_what_to_do(ask):
    html = ask(make_article(), answer=FAULTS)
    assert "2 to look at" in html
    assert "A person&#x27;s e-mail address is printed" in html
    assert "Take the address away" in html
    # "Light is 𝑥 fast.\n\nWrite to " has 28 UTF-16 units: 𝑥 has two, each newline one.
    assert 'data-field="answer" data-start="28" data-end="42"' in html


def test_a_text_without_faults_has_nothing_to_look_at(ask):
    assert "Nothing to look at" in ask(make_article())


def test_texts_are_printed_as_texts(ask):
    html = ask(make_article(), answer="See ![](<script>alert(1)</script>) there.")
    assert "<script>" not in html


def test_a_link_is_checked_against_the_library(ask):
    away = make_article(status=Status.WITHDRAWN)
    html = ask(make_article(), answer=f"See [it]({away.get_absolute_url()}).")
    assert "A link leads to what was withdrawn" in html


def test_a_question_that_exists_is_linked(ask):
    known = make_article(title="How do plants turn sunlight into sugar?")
    article = make_article(title="Plants")
    html = ask(article, title="How do plants turn the sunlight into sugar?")
    assert "This question exists already" in html
    assert change_url(known) in html


def test_a_question_that_stays_is_not_looked_for(ask, django_assert_num_queries):
    make_article(title="How do plants turn sunlight into sugar?")
    article = make_article(title="How do plants turn the sunlight into sugar?")
    assert "exists already" not in ask(article)


def test_nothing_is_written(ask):
    article = make_article()
    before = fresh(article)
    ask(article, answer=FAULTS, title="Another")
    assert fresh(article).version == before.version
    assert not Finding.objects.exists()


def test_the_exact_number_of_queries(desk, open_form, django_assert_num_queries):
    article = make_article()
    data = open_form(article) | {"article": article.pk, "answer": FAULTS}
    # Session, user, the user's rights and those of groups; the article; what is ignored in it.
    with django_assert_num_queries(6):
        desk.post(CHECKS, data)
    data["answer"] = "See [it](/learn/physics/questions/nothing) and [it](/learn/a/questions/b)."
    # What stands at the links' addresses, and what redirects there.
    with django_assert_num_queries(8):
        desk.post(CHECKS, data)


def test_a_question_is_looked_for_once(desk, open_form, django_assert_num_queries):
    article = make_article()
    data = open_form(article) | {"article": article.pk, "title": "How do cells divide?"}
    desk.post(CHECKS, data)
    with django_assert_num_queries(6):
        desk.post(CHECKS, data | {"answer": "Another text."})


def test_an_ignored_problem_stays_away_while_its_words_stay(ask, desk, open_form, save):
    article = make_article()
    assert desk.post(IGNORE, {"article": article.pk, "words": EMAIL}).json() == {"ignored": True}
    html = ask(article, answer=FAULTS)
    assert "1 to look at" in html
    assert "1 ignored" in html
    save(article, open_form(article) | {"answer": FAULTS})
    states = dict(Finding.objects.values_list("kind", "is_dismissed"))
    assert states == {"email-address": True, "formula-unconverted": False}
    save(article, open_form(article) | {"answer": "Light is fast."})
    assert not Finding.objects.exists()


def test_an_open_finding_is_dismissed_and_opened_again(desk):
    article = make_article(answer=FAULTS.replace("\r", ""))
    found = Finding.objects.get(kind="email-address")
    desk.post(IGNORE, {"article": article.pk, "words": EMAIL})
    found.refresh_from_db()
    assert found.is_dismissed
    desk.post(IGNORE, {"article": article.pk, "words": EMAIL, "again": "1"})
    found.refresh_from_db()
    assert not found.is_dismissed
    assert Finding.objects.filter(kind="email-address").count() == 1


def test_advice_that_is_looked_at_again_leaves_nothing(desk):
    article = make_article()
    data = {"article": article.pk, "words": json.dumps(["hard-to-read", "answer", ""])}
    desk.post(IGNORE, data)
    assert Finding.objects.get().is_dismissed
    desk.post(IGNORE, data | {"again": "1"})
    assert not Finding.objects.exists()


def test_what_is_ignored_in_a_new_article_is_remembered_with_it(desk, db):
    make_subject()
    page = desk.get(reverse("admin:articles_article_add"))
    data = form_data(page.content.decode())
    data |= {"title": "What is it?", "slug": "what-is-it", "answer": FAULTS, "ignored": EMAIL}
    data["subject"] = make_subject().pk
    html = desk.post(CHECKS, data | {"article": ""}).content.decode()
    assert "1 ignored" in html
    assert desk.post(reverse("admin:articles_article_add"), data).status_code == 302
    article = Article.objects.get(slug="what-is-it")
    assert dict(article.findings.values_list("kind", "is_dismissed")) == {
        "email-address": True,
        "formula-unconverted": False,
    }


def test_a_save_keeps_the_findings_on_links_up_to_date(open_form, save):
    article = make_article()
    text = "See [it](/learn/physics/questions/nothing)."
    save(article, open_form(article) | {"answer": text})
    assert Finding.objects.get(article=article).kind == "link-dead"
    save(article, open_form(article) | {"answer": "Light is fast."})
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        *("", "x", "[]", '["no-kind", "answer", ""]', '["cut-off", "password", ""]'),
        *('["cut-off", 1, ""]', json.dumps(["cut-off", "answer", "x" * 300])),
        json.dumps(["cut-off", "answer", "\0"]),
    ],
)
def test_what_is_no_problem_is_not_ignored(desk, words):
    assert desk.post(IGNORE, {"article": make_article().pk, "words": words}).status_code == 400
    assert not Finding.objects.exists()


@pytest.mark.parametrize("url", [CHECKS, IGNORE])
@pytest.mark.parametrize(
    ("values", "permissions"),
    [
        (None, ()),
        ({"is_staff": True}, ("view_article", "change_subject", "change_finding")),
        ({"is_staff": False}, ("change_article",)),
    ],
    ids=["anonymous", "staff who may look", "no staff"],
)
def test_nobody_else_is_answered(client, db, url, values, permissions):
    if values:
        client.force_login(make_user("other", permissions=permissions, **values))
    assert client.post(url, {"article": "1", "words": EMAIL}).status_code == 403


def test_who_may_add_alone_reads_no_article(client, db):
    article = make_article(status=Status.DRAFT)
    client.force_login(make_user("writer", permissions=("add_article",)))
    assert client.post(CHECKS, {"article": article.pk}).status_code == 403
    assert client.post(CHECKS, {"article": "", "answer": "x"}).status_code == 200


def test_who_may_not_change_findings_ignores_none(client, db):
    client.force_login(make_user("writer", permissions=("change_article",)))
    response = client.post(IGNORE, {"article": make_article().pk, "words": EMAIL})
    assert response.status_code == 403


@pytest.mark.parametrize("url", [CHECKS, IGNORE])
def test_a_request_from_another_site_is_refused(editor, url):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(url, {"answer": "x"}).status_code == 403


@pytest.mark.parametrize("url", [CHECKS, IGNORE])
def test_only_post_is_answered(desk, url):
    assert desk.get(url).status_code == 405


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"article": "9" * 30},
        {"article": "٧", "subject": "x", "published_on": "soon", "score": "high"},
        {"title": "\0", "answer": "\0$\\frac", "seo_title": "x" * 100_000},
    ],
)
def test_whatever_is_sent_is_answered(desk, sent):
    assert desk.post(CHECKS, sent).status_code == 200


def test_too_many_questions_are_put_off(desk):
    answers = [desk.post(CHECKS, {"answer": "x"}) for _ in range(100)]
    statuses = [answer.status_code for answer in answers]
    assert statuses[:30] == [200] * 30
    first = answers[statuses.index(429)]
    assert first["Retry-After"] == "1"


def test_the_page_offers_the_list_and_says_what_to_do_without_a_script(desk):
    article = make_article(answer=FAULTS.replace("\r", ""))
    html = desk.get(change_url(article)).content.decode()
    assert f'data-live="{CHECKS}"' in html
    assert "Take the address away" in html.split("<form")[0] + html


def test_who_may_only_look_is_offered_no_checks(client, db):
    client.force_login(make_user("reader", permissions=("view_article",)))
    assert "data-live" not in client.get(change_url(make_article())).content.decode()
