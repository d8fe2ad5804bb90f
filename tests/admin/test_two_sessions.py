"""An editor's page while somebody else writes, on PostgreSQL: a save is never a server error."""

import logging

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse

from articles.models import Article, Revision
from articles.publishing import create, delete
from tests.admin.conftest import EDITOR_RIGHTS, change_url
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_content, make_subject, make_user
from tests.sessions import PATIENCE_SECONDS, deadlocked, start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor(transactional_db):
    """One whom the other session sees, too."""
    return make_user("editor", permissions=EDITOR_RIGHTS)


@pytest.fixture
def deadlocks(caplog):
    """How many deadlocks there were, and how each was met."""
    caplog.set_level(logging.INFO, "articles.database.retry")
    return lambda: [
        record.getMessage().split("\n")[0]
        for record in caplog.records
        if record.name == "articles.database.retry"
    ]


def test_a_save_that_a_deadlock_ended_is_done_again(open_form, desk, deadlocks):
    """The whole of it: text, address and status are one transaction of the page."""
    article = make_article("old")
    data = open_form(article) | {"title": "Saved", "slug": "new"}
    data |= {"status": "withdrawn", "takes_away": "on"}
    response = deadlocked(article, lambda: desk.post(change_url(article), data))
    assert response.status_code == 302
    assert set(deadlocks()) == {"again, after: deadlock detected"}
    after = Article.objects.get()
    assert (after.title, after.slug, after.status) == ("Saved", "new", "withdrawn")
    assert after.version == 1 + Revision.objects.count() == 4


def test_a_deletion_that_a_deadlock_ended_is_done_again(desk, deadlocks):
    article = make_article()
    url = reverse("admin:articles_article_delete", args=[article.pk])
    response = deadlocked(article, lambda: desk.post(url, {"post": "yes"}))
    assert response.status_code == 302
    assert set(deadlocks()) == {"again, after: deadlock detected"}
    assert not Article.objects.exists()


def test_of_two_who_create_one_address_the_second_is_told(desk):
    subject = make_subject()
    url = reverse("admin:articles_article_add")
    values = {"title": "Mine?", "slug": "a", "subject": str(subject.pk), "answer": "Mine."}
    data = form_data(desk.get(url).content.decode()) | values
    with transaction.atomic():
        create(subject, "a", make_content("Theirs?"))
        future = start(lambda: desk.post(url, data))
        assert not future.done()
    response = future.result(PATIENCE_SECONDS)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Another article stands at this address: <a" in html
    assert "Mine." in html
    assert Article.objects.get().title == "Theirs?"


def test_of_two_who_move_to_one_address_the_second_is_told(open_form, desk):
    subject = make_subject()
    article = make_article("old")
    data = open_form(article) | {"slug": "a"}
    with transaction.atomic():
        create(subject, "a", make_content("Theirs?"))
        future = start(lambda: desk.post(change_url(article), data))
        assert not future.done()
    response = future.result(PATIENCE_SECONDS)
    assert response.status_code == 200
    assert "Another article stands at this address: <a" in response.content.decode()
    assert Article.objects.get(pk=article.pk).slug == "old"


def while_deleting(article, act):
    """Do something that waits for the deletion of the article; return its result."""
    with transaction.atomic():
        delete(article)
        future = start(act)
        assert not future.done(), future.exception()
    return future.result(PATIENCE_SECONDS)


def test_what_was_written_while_somebody_deleted_the_article_is_kept(open_form, desk):
    article = make_article()
    data = open_form(article) | {"title": "Mine?"}
    response = while_deleting(article, lambda: desk.post(change_url(article), data))
    assert response.status_code == 409
    assert "Mine?" in response.content.decode()


def test_of_two_who_delete_an_article_the_second_is_told(desk):
    article = make_article()
    url = reverse("admin:articles_article_delete", args=[article.pk])
    response = while_deleting(article, lambda: desk.post(url, {"post": "yes"}))
    assert response.status_code == 302
    (message,) = get_messages(response.wsgi_request)
    assert "doesn’t exist. Perhaps it was deleted?" in str(message)
    assert Revision.objects.get().kind == Revision.Kind.DELETED


@pytest.mark.parametrize("action", ["withdraw", "delete_selected"])
def test_a_list_goes_past_what_somebody_else_is_deleting(desk, action):
    article, other = make_article(), make_article()
    data = {"action": action, "_selected_action": [article.pk, other.pk], "post": "yes"}
    url = reverse("admin:articles_article_changelist")
    assert while_deleting(article, lambda: desk.post(url, data)).status_code == 302
    assert not Article.objects.live().exists()
