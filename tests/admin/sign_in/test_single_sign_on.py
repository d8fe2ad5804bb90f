"""Single sign-on in the desk: who is let in, as whom, and what else could be tried."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.accounts.password_links import make_link
from articles.audience.sign_in_throttle import MOST_OF_A_NETWORK
from articles.models import (
    AccountLink,
    AccountSession,
    AuditEntry,
    AuthenticatorApp,
    ProviderIdentity,
    SignInAttempt,
)
from tests.accounts.openid_connect.conftest import listening, made  # noqa: F401
from tests.factories import make_user
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
BEGIN, RETURN, LINK = "/admin/provider/", "/admin/provider/return/", "/admin/provider/link/"
ANNA = {"sub": "1", "email": "anna@example.org", "email_verified": True}


@made_once
def anna():
    return make_user("anna", role="writer", email="anna@example.org")


@made_once
def linked(anna):
    return make_identity(anna)


@pytest.fixture
def invited(anna):
    make_link(anna, is_invitation=True)
    return anna


def make_identity(user, subject="1"):
    return ProviderIdentity.objects.create(
        user=user, issuer="of each test", subject=subject, linked_at=timezone.now()
    )


@pytest.fixture
def here(linked, made):  # noqa: F811
    """Anna is linked to subject 1 of the provider."""
    ProviderIdentity.objects.update(issuer=made.issuer)
    return made


def begin(client, **query):
    response = client.get(BEGIN, query)
    assert response.status_code == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(response.url).query).items()}


def come_back(client, provider, claims, *, began=None, **changed):
    """Back from the provider, which says these claims."""
    began = began or begin(client)
    provider.says(nonce=began["nonce"], **claims)
    answer = {"code": "c", "state": began["state"], **changed}
    return client.get(RETURN, {name: value for name, value in answer.items() if value})


def sign_in(provider, claims, client=None):
    return come_back(client or Client(REMOTE_ADDR="192.0.2.7"), provider, claims)


def said(response):
    return response.content.decode()


def last_told():
    entry = AuditEntry.objects.order_by("pk").last()
    return entry.kind, entry.account_name, entry.detail


def test_without_a_provider_there_is_nothing_of_it(client, anna):
    assert "provider" not in said(client.get("/admin/login/"))
    client.force_login(anna)
    assert [client.get(path).status_code for path in (BEGIN, RETURN, LINK)] == [404] * 3
    assert "provider" not in said(client.get("/admin/sessions/"))


def test_the_request_has_all_that_the_protocol_wants(here, client):
    began = begin(client)
    assert began["redirect_uri"] == f"{site_settings.SITE_URL}{RETURN}"
    assert (began["response_type"], began["code_challenge_method"]) == ("code", "S256")
    assert began["scope"] == "openid email profile"
    assert "prompt" not in began
    values = [began[name] for name in ("state", "nonce", "code_challenge")]
    assert len(set(values)) == 3
    assert min(map(len, values)) >= 43
    assert not set(values) & set(begin(client).values())


def test_nothing_in_a_request_names_where_the_provider_sends_back_to(here, settings):
    settings.ALLOWED_HOSTS = ["*"]
    began = Client(HTTP_HOST="evil.example").get(BEGIN, HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil" not in began.url


def test_who_is_linked_is_signed_in_by_subject_alone(here, anna):
    client = Client(REMOTE_ADDR="192.0.2.7")
    response = sign_in(here, {"sub": "1"}, client)
    assert (response.status_code, response.url) == (302, "/admin/")
    assert client.get("/admin/").context["user"] == anna
    assert last_told() == ("signed-in", "anna", "By Example Login")
    assert AccountSession.objects.get().user == anna
    assert ProviderIdentity.objects.get().used_at
    assert not SignInAttempt.objects.exists()


def test_the_session_is_a_new_one_and_holds_no_token(here, anna):
    client = Client()
    client.force_login(make_user("ben"))
    planted = client.session.session_key
    sign_in(here, {"sub": "1"}, client)
    session = client.session
    assert session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()
    assert set(session.keys()) == {
        "_auth_user_id",
        "_auth_user_backend",
        "_auth_user_hash",
        "provider_second_factor",
        "factor_standing",
        "confirmed_at",
    }


@pytest.mark.parametrize("claims", [{"sub": "2"}, {"sub": "2", "email": "anna@example.org"}])
def test_an_account_with_a_password_is_nobody_elses_by_its_address(here, claims):
    refused = sign_in(here, claims | {"email_verified": True})
    assert refused.status_code == 403
    assert "provider" not in str(refused.cookies.get("sessionid", ""))
    assert ProviderIdentity.objects.count() == 1
    kind, _, detail = last_told()
    assert (kind, detail.partition(":")[0]) == ("refused", "By Example Login")


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"email_verified": False}, "does not say that your e-mail address is verified"),
        ({"email_verified": None}, "does not say that your e-mail address is verified"),
        ({"email_verified": "true"}, "does not say that your e-mail address is verified"),
        ({"email": None}, "does not say that your e-mail address is verified"),
        ({"email": ["anna@example.org"]}, "does not say that your e-mail address is verified"),
        ({"email": "ben@example.org"}, "Ask an administrator to invite you"),
        ({"email": "anna@example.org\N{ZERO WIDTH SPACE}"}, "Ask an administrator to invite you"),
    ],
)
def test_no_other_address_opens_an_invitation(invited, made, claims, says):  # noqa: F811
    refused = sign_in(made, ANNA | claims)
    assert (refused.status_code, says in said(refused)) == (403, True)
    assert AccountLink.objects.get().used_at is None
    assert not ProviderIdentity.objects.exists()


def test_an_invitation_is_used_once_whichever_way(invited, made):  # noqa: F811
    assert sign_in(made, ANNA | {"email": "ANNA@example.org"}).status_code == 302
    assert AccountLink.objects.get().used_at
    refused = sign_in(made, ANNA | {"sub": "2"})
    assert refused.status_code == 403
    assert ProviderIdentity.objects.get().subject == "1"


@pytest.mark.parametrize(
    "changed",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"used_at": timezone.now()},
        {"is_invitation": False},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_link_that_is_no_open_invitation_links_nobody(invited, made, changed):  # noqa: F811
    AccountLink.objects.update(**changed)
    assert sign_in(made, ANNA).status_code == 403


def test_two_invitations_to_one_address_are_told_apart_by_an_administrator(invited, made):  # noqa: F811
    make_link(make_user("anna2", email="Anna@example.org"), is_invitation=True)
    refused = sign_in(made, ANNA)
    assert "More than one account" in said(refused)
    assert not AccountLink.objects.exclude(used_at=None).exists()


@pytest.mark.parametrize("changed", [{"is_active": False}, {"is_staff": False}])
def test_an_account_that_may_not_sign_in_stays_out(here, changed):
    get_user_model().objects.update(**changed)
    refused = sign_in(here, {"sub": "1"})
    assert (refused.status_code, "may not sign in" in said(refused)) == (403, True)
    assert last_told() == ("refused", "anna", "By Example Login: an account that may not sign in")
    assert not AccountSession.objects.exists()


def test_domains_are_asked_for_at_every_sign_in(here, settings):
    settings.OIDC_ALLOWED_DOMAINS = ["example.org"]
    assert sign_in(here, ANNA | {"email": "anna@example.org"}).status_code == 302
    for email in ("anna@evil.example", "anna@evil-example.org", "anna@example.org.evil", "anna"):
        assert "not of a domain" in said(sign_in(here, ANNA | {"email": email}))
    assert sign_in(here, ANNA | {"email_verified": False}).status_code == 403


def test_roles_come_and_go_with_the_claim_and_others_stay(here, anna, settings):
    settings.OIDC_ROLES_CLAIM = "realm_access.roles"
    settings.OIDC_ROLES = {"edit": "Editor", "chief": "Head of content", "gone": "No such group"}
    for roles, groups in (
        (["edit", "chief", "admin"], {"Writer", "Editor", "Head of content"}),
        (["gone"], {"Writer"}),
        ("edit", {"Writer", "Editor"}),
        (None, {"Writer"}),
        ([1, None, {}], {"Writer"}),
    ):
        assert sign_in(here, {"sub": "1", "realm_access": {"roles": roles}}).status_code == 302
        assert {group.name for group in anna.groups.all()} == groups
    details = AuditEntry.objects.filter(kind="account-changed").values_list("detail", flat=True)
    assert "By Example Login\nGroups: removed Editor, Head of content" in details


def test_without_a_map_no_role_is_touched(here, anna, settings):
    settings.OIDC_ROLES_CLAIM = "groups"
    sign_in(here, {"sub": "1", "groups": ["Administrator", "Editor"]})
    assert [group.name for group in anna.groups.all()] == ["Writer"]


def test_accounts_are_made_only_where_that_is_asked_for(made, settings):  # noqa: F811
    settings.OIDC_ROLES_CLAIM, settings.OIDC_ROLES = "groups", {"edit": "Editor"}
    claims = ANNA | {"groups": ["edit"], "given_name": "Anna", "family_name": "Ek"}
    assert "Ask an administrator" in said(sign_in(made, claims))
    settings.OIDC_CREATE_ACCOUNTS = True
    assert "gives you no role" in said(sign_in(made, claims | {"groups": ["admin"]}))
    assert sign_in(made, claims | {"email_verified": False}).status_code == 403
    assert not get_user_model().objects.exists()
    assert sign_in(made, claims).status_code == 302
    anna = get_user_model().objects.get()
    assert (anna.username, anna.first_name, anna.last_name) == ("anna@example.org", "Anna", "Ek")
    assert (anna.is_staff, anna.is_superuser, anna.has_usable_password()) == (True, False, False)
    assert [group.name for group in anna.groups.all()] == ["Editor"]
    made_entry = AuditEntry.objects.get(kind="account-made").detail
    assert "linked to anna@example.org" in made_entry
    assert "Groups: added Editor" in made_entry
    # Another person of the same address is not her.
    assert "There is an account with your e-mail address" in said(
        sign_in(made, claims | {"sub": "2"})
    )


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/admin/articles/article/?status=draft", "/admin/articles/article/?status=draft"),
        ("https://evil.example/admin/", "/admin/"),
        ("//evil.example/admin/", "/admin/"),
        ("/admin//evil.example", "/admin//evil.example"),
        ("/\\evil.example", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("/elsewhere", "/admin/"),
        ("", "/admin/"),
        ("/admin/\r\nSet-Cookie: a=b", "/admin/%0D%0ASet-Cookie:%20a=b"),
    ],
)
def test_nobody_is_led_elsewhere_afterwards(here, address, leads_to):
    client = Client()
    assert come_back(client, here, {"sub": "1"}, began=begin(client, next=address)).url == leads_to


def test_a_page_elsewhere_cannot_begin(here, client):
    response = client.get(BEGIN, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.url == "/admin/login/"
    assert not response.cookies
    assert client.post(BEGIN).status_code == 405


@pytest.mark.parametrize(
    "changed",
    [{"state": "made up"}, {"state": None}, {"code": None}, {"iss": "https://evil.example"}],
    ids=lambda changed: next(iter(changed)),
)
def test_an_answer_to_another_request_signs_nobody_in(here, client, changed):
    refused = come_back(client, here, {"sub": "1"}, **changed)
    assert refused.status_code == 400
    assert "/token" not in here.asked
    assert refused["Referrer-Policy"] == "no-referrer"
    assert "no-store" in refused["Cache-Control"]


def test_the_answer_of_one_browser_signs_nobody_in_elsewhere(here):
    """Signing in of a victim as the attacker: the link to the attacker's answer is of no use."""
    began, victim, other_victim = begin(Client()), Client(), Client()
    begin(other_victim)
    for browser in (victim, other_victim):
        assert come_back(browser, here, {"sub": "1"}, began=began).status_code == 400
    assert not AccountSession.objects.exists()


