"""Second factors at the desk: set up, asked for, required, removed, reset; and password or factor
once more before rights are changed."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html

from articles.accounts import recovery_codes, second_factor
from articles.accounts.password_links import make_link
from articles.audience.sign_in_throttle import MOST_OF_A_PAIR
from articles.models import (
    AccountSession,
    AuditEntry,
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    SignInAttempt,
)
from tests.accounts.authenticators import ORIGIN, App, Device
from tests.factories import make_user
from tests.made_once import made_once

RIGHT = "correct horse"
INDEX, OWN, STEP = "admin:index", "admin:second_factor", "admin:second_step"


@made_once
def anna():
    return make_user("anna", role="administrator", email="anna@example.org")


@made_once
def bert():
    return make_user("bert", role="writer")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = ORIGIN


def sign_in(client, name="anna", **values):
    data = {"username": name, "password": RIGHT, **values}
    return client.post(reverse("admin:login"), data)


def signed_in(name="anna"):
    client = Client()
    assert sign_in(client, name).status_code == 302
    return client


def is_in(client):
    return client.get(reverse(INDEX)).status_code == 200


def kinds():
    return list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True))


def add_app(client):
    """Set an app up; returns it and the recovery codes, where some were shown."""
    url = reverse("admin:second_factor_app")
    (address,) = html.fromstring(client.get(url).content).xpath("//ol//a/@href")
    app = App(address)
    response = client.post(url, {"code": app.code(-1)})
    return app, re.findall(r"<code>(\w{5}-\w{5})</code>", response.content.decode())


def passkey_form(response):
    (form,) = html.fromstring(response.content).xpath("//form[@data-passkey]")
    (token,) = form.xpath(".//input[@name='challenge']/@value")
    return form.get("data-options"), token


def add_passkey(client, name="Laptop"):
    device, url = Device(), reverse("admin:second_factor_passkey")
    options, token = passkey_form(client.get(url))
    response = client.post(
        url, {"name": name, "challenge": token, "passkey": device.create(options)}
    )
    return device, response


def show_passkey(client, device, url):
    options, token = passkey_form(client.get(url))
    data = {"challenge": token, "passkey": device.get(options)}
    if url == reverse("admin:login"):
        url = reverse("admin:passkey_sign_in")
    return client.post(url, data)


def pass_time(client, **duration):
    """Let the last password or factor lie so much longer ago."""
    session = client.session
    session["confirmed_at"] -= int(timedelta(**duration).total_seconds())
    session.save()


def test_an_app_is_set_up_with_a_code_and_asked_for_at_the_next_sign_in(anna):
    here, elsewhere = signed_in(), signed_in()
    page = here.get(reverse("admin:second_factor_app")).content.decode()
    assert "<svg" in page
    assert "data:" not in page
    again = here.get(reverse("admin:second_factor_app")).content.decode()
    key = re.search(r'class="key">([A-Z2-7 ]+)<', page).group(1)
    assert key in again, "the same until it is set up"
    wrong = here.post(reverse("admin:second_factor_app"), {"code": "12345"})
    assert "not the code" in wrong.content.decode()
    app, codes = add_app(here)
    assert len(set(codes)) == 10
    assert is_in(here), "who has just shown it"
    assert not is_in(elsewhere), "a session from before"
    assert key not in here.get(reverse("admin:second_factor_app")).content.decode()
    assert kinds()[-2:] == ["factor-added", "codes-made"]

    client = Client()
    response = sign_in(client, next=reverse(OWN))
    assert response["Location"].startswith(reverse(STEP))
    assert not is_in(client)
    assert AuditEntry.objects.filter(kind="signed-in").count() == 2
    step = response["Location"]
    assert client.post(step, {"code": "abc"}).status_code == 200
    key = client.session.session_key
    response = client.post(step, {"code": app.code(), "next": reverse(OWN)})
    assert (response.status_code, response["Location"]) == (302, reverse(OWN))
    assert client.session.session_key != key
    assert "known_browser" in client.cookies
    assert is_in(client)
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.kind, entry.detail) == ("signed-in", "Password and authenticator app")
    assert not SignInAttempt.objects.exists()
    replayed = Client()
    sign_in(replayed)
    assert replayed.post(step, {"code": app.code()}).status_code == 200
    assert not is_in(replayed)


def test_half_signed_in_is_nobody_anywhere(anna, client):
    add_app(signed_in())
    sign_in(client)
    for name, status in ((OWN, 302), ("admin:confirm", 302), ("admin:autocomplete", 302)):
        response = client.get(reverse(name))
        assert response.status_code == status
        assert response["Location"].startswith(reverse("admin:login"))
    assert client.get(reverse("admin:login"))["Location"].startswith(reverse(STEP))
    assert not client.get("/search").wsgi_request.user.is_authenticated
    # A password that was right counts for a quarter of an hour.
    pass_time(client, minutes=16)
    assert client.get(reverse(STEP))["Location"] == reverse("admin:login")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse(STEP))["Location"] == reverse(INDEX)


def test_somebody_else_may_sign_in(anna, client):
    add_app(signed_in())
    sign_in(client)
    response = client.post(reverse(STEP), {"leave": "1"})
    assert (response.status_code, response["Location"]) == (303, reverse("admin:login"))
    assert "_auth_user_id" not in client.session


def test_a_link_for_a_password_goes_round_no_second_factor(anna, client):
    add_app(signed_in())
    token = make_link(anna, is_invitation=False)
    new = {"new_password1": "boats off the coast", "new_password2": "boats off the coast"}
    client.post(reverse("admin:new_password", args=[token]), new)
    assert not is_in(client)
    response = sign_in(client, password="boats off the coast")
    assert response["Location"].startswith(reverse(STEP))
    assert not is_in(client)


def test_following_addresses_are_of_this_site(anna, client):
    app, _ = add_app(signed_in())
    sign_in(client)
    response = client.post(reverse(STEP), {"code": app.code(), "next": "https://evil.example/"})
    assert response["Location"] == reverse(INDEX)


def test_recovery_codes_count_once_and_their_number_is_told(anna):
    here = signed_in()
    _, codes = add_app(here)
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(stored) == 10
    assert not any(code in digest for code in codes for digest in stored)
    client = Client()
    sign_in(client)
    typed = codes[0].upper().replace("-", " ")
    assert client.post(reverse(STEP), {"code": typed}).status_code == 302
    assert "9 of 10 are left" in client.get(reverse(OWN)).content.decode()
    assert kinds()[-2:] == ["code-used", "signed-in"]
    again = Client()
    sign_in(again)
    assert again.post(reverse(STEP), {"code": codes[0]}).status_code == 200
    assert AuditEntry.objects.order_by("-pk")[0].detail == "Wrong second factor"
    response = client.post(reverse(OWN), {"codes": "1"})
    new = re.findall(r"<code>(\w{5}-\w{5})</code>", response.content.decode())
    assert len(new) == 10
    assert "no-store" in response["Cache-Control"]
    assert again.post(reverse(STEP), {"code": codes[1]}).status_code == 200
    assert again.post(reverse(STEP), {"code": new[0]}).status_code == 302


def test_nothing_is_hashed_while_a_transaction_holds_up_others(anna, monkeypatch):
    blocks, hashed = len(connection.atomic_blocks), []
    for name in ("check_password", "make_password"):
        real = getattr(recovery_codes, name)

        def seen(*arguments, real=real, name=name):
            hashed.append((name, len(connection.atomic_blocks) - blocks))
            return real(*arguments)

        monkeypatch.setattr(recovery_codes, name, seen)
    here = signed_in()
    _, codes = add_app(here)
    here.post(reverse(OWN), {"codes": "1"})
    other = Client()
    sign_in(other)
    assert other.post(reverse(STEP), {"code": codes[0]}).status_code == 200
    assert set(hashed) == {("check_password", 0), ("make_password", 0)}


def test_of_two_who_type_a_code_at_once_one_is_let_in(anna, monkeypatch):
    """Both have found it unused before either uses it up."""
    _, codes = add_app(signed_in())
    clients = [Client(), Client()]
    for client in clients:
        sign_in(client)
    statuses = []
    find = recovery_codes.find_code

    def overtaken(user, code):
        found = find(user, code)
        monkeypatch.setattr(recovery_codes, "find_code", find)
        statuses.append(clients[1].post(reverse(STEP), {"code": code}).status_code)
        return found

    monkeypatch.setattr(recovery_codes, "find_code", overtaken)
    statuses.append(clients[0].post(reverse(STEP), {"code": codes[0]}).status_code)
    assert statuses == [302, 200]
    assert RecoveryCode.objects.filter(user=anna, used_at=None).count() == len(codes) - 1
    assert kinds().count("code-used") == 1


def test_wrong_codes_are_limited_whatever_the_network_and_the_password_lifts_nothing(anna):
    app, _ = add_app(signed_in())
    client = Client()
    for number in range(MOST_OF_A_PAIR):
        if number % 5 == 0:
            sign_in(client)
        response = client.post(reverse(STEP), {"code": "abc"}, REMOTE_ADDR=f"192.0.2.{number}")
        assert response.status_code == 200
    sign_in(client)
    response = client.post(reverse(STEP), {"code": app.code()}, REMOTE_ADDR="198.51.100.1")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert not is_in(client)
    assert AuditEntry.objects.order_by("-pk")[0].detail == "Too many tries"


def test_passkeys_are_added_listed_and_removed_and_sign_in_with_or_without_a_password(anna):
    here = signed_in()
    device, response = add_passkey(here)
    assert response.content.count(b"<code>") == 10
    page = here.get(reverse(OWN)).content.decode()
    assert "Laptop" in page
    assert "Not used yet." in page

    second = Client()
    sign_in(second)
    assert show_passkey(second, device, reverse(STEP)).status_code == 302
    assert is_in(second)
    alone = Client()
    response = show_passkey(alone, device, reverse("admin:login"))
    assert (response.status_code, response["Location"]) == (302, reverse(INDEX))
    assert is_in(alone)
    details = AuditEntry.objects.filter(kind="signed-in").order_by("-pk")
    assert [entry.detail for entry in details[:2]] == [
        *("Passkey “Laptop”", "Password and passkey “Laptop”"),
    ]
    key = Passkey.objects.get().pk
    here.post(reverse(OWN), {"passkey": key})
    assert not Passkey.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert kinds()[-1] == "factor-removed"
    assert is_in(signed_in()), "with the password alone again"


def test_a_passkey_of_who_may_not_sign_in_or_of_nobody_is_refused(anna, client, monkeypatch):
    device, _ = add_passkey(signed_in())
    anna.is_active = False
    anna.save()
    response = show_passkey(client, device, reverse("admin:login"))
    assert (response.status_code, response["Location"]) == (303, reverse("admin:login"))
    assert b"The passkey was not taken" in client.get(reverse("admin:login")).content
    assert client.get(reverse("admin:passkey_sign_in")).status_code == 405
    monkeypatch.setattr("articles.audience.sign_in_throttle.MOST_OF_A_NETWORK", 5)
    for number in range(5):
        client.post(reverse("admin:passkey_sign_in"), {"passkey": f'{{"id": "a{number}"}}'})
    client.post(reverse("admin:passkey_sign_in"), {"passkey": '{"id": "other"}'})
    assert b"too many tries" in client.get(reverse("admin:login")).content
    assert AuditEntry.objects.filter(kind="refused").count() == 3


def test_nobody_removes_what_is_anothers(anna, bert):
    add_passkey(signed_in())
    signed_in("bert").post(reverse(OWN), {"passkey": Passkey.objects.get().pk})
    assert Passkey.objects.count() == 1


def test_where_it_is_required_it_is_set_up_before_anything_else(anna, bert, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in()
    for name in (INDEX, "admin:articles_article_changelist", "admin:sessions"):
        assert client.get(reverse(name))["Location"] == reverse(OWN)
    assert client.post(reverse("admin:auth_group_add"), {"name": "x"}).status_code == 302
    assert not Group.objects.filter(name="x").exists()
    assert not client.get("/search").wsgi_request.user.is_authenticated
    assert "needs a second factor" in client.get(reverse(OWN)).content.decode()
    add_app(client)
    assert is_in(client)
    assert client.get("/search").wsgi_request.user.is_authenticated
    client.post(reverse(OWN), {"app": "1"})
    assert AuthenticatorApp.objects.exists(), "the last one stays"
    add_passkey(client)
    client.post(reverse(OWN), {"app": "1"})
    assert not AuthenticatorApp.objects.exists()
    assert is_in(client)
    assert is_in(signed_in("bert")), "who manages no accounts"
    assert second_factor.is_required(make_user("root", is_superuser=True))


def test_who_is_given_rights_over_accounts_needs_one_from_then_on(bert, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in("bert")
    assert is_in(client)
    bert.groups.add(Group.objects.get(name__startswith="Administrator"))
    assert client.get(reverse(INDEX))["Location"] == reverse(OWN)


def test_a_session_from_before_there_were_second_factors_is_asked(anna):
    app, _ = add_app(signed_in())
    fresh = Client()
    fresh.force_login(anna)
    assert not is_in(fresh)
    session = fresh.session
    session["factor_standing"] = "none"
    second_factor.look_again(session, anna)
    assert session["factor_standing"] == "due"
    del session["factor_standing"]
    session.save()
    assert not is_in(fresh)
    assert fresh.post(reverse(STEP), {"code": app.code()}).status_code == 302
    assert is_in(fresh)


def test_password_or_factor_is_asked_for_again_before_rights_are_changed(anna, bert):
    client = signed_in()
    change = reverse("admin:auth_user_change", args=[bert.pk])
    assert client.get(change).status_code == 200
    pass_time(client, minutes=16)
    of_bert = [
        reverse(f"admin:auth_user_{name}", args=[bert.pk])
        for name in ("change", "delete", "password_change", "link", "factors")
    ]
    others = [f"admin:auth_{name}" for name in ("user_add", "user_invite", "group_add")]
    others += ["admin:second_factor_app", "admin:second_factor_passkey"]
    for url in (*of_bert, *map(reverse, others)):
        for method in ("get", "post"):
            response = getattr(client, method)(url, {"name": "x"} if method == "post" else None)
            assert response.status_code == 302, url
            assert response["Location"].startswith(reverse("admin:confirm")), url
    listed = reverse("admin:auth_user_changelist")
    assert client.get(listed).status_code == 200
    data = {"action": "delete_selected", "_selected_action": bert.pk, "post": "yes"}
    ending = (reverse("admin:sessions"), {"others": "1"})
    for url, sent in ((listed, data), (reverse(OWN), {"codes": "1"}), ending):
        assert client.post(url, sent)["Location"].startswith(reverse("admin:confirm"))
    bert.refresh_from_db()

    page = f"{reverse('admin:confirm')}?next={change}"
    assert client.get(page).status_code == 200
    assert "not the password" in client.post(page, {"password": "wrong"}).content.decode()
    key = client.session.session_key
    assert client.post(page, {"password": RIGHT, "next": change})["Location"] == change
    assert client.session.session_key != key
    assert AccountSession.objects.filter(session_key=client.session.session_key).exists()
    assert client.get(change).status_code == 200


def test_a_factor_confirms_as_well(anna):
    client = signed_in()
    app, codes = add_app(client)
    page = reverse("admin:confirm")
    for data in ({"code": app.code()}, {"code": codes[0]}):
        pass_time(client, minutes=16)
        assert client.post(page, data).status_code == 302
        assert client.get(reverse("admin:second_factor_app")).status_code == 200
    device, _ = add_passkey(client)
    pass_time(client, minutes=16)
    assert show_passkey(client, device, page).status_code == 302
    assert client.get(reverse("admin:second_factor_app")).status_code == 200


def test_an_administrator_resets_anothers_and_is_recorded(anna, bert):
    berts = signed_in("bert")
    add_app(berts)
    desk = signed_in()
    url = reverse("admin:auth_user_factors", args=[bert.pk])
    assert "An authenticator app" in desk.get(url).content.decode()
    assert desk.post(url).status_code == 302
    assert not is_in(berts)
    assert not AuthenticatorApp.objects.exists()
    assert not RecoveryCode.objects.exists()
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.kind, entry.actor_name, entry.account_name, entry.detail) == (
        *("factor-reset", "anna", "bert", "authenticator app, 10 recovery codes"),
    )
    assert is_in(signed_in("bert"))
    own = reverse("admin:auth_user_factors", args=[anna.pk])
    assert desk.post(own)["Location"] == reverse(OWN)


def test_the_command_resets_the_last_administrator(anna, capsys):
    client = signed_in()
    add_passkey(client, "Key")
    call_command("reset_second_factor", "anna")
    assert "passkey “Key”, 10 recovery codes" in capsys.readouterr().out
    assert not is_in(client)
    assert is_in(signed_in())
    entry = AuditEntry.objects.filter(kind="factor-reset").get()
    assert (entry.actor_name, entry.account_name) == ("", "anna")
    call_command("reset_second_factor", "anna")
    assert "no second factor" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "nobody")


def test_changes_are_told_by_e_mail(anna, settings, monkeypatch):
    settings.SENDS_EMAIL = True
    sent = []
    monkeypatch.setattr("articles.admin.base.account_mail.send_after_commit", sent.extend)
    client = signed_in()
    add_app(client)
    call = sent.pop()
    assert call.to == ["anna@example.org"]
    assert "A second factor was added to your account: authenticator app." in call.body
    client.post(reverse(OWN), {"app": "1"})
    assert "was removed" in sent.pop().body
    new = {"new_password1": "boats off the coast", "new_password2": "boats off the coast"}
    client.post(reverse("admin:password_change"), {"old_password": RIGHT, **new})
    assert "Your password was changed." in sent.pop().body
    assert sent == []
