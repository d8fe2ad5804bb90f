"""Sessions, users and form tokens are for the desk; a reader's page does without them."""

import pytest
from django.conf import settings
from django.core import checks
from django.test import Client

from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def seen(client, path, monkeypatch, **headers):
    """What the view of an article found on its request, of what the middlewares put there."""
    found = set()

    def look(request):
        found.update(name for name in ("session", "user", "_messages") if hasattr(request, name))
        return False

    monkeypatch.setattr("articles.web.article_page.is_reader", look)
    assert client.get(path, headers=headers).status_code == 200
    return found


def test_a_readers_request_has_no_session_and_no_user(client, monkeypatch):
    path = make_article().get_absolute_url()
    assert seen(client, path, monkeypatch) == set()
    assert seen(client, path, monkeypatch, cookie="csrftoken=aaa; theme=dark") == set()


def test_who_brings_a_session_has_a_user(client, monkeypatch):
    path = make_article().get_absolute_url()
    client.force_login(make_user())
    assert seen(client, path, monkeypatch) == {"session", "user", "_messages"}


def test_a_form_needs_its_token_on_every_path():
    client = Client(enforce_csrf_checks=True)
    path = make_article().get_absolute_url()
    for address in (path, "/", "/admin/login/"):
        assert client.post(address).status_code == 403
    assert client.get(path).status_code == 200


def test_the_desk_has_all_of_them(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get("/admin/").status_code == 200


def test_django_finds_the_middlewares_that_its_desk_needs():
    found = {error.id for error in checks.run_checks()}
    assert not found & {"admin.E408", "admin.E409", "admin.E410"}
    assert "django.contrib.sessions.middleware.SessionMiddleware" not in settings.MIDDLEWARE