def test_an_answer_counts_once(here, client):
    began = begin(client)
    assert come_back(client, here, {"sub": "1"}, began=began).status_code == 302
    assert come_back(client, here, {"sub": "1"}, began=began).status_code == 400


def test_a_parameter_that_stands_there_twice(here, client):
    began = begin(client)
    query = urlencode([("code", "c"), ("state", began["state"]), ("state", "x")])
    assert client.get(f"{RETURN}?{query}").status_code == 400


def test_the_answer_names_its_issuer_where_the_provider_says_that_it_does(here, client):
    here.document["authorization_response_iss_parameter_supported"] = True
    assert come_back(client, here, {"sub": "1"}).status_code == 400
    assert come_back(client, here, {"sub": "1"}, iss=here.issuer).status_code == 302


def test_what_else_the_provider_says_is_of_the_same_person(here, client):
    here.document["userinfo_endpoint"] = f"{here.issuer}/userinfo"
    here.person = {"sub": "2"}
    assert come_back(client, here, {"sub": "1"}).status_code == 400
    here.person = {"sub": "1"}
    assert come_back(client, here, {"sub": "1"}).status_code == 302


def test_its_cookie_is_this_hosts_over_https_and_ends(here, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = Client().get(BEGIN).cookies["__Host-openid_connect"]
    values = [cookie[name] for name in ("secure", "httponly", "samesite", "path", "domain")]
    assert values == [True, True, "Lax", "/", ""]
    assert cookie["max-age"] == 600
    settings.SESSION_COOKIE_SECURE = False
    client = Client()
    begin(client)
    client.cookies["openid_connect"] = client.cookies["openid_connect"].value.replace("e", "f", 1)
    assert (
        come_back(client, here, {"sub": "1"}, began={"nonce": "n", "state": "s"}).status_code == 400
    )


def test_the_policy_stays_as_it_is(here, client):
    page = client.get("/admin/login/?next=/admin/articles/article/?a=%261")
    assert "form-action 'self';" in page["Content-Security-Policy"]
    assert 'href="/admin/provider/?next=%2Fadmin%2Farticles%2Farticle%2F%3Fa%3D%261"' in said(page)


def test_a_provider_that_is_down_keeps_nobody_from_his_password(here, client, anna):
    here.raw["/.well-known/openid-configuration"] = (503, {}, b"")
    response = client.get(BEGIN)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Example Login does not answer at the moment." in said(response)
    assert 'href="/admin/login/"' in said(response)
    data = {"username": "anna", "password": "correct horse"}
    assert client.post("/admin/login/", data).status_code == 302
    assert client.post("/admin/logout/").status_code == 200


def test_it_may_go_down_in_between(here, client):
    began = begin(client)
    here.raw["/token"] = (502, {}, b"")
    response = come_back(client, here, {"sub": "1"}, began=began)
    assert (response.status_code, "does not answer" in said(response)) == (503, True)
    assert not SignInAttempt.objects.exists()  # it is nobody's wrong try


def test_tries_of_a_network_are_limited(here):
    here.raw["/token"] = (400, {}, b'{"error": "invalid_grant"}')
    client = Client(REMOTE_ADDR="192.0.2.9")
    assert come_back(client, here, {}).status_code == 403
    row = SignInAttempt.objects.get()
    for _ in range(MOST_OF_A_NETWORK - 1):
        row.pk = None
        row.save()
    asked = here.asked.count("/token")
    refused = come_back(client, here, {})
    assert (refused.status_code, int(refused["Retry-After"]) > 800) == (429, True)
    assert here.asked.count("/token") == asked
    here.raw.clear()
    assert come_back(Client(REMOTE_ADDR="198.51.100.1"), here, {"sub": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("counts", "claims", "has"),
    [
        ([], {"amr": ["mfa", "otp"], "acr": "gold"}, False),
        (["mfa"], {"amr": ["pwd", "mfa"]}, True),
        (["gold"], {"acr": "gold"}, True),
        (["mfa"], {"amr": ["pwd"]}, False),
        (["mfa"], {}, False),
    ],
)
def test_the_providers_second_factor_counts_only_if_a_setting_says_so(
    here, client, settings, counts, claims, has
):
    settings.OIDC_SECOND_FACTOR = counts
    come_back(client, here, {"sub": "1", **claims})
    assert client.session["provider_second_factor"] is has


def test_signing_out_offers_the_providers_own(here, client):
    here.document["end_session_endpoint"] = f"{here.issuer}/end?a=b"
    come_back(client, here, {"sub": "1"})
    page = said(client.post("/admin/logout/"))
    back = urlencode({"post_logout_redirect_uri": f"{site_settings.SITE_URL}/admin/login/"})
    assert f"{here.issuer}/end?a=b&amp;client_id=qtsite&amp;{back}" in page
    assert last_told()[0] == "signed-out"
    client.force_login(get_user_model().objects.get())
    assert "/end?" not in said(client.post("/admin/logout/"))


def test_somebody_links_his_own_account_after_he_is_asked(anna, made):  # noqa: F811
    client = Client()
    client.force_login(anna)
    assert LINK in said(client.get("/admin/sessions/"))
    began = begin(client, link="1")
    assert began["prompt"] == "login"
    response = come_back(client, made, {"sub": "9"}, began=began)
    assert response.url == LINK
    assert not ProviderIdentity.objects.exists()  # not yet
    assert "Link this to my account" in said(client.get(LINK))
    assert client.post(LINK, {"link": "1"}, follow=True).status_code == 200
    assert ProviderIdentity.objects.get().user == anna
    assert last_told() == ("account-changed", "anna", "Single sign-on: linked to 9")
    assert sign_in(made, {"sub": "9"}).status_code == 302
    client.post(LINK, {"unlink": "1"})
    assert not ProviderIdentity.objects.exists()
    assert sign_in(made, {"sub": "9"}).status_code == 403


def test_nobody_is_linked_or_parted_at_a_desk_that_was_left_open(anna, made):  # noqa: F811
    client = Client()
    client.force_login(anna)
    come_back(client, made, {"sub": "9"}, began=begin(client, link="1"))
    session = client.session
    del session["confirmed_at"]
    session.save()
    assert client.get(BEGIN, {"link": "1"}).url.startswith("/admin/login/confirm/")
    for order in ("link", "unlink"):
        make_identity(anna, subject="1") if order == "unlink" else None
        assert client.post(LINK, {order: "1"}).url.startswith("/admin/login/confirm/")
    assert [each.subject for each in ProviderIdentity.objects.all()] == ["1"]


def test_a_provider_that_asks_nothing_confirms_nothing(here):
    client = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(here, {"sub": "1"}, client)
    assert "confirmed_at" not in client.session
    began = begin(client)
    assert began["prompt"] == "login"
    come_back(client, here, {"sub": "1"}, began=began)
    assert "confirmed_at" in client.session


def test_another_site_links_nobody(anna, made):  # noqa: F811
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    come_back(client, made, {"sub": "evil"}, began=begin(client, link="1"))
    assert client.post(LINK, {"link": "1"}).status_code == 403
    assert not ProviderIdentity.objects.exists()


def test_who_is_somebody_else_by_then_is_linked_to_nobody(anna, made):  # noqa: F811
    client = Client()
    client.force_login(anna)
    began = begin(client, link="1")
    client.force_login(make_user("ben"))
    assert come_back(client, made, {"sub": "9"}, began=began).status_code == 400
    client.logout()
    assert "prompt" not in begin(client, link="1")  # a stranger only signs in


def test_one_person_there_is_one_account_here(here, anna):
    client, ben = Client(), make_user("ben")
    client.force_login(ben)
    come_back(client, here, {"sub": "1"}, began=begin(client, link="1"))
    page = client.post(LINK, {"link": "1"}, follow=True)
    assert "is linked to another account here" in said(page)
    assert last_told() == ("refused", "ben", "By Example Login: linked to another account")
    assert ProviderIdentity.objects.get().user == anna


def test_an_administrator_takes_a_link_back_and_makes_none(here, anna):
    client = Client()
    client.force_login(make_user("root", is_superuser=True))
    address = reverse("admin:auth_user_provider", args=[anna.pk])
    assert address in said(client.get(reverse("admin:auth_user_sessions", args=[anna.pk])))
    come_back(client, here, {"sub": "9"}, began=begin(client, link="1"))
    client.post(address, {"link": "1"})
    assert ProviderIdentity.objects.get().subject == "1"
    client.post(address, {"unlink": "1"})
    assert not ProviderIdentity.objects.exists()
    assert last_told() == ("account-changed", "anna", "Single sign-on: not linked any more")


def test_nobody_takes_his_only_way_in_away(here, anna):
    client = Client()
    anna.set_unusable_password()
    anna.save()
    client.force_login(anna)
    assert "Take the link back" not in said(client.get(LINK))
    client.post(LINK, {"unlink": "1"})
    assert ProviderIdentity.objects.exists()


def test_who_has_a_second_factor_here_is_asked_for_it_unless_the_providers_counts(
    here, anna, settings
):
    AuthenticatorApp.objects.create(
        user=anna, sealed_key="sealed", last_step=0, made_at=timezone.now()
    )
    client = Client()
    response = sign_in(here, {"sub": "1", "amr": ["mfa"]}, client)
    assert response.url.startswith(reverse("admin:second_step"))
    assert client.get("/admin/").status_code == 302
    assert not AuditEntry.objects.filter(kind="signed-in").exists()
    assert not AccountSession.objects.exists()
    settings.OIDC_SECOND_FACTOR = ["mfa"]
    client = Client()
    assert sign_in(here, {"sub": "1", "amr": ["mfa"]}, client).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert last_told() == ("signed-in", "anna", "By Example Login, with a second factor")
