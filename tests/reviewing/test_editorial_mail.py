"""E-mail to editors: after the commit, to whom it concerns, and never in a save's way."""

import logging
import socket

import pytest
from django.core import mail
from django.db import transaction

from articles.models import EditorialNote, Status
from articles.reviewing import comments, turns
from articles.reviewing.editorial_mail import tell, tell_published, wait_for_mail
from tests.factories import make_article, make_user
from tests.made_once import made_once

Kind = EditorialNote.Kind


@made_once
def people():
    rights = ["review_article"]
    return [
        make_user("anna", email="anna@example.org", permissions=["change_draft"]),
        make_user("ben", email="ben@example.org", permissions=rights),
        make_user("carl", email="carl@example.org", permissions=rights),
        make_user("silent", permissions=rights),
        make_user("gone", email="gone@example.org", permissions=rights, is_active=False),
    ]


@made_once
def draft():
    return make_article("light", title="What is\nlight?", status=Status.DRAFT)


@pytest.fixture
def sent(settings, django_capture_on_commit_callbacks):
    """Do something in a request of its own; return what was sent, by recipient."""
    settings.SENDS_EMAIL = True

    def sent_by(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
            assert mail.outbox == []
        wait_for_mail()
        return {message.to[0]: message for message in mail.outbox}

    return sent_by


def test_a_named_reviewer_gets_the_note_with_a_link(people, draft, sent):
    anna, ben, *_ = people
    note = turns.send(draft, author=anna, reviewer=ben, text="Please look\nat the units.")
    messages = sent(lambda: tell(draft, note))
    assert list(messages) == ["ben@example.org"]
    message = messages["ben@example.org"]
    assert message.subject == "anna has sent you “What is light?” for review."
    assert "Please look\nat the units." in message.body
    assert f"http://127.0.0.1:8000/admin/articles/article/{draft.pk}/change/\n" in message.body
    assert message.content_subtype == "plain"


def test_without_a_name_all_who_may_review_get_it_apart(people, draft, sent):
    anna, ben, *_ = people
    note = turns.send(draft, author=ben, reviewer=None)
    assert list(sent(lambda: tell(draft, note))) == ["carl@example.org"]
    note = turns.send(draft, author=anna, reviewer=None)
    assert sorted(sent(lambda: tell(draft, note))) == ["ben@example.org", "carl@example.org"]


def test_the_author_is_told_what_became_of_it(people, draft, sent):
    anna, ben, *_ = people
    turn = turns.send(draft, author=anna, reviewer=ben)
    back = turns.give_back(draft.pk, turn.pk, reviewer=ben, text="Which unit?")
    assert "Which unit?" in sent(lambda: tell(draft, back))["anna@example.org"].body
    turns.send(draft, author=anna, reviewer=ben)
    ended = turns.end(draft.pk, user=ben)
    messages = sent(lambda: tell_published(draft, ended, user=ben))
    assert messages["anna@example.org"].subject.startswith("ben has published “What is light?”")
    assert sent(lambda: tell_published(draft, ended, user=anna)) == {}


def test_a_comment_concerns_who_writes_and_who_reviews(people, draft, sent):
    anna, ben, carl, *_ = people
    turns.send(draft, author=anna, reviewer=ben)
    asked = comments.comment(draft.pk, author=carl, text="Which unit?")
    assert sorted(sent(lambda: tell(draft, asked))) == ["anna@example.org", "ben@example.org"]
    answered = comments.answer(draft.pk, asked.pk, author=anna, text="Metres.")
    messages = sent(lambda: tell(draft, answered))
    assert sorted(messages) == ["ben@example.org", "carl@example.org"]


def test_what_is_rolled_back_is_not_told(people, draft, sent):
    anna, ben, *_ = people

    def fail():
        with transaction.atomic():
            tell(draft, turns.send(draft, author=anna, reviewer=ben))
            transaction.set_rollback(True)

    assert sent(fail) == {}


def test_without_the_variable_nothing_is_sent(people, draft, sent, settings):
    settings.SENDS_EMAIL = False
    anna, ben, *_ = people
    note = turns.send(draft, author=anna, reviewer=ben)
    assert sent(lambda: tell(draft, note)) == {}
    assert tell(draft, note) == []


def test_a_mail_server_that_is_down_is_a_line_in_the_log(people, draft, sent, settings, caplog):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    anna, ben, *_ = people
    note = turns.send(draft, author=anna, reviewer=ben)
    with caplog.at_level(logging.WARNING):
        assert sent(lambda: tell(draft, note)) == {}
    assert "1 e-mail(s) to editors were not sent" in caplog.text


def test_a_file_backend_writes_what_was_said(people, draft, sent, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    anna, ben, *_ = people
    note = turns.send(draft, author=anna, reviewer=ben, text="Please look.")
    sent(lambda: tell(draft, note))
    (file,) = tmp_path.iterdir()
    assert "Please look." in file.read_text()
