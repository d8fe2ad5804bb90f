"""Editors at work."""

import pytest
from django.urls import reverse

from articles.models import Article
from tests.admin.page_forms import form_data
from tests.factories import make_user
from tests.made_once import made_once

EDITOR_RIGHTS = (
    [
        f"{action}_{model}"
        for model in ("article", "redirect", "subject", "image", "topic", "page", "person")
        for action in ("add", "change", "delete", "view")
    ]
    + ["publish_article", "every_subject"]
    + ["view_finding", "change_finding", "view_importrun", "view_conflict"]
    + [
        f"{action}_{model}"
        for model in ("feedback", "unknownaddress", "readersearch")
        for action in ("view", "change")
    ]
)


@made_once
def editor():
    return make_user("editor", permissions=EDITOR_RIGHTS)


@pytest.fixture
def desk(client, editor):
    """The test client, logged in as an editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def open_form(desk):
    """Open an article's page; returns what a browser would send for the untouched form."""

    def opened(article):
        response = desk.get(change_url(article))
        assert response.status_code == 200
        return form_data(response.content.decode())

    return opened


@pytest.fixture
def save(desk):
    """Send the form of an article; returns the response."""

    def sent(article, data):
        return desk.post(change_url(article), data)

    return sent


def change_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def fresh(article):
    return Article.objects.select_related("subject").get(pk=article.pk)
