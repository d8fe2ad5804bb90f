"""Links for a password: invitations, forgotten passwords, and what a link says that is over."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.accounts.password_links import LASTS, LinkRefused, Reason, open_link, use_link
from articles.models import AccountLink, AuditEntry, RoleGroup
from articles.reviewing.editorial_mail import wait_for_mail
from tests.factories import make_subject, make_user
from tests.made_once import made_once

NEW = "boats off the coast"
BOTH = {"new_password1": NEW, "new_password2": NEW}
LINK = re.compile(r'value="https?://[^/"]+(/admin/new-password/[^"]+)"')


@made_once
def root():
    return make_user("root", is_superuser=True, email="root@example.org")


@made_once
def anna(root):
    return make_user("anna", role="writer", email="anna@example.org")


@pytest.fixture
def desk(root):
    client = Client(REMOTE_ADDR="192.0.2.77")
    client.force_login(root)
    return client


def invite(desk, **values):
    data = {"username": "bert", "email": "bert@example.org", "first_name": "Bert"}
    data["role"] = RoleGroup.objects.get(role="subject-editor").group_id
    return desk.post(reverse("admin:auth_user_invite"), data | values)


def new_link(desk, account):
    response = desk.post(reverse("admin:auth_user_link", args=[account.pk]))
    return link_in(response)


def link_in(response):
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return LINK.search(response.content.decode())[1]


def sign_in(name, password):
    return Client().post(reverse("admin:login"), {"username": name, "password": password})


def told():
    return list(AuditEntry.objects.order_by("pk").values_list("kind", "actor_name", "account_name"))


def test_somebody_is_invited_and_chooses_a_password_once(desk):
    physics = make_subject("physics")
    link = link_in(invite(desk, subjects=[physics.pk]))
    bert = get_user_model().objects.get(username="bert")
    assert (bert.is_staff, bert.is_superuser, bert.first_name) == (True, False, "Bert")
    assert not bert.has_usable_password()
    assert [group.name for group in bert.groups.all()] == ["Subject editor"]
    assert list(bert.subjects.all()) == [physics]

    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(link)
    assert page["Referrer-Policy"] == "same-origin"  # with another no browser sends the form
    html = page.content.decode()
    assert "bert" in html
    assert "at least 12 characters" in html
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    weak = {"new_password1": "short", "new_password2": "short"}
    html = stranger.post(link, weak | {"csrfmiddlewaretoken": token}).content.decode()
    assert "too short" in html
    chosen = stranger.post(link, BOTH | {"csrfmiddlewaretoken": token}, follow=True)
    assert "Your password is set." in chosen.content.decode()
    assert sign_in("bert", NEW).status_code == 302
    for used in (stranger.get(link), Client().post(link, BOTH)):
        assert used.status_code == 410
        assert "This link has been used" in used.content.decode()
    assert told() == [
        ("account-made", "root", "bert"),
        ("link-made", "root", "bert"),
        ("password-changed", "bert", "bert"),
        ("signed-in", "bert", "bert"),
    ]


def test_a_new_link_replaces_the_one_before(desk, anna):
    first, second = new_link(desk, anna), new_link(desk, anna)
    page = Client().post(first, BOTH)
    assert (page.status_code, "there is a newer one" in page.content.decode()) == (410, True)
    assert Client().post(second, BOTH).status_code == 302


def test_it_opens_nothing_after_72_hours(desk, anna):
    link = new_link(desk, anna)
    left = AccountLink.objects.get().expires_at - timezone.now()
    assert timedelta(0) <= LASTS - left < timedelta(minutes=1)
    assert LASTS.total_seconds() == 72 * 3600
    AccountLink.objects.update(expires_at=timezone.now())
    for page in (Client().get(link), Client().post(link, BOTH)):
        assert page.status_code == 410
        assert "has expired, 72 hours after" in page.content.decode()
    assert sign_in("anna", NEW).status_code == 200


def test_a_forgotten_password_stays_until_another_is_chosen_and_then_all_sessions_end(desk, anna):
    old = Client()
    assert old.post("/admin/login/", {"username": "anna", "password": "correct horse"}).url
    link = new_link(desk, anna)
    assert old.get("/admin/").status_code == 200
    # In a browser in which somebody else is signed in: who is not, afterwards.
    assert desk.post(link, BOTH).status_code == 302
    assert old.get("/admin/").status_code == desk.get("/admin/").status_code == 302
    assert sign_in("anna", "correct horse").status_code == 200
    assert sign_in("anna", NEW).status_code == 302


def test_a_link_ends_with_a_password_set_otherwise_and_with_deactivation(desk, anna):
    link = new_link(desk, anna)
    own = Client()
    own.force_login(anna)
    own.post(reverse("admin:password_change"), BOTH | {"old_password": "correct horse"})
    assert Client().get(link).status_code == 410
    link = new_link(desk, anna)
    get_user_model().objects.filter(pk=anna.pk).update(is_active=False)
    assert "may not sign in" in Client().get(link).content.decode()
    page = desk.post(reverse("admin:auth_user_link", args=[anna.pk])).content.decode()
    assert "Make it active first" in page
    assert not LINK.search(page)


def test_what_is_made_up_or_cut_off_opens_nothing(desk, anna):
    link = new_link(desk, anna)
    for wrong in (link[:-3] + "/", link.replace(":", "x", 1), "/admin/new-password/x/"):
        page = Client().get(wrong)
        assert page.status_code == 404, wrong
        assert "no link of this site" in page.content.decode()
    secret = link.split("/")[3]
    assert AccountLink.objects.get().digest not in secret


def test_of_two_at_one_moment_one_chooses(desk, anna):
    token = new_link(desk, anna).split("/")[3]
    first, second = open_link(token), open_link(token)
    use_link(first)
    with pytest.raises(LinkRefused) as refused:
        use_link(second)
    assert refused.value.reason == Reason.USED


def test_an_invitation_lacks_nothing(desk, anna):
    html = invite(desk, username="anna", email="", role="").content.decode()
    assert "already exists" in html
    assert html.count("This field is required.") == 2
    assert not AccountLink.objects.exists()


def test_it_is_sent_by_e_mail_where_there_is_a_server(
    desk, settings, django_capture_on_commit_callbacks
):
    settings.SENDS_EMAIL = True
    with django_capture_on_commit_callbacks(execute=True):
        response = invite(desk)
    wait_for_mail()
    (message,) = mail.outbox
    assert message.to == ["bert@example.org"]
    assert message.subject.endswith("your invitation")
    assert link_in(response) in message.body
    assert "It was sent to bert@example.org as well." in response.content.decode()


def test_none_is_sent_without(desk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(desk)
    wait_for_mail()
    assert mail.outbox == []
