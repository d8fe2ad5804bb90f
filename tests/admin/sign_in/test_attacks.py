"""Attacks on signing in that need no guessing: planted sessions, forged forms, hosts, and what the
answers give away."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_user
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_OUT = "/admin/login/", "/admin/logout/"
RIGHT = {"username": "anna", "password": "correct horse"}


@made_once
def anna():
    return make_user("anna", is_superuser=True)


def test_a_session_that_was_planted_is_nobodys_afterwards(anna):
    client = Client()
    session = client.session
    session["planted"] = "by somebody"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    assert client.post(SIGN_IN, RIGHT).status_code == 302
    assert client.session.session_key != planted
    other = Client()
    other.cookies["sessionid"] = planted
    assert other.get("/admin/").status_code == 302


def test_no_other_site_signs_anybody_in_or_out(anna):
    client = Client(enforce_csrf_checks=True)
    assert client.post(SIGN_IN, RIGHT).status_code == 403
    client.force_login(anna)
    assert client.post(SIGN_OUT).status_code == 403
    assert client.get(SIGN_OUT).status_code == 405
    assert client.get("/admin/").status_code == 200


def test_a_host_that_a_request_names_stands_in_no_link(anna, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")
    client.force_login(anna)
    page = client.post(reverse("admin:auth_user_link", args=[anna.pk])).content.decode()
    assert f'value="{settings.SITE_URL}/admin/new-password/' in page
    assert "evil" not in page


def test_the_answer_is_the_same_whoever_s_the_name_is(anna):
    make_user("away", is_active=False)
    invited = make_user("invited")
    invited.set_unusable_password()
    invited.save()
    make_user("reader", is_staff=False)

    def said(name):
        response = Client().post(SIGN_IN, {"username": name, "password": "wrong"})
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        return response.status_code, sorted(response.cookies), text.replace(name, "NAME")

    answers = [said(name) for name in ("anna", "away", "invited", "reader", "nobody-at-all")]
    assert answers.count(answers[0]) == len(answers)


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere_by_signing_in(anna, next):
    response = Client().post(f"{SIGN_IN}?next={next}", RIGHT | {"next": next})
    assert (response.status_code, response.url) == (302, "/admin/")
