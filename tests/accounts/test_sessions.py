"""Sessions of the desk: listed, and ended by their owner, an administrator, a new password."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.accounts import sessions
from articles.accounts.browser_family import browser_family
from articles.models import AccountSession, AuditEntry
from tests.admin.page_forms import form_data
from tests.factories import make_subject, make_user
from tests.made_once import made_once

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
ENGINES = ["db", "cached_db", "cache", "file"]
OWN = "admin:sessions"
NEW = {"new_password1": "boats off the coast", "new_password2": "boats off the coast"}


@made_once
def anna():
    make_subject()
    return make_user("anna", role="administrator")


@made_once
def bert():
    return make_user("bert", role="writer")


def signed_in(name="anna", agent=FIREFOX, address="192.0.2.77"):
    client = Client(REMOTE_ADDR=address, headers={"user-agent": agent})
    data = {"username": name, "password": "correct horse"}
    assert client.post(reverse("admin:login"), data).status_code == 302
    return client


def is_in(client):
    return client.get(reverse("admin:index")).status_code == 200


def rows():
    return list(AccountSession.objects.order_by("pk"))


@pytest.fixture(params=ENGINES)
def _engine(request, settings, tmp_path):
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{request.param}"
    settings.SESSION_FILE_PATH = str(tmp_path)


@pytest.mark.usefixtures("_engine")
def test_they_are_listed_and_one_is_ended_in_every_engine(anna):
    here, there = signed_in(), signed_in(agent=SAFARI, address="198.51.100.7")
    html = here.get(reverse(OWN)).content.decode()
    assert html.count("this one") == html.count(">End<") == 1
    for text in ("Firefox on Linux", "Safari on iPhone", "192.0.2.0/24", "198.51.100.0/24"):
        assert text in html
    mine, other = rows()
    assert mine.session_key not in html
    here.post(reverse(OWN), {"session": other.pk})
    assert (is_in(here), is_in(there)) == (True, False)
    assert rows() == [mine]
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.kind, entry.account_name, entry.detail) == (
        *("session-ended", "anna"),
        "Safari on iPhone",
    )


def test_this_one_is_not_ended_by_its_own_page(anna):
    here = signed_in()
    for data in ({"session": rows()[0].pk}, {"others": "1"}, {"session": "x"}):
        here.post(reverse(OWN), data)
    assert is_in(here)


def test_all_others_end_at_once_and_nobody_elses(anna, bert):
    here, there, again, berts = signed_in(), signed_in(), signed_in(), signed_in("bert")
    here.post(reverse(OWN), {"others": "1"})
    assert [is_in(one) for one in (here, there, again, berts)] == [True, False, False, True]


def test_who_may_not_change_accounts_ends_no_session_of_another(anna, bert):
    signed_in()
    berts = signed_in("bert")
    (annas,) = AccountSession.objects.filter(user=anna)
    berts.post(reverse(OWN), {"session": annas.pk})
    page = reverse("admin:auth_user_sessions", args=[anna.pk])
    assert berts.post(page, {"others": "1"}).status_code == 403
    assert annas in rows()


def test_an_administrator_ends_anothers(anna, bert):
    desk, berts = signed_in(), signed_in("bert", SAFARI)
    page = reverse("admin:auth_user_sessions", args=[bert.pk])
    assert "Safari on iPhone" in desk.get(page).content.decode()
    desk.post(page, {"others": "1"})
    assert (is_in(desk), is_in(berts)) == (True, False)
    assert "signed in nowhere" in desk.get(page).content.decode()


def test_a_new_password_ends_all_others_and_keeps_this_one_in_the_list(anna):
    here, there = signed_in(), signed_in()
    change = {"old_password": "correct horse", **NEW}
    assert here.post(reverse("admin:password_change"), change).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert Session.objects.count() == len(rows()) == 1
    html = here.get(reverse(OWN)).content.decode()
    assert html.count("this one") == 1
    assert ">End<" not in html


def test_a_new_hash_of_the_password_alone_shuts_a_session_that_nobody_has_listed(anna):
    """Django's own part, which holds for sessions from before they were noted."""
    there = signed_in()
    AccountSession.objects.all().delete()
    user = get_user_model().objects.get(username="anna")
    user.set_password("boats off the coast")
    user.save()
    assert not is_in(there)


def test_a_password_that_an_administrator_sets_ends_all(anna, bert):
    desk, berts = signed_in(), signed_in("bert")
    url = reverse("admin:auth_user_password_change", args=[bert.pk])
    data = {"password1": "ships in the harbour", "password2": "ships in the harbour"}
    desk.post(url, data | {"usable_password": "true", "set-password": "1"})
    assert (is_in(desk), is_in(berts)) == (True, False)
    assert {row.user_id for row in rows()} == {anna.pk}


def test_deactivation_ends_all_for_good(anna, bert):
    desk, berts = signed_in(), signed_in("bert")
    url = reverse("admin:auth_user_change", args=[bert.pk])
    data = form_data(desk.get(url).content.decode(), "user_form")
    data |= {"groups": [], "user_permissions": [], "subjects": []}
    active = data.pop("is_active")
    assert desk.post(url, data).status_code == 302
    assert not is_in(berts)
    assert desk.post(url, data | {"is_active": active}).status_code == 302
    assert not is_in(berts)
    assert Session.objects.count() == 1


def test_signing_out_forgets_the_session(anna):
    here = signed_in()
    here.post(reverse("admin:logout"))
    assert rows() == []


def test_it_is_noted_again_once_an_hour(anna, django_assert_num_queries):
    here = signed_in()
    hour = timedelta(hours=1)
    AccountSession.objects.update(seen_at=timezone.now() - 2 * hour, browser="Old")
    anna_now = get_user_model().objects.filter(pk=anna.pk)
    here.get(reverse("admin:password_change_done"))
    assert rows()[0].browser == "Old", "not within the hour"
    anna_now.update(last_login=timezone.now() - 2 * hour)
    here.get(reverse("admin:password_change_done"))
    (row,) = rows()
    assert row.browser == "Firefox on Linux"
    assert timezone.now() - row.seen_at < hour
    assert (row.seen_at.minute, row.seen_at.second) == (0, 0)
    with django_assert_num_queries(4):  # session, user, rights of both kinds
        here.get(reverse("admin:password_change_done"))


def test_what_has_ended_by_itself_is_not_listed_and_is_tidied(anna, settings):
    here = signed_in()
    signed_in()
    gone = rows()[1]
    Session.objects.filter(pk=gone.session_key).delete()
    assert ">End<" not in here.get(reverse(OWN)).content.decode()
    assert gone not in rows()
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    assert sessions.tidy(timezone.now() + age - timedelta(hours=1)) == 0
    assert sessions.tidy(timezone.now() + age + timedelta(hours=3)) == 1


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/138.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.5.0", "Another program"),
        ("", "Another program"),
    ],
)
def test_a_browser_has_the_name_by_which_it_is_known(agent, family):
    assert browser_family(agent) == family
