"""A session that ended, or began anew, while somebody wrote: nothing of the form is lost."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.admin.conftest import change_url, fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TYPED = 'Mine: a < b & "c" </textarea><script>alert(1)</script>\r\n\r\nEnd.'
FROM_HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


def without_token(data):
    return {name: value for name, value in data.items() if name != "csrfmiddlewaretoken"}


@pytest.fixture
def article():
    return make_article(answer="Before.")


def test_a_save_without_a_session_comes_back_and_can_be_sent_again(
    client, editor, open_form, article
):
    data = open_form(article) | {"answer": TYPED}
    client.logout()
    response = client.post(change_url(article), data, headers=FROM_HERE)
    html = response.content.decode()
    assert response.status_code == 403
    assert "You are signed out" in html
    assert 'href="/admin/login/" target="_blank"' in html
    assert "no-store" in response["Cache-Control"]
    assert "<script>alert" not in html
    given = without_token(form_data(html, "sent-form"))
    assert given == without_token(data)
    client.force_login(editor)
    assert client.post(change_url(article), given, headers=FROM_HERE).status_code == 302
    assert fresh(article).answer == TYPED.replace("\r\n", "\n")


def test_the_token_of_an_earlier_session_gives_the_form_back_with_a_new_one(editor, article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    data = form_data(client.get(change_url(article)).content.decode()) | {"answer": TYPED}
    client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32  # signing in makes another
    response = client.post(change_url(article), data, headers=FROM_HERE)
    html = response.content.decode()
    assert response.status_code == 403
    assert "You have signed in again since" in html
    again = form_data(html, "sent-form")
    assert client.post(change_url(article), again, headers=FROM_HERE).status_code == 302
    assert fresh(article).answer == TYPED.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_no_other_site_puts_words_on_a_page_of_this_one(client, article, headers):
    data = {"answer": "Theirs."}
    response = client.post(change_url(article), data, headers=headers)
    assert response.status_code == 302
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post(change_url(article), data, headers=headers)
    assert refused.status_code == 403
    assert "Theirs." not in refused.content.decode()


def test_a_password_never_comes_back(client):
    data = {"username": "new", "password1": "my secret", "password2": "my secret"}
    response = client.post("/admin/auth/user/add/", data, headers=FROM_HERE)
    assert response.status_code == 302


def test_a_button_alone_leads_to_the_page_for_signing_in(client, article):
    response = client.post(change_url(article), {"_save": "Save"}, headers=FROM_HERE)
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize(("days", "is_renewed"), [(0.03, False), (0.05, True)])
def test_a_session_begins_anew_with_its_use(desk, editor, article, days, is_renewed):
    User.objects.filter(pk=editor.pk).update(last_login=timezone.now() - timedelta(days=days))
    ends = timezone.now() + timedelta(days=14 - days)
    Session.objects.update(expire_date=ends)
    desk.get("/")  # readers' pages look at no session
    assert Session.objects.get().expire_date == ends
    response = desk.get(change_url(article))
    assert (Session.objects.get().expire_date > ends) == is_renewed
    assert bool(re.search("sessionid", str(response.cookies))) == is_renewed
