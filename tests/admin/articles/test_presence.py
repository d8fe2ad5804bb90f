"""Who else has an article open is said before anybody types."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Presence
from tests.admin.conftest import EDITOR_RIGHTS, change_url
from tests.factories import make_article, make_user


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def other():
    """Another editor's browser."""
    client = Client()
    client.force_login(make_user("anna", permissions=EDITOR_RIGHTS))
    return client


def speak(client, article, **data):
    url = reverse("admin:articles_article_presence", args=[article.pk])
    return client.post(url, data).json()["others"]


def test_each_is_told_of_the_other(desk, other, article):
    assert speak(desk, article) == []
    assert speak(other, article) == ["editor"]
    assert speak(desk, article) == ["anna"]
    assert "anna has this article open, too." in desk.get(change_url(article)).content.decode()


def test_who_leaves_is_here_no_more(desk, other, article):
    speak(other, article)
    speak(other, article, left="1")
    assert speak(desk, article) == []


def test_another_article_is_another_matter(desk, other, article):
    speak(other, make_article())
    assert speak(desk, article) == []


def test_a_page_that_fell_silent_is_forgotten(desk, other, article):
    speak(other, article)
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert speak(desk, article) == []
    Presence.objects.update(seen_at=timezone.now() - timedelta(days=2))
    make_article()
    speak(other, make_article())
    assert Presence.objects.count() == 1


def test_a_sign_of_life_costs_one_write(desk, article, django_assert_num_queries):
    speak(desk, article)
    with django_assert_num_queries(6):  # session, user, two for rights, the write, the others
        speak(desk, article)


def test_who_was_seen_before_the_clock_was_set_back_is_not_here(desk, other, article):
    speak(other, article)
    Presence.objects.update(seen_at=timezone.now() + timedelta(days=1))
    assert speak(desk, article) == []
