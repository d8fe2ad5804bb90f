"""Single sign-on with a certified provider: node-oidc-provider, started here."""

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from articles.accounts.openid_connect import transport
from articles.accounts.openid_connect.provider import forget_provider
from articles.accounts.password_links import make_link
from articles.models import AuditEntry, ProviderIdentity
from tests.factories import make_user
from tests.openid_provider import running_provider, settings_of

pytestmark = pytest.mark.faults
SIGN_IN = "/admin/login/"
RETURN = "/admin/provider/return/"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    folder = tmp_path_factory.mktemp("provider")
    with running_provider(folder, site_url=site_settings.SITE_URL) as running:
        yield running


@pytest.fixture
def there(provider, settings, monkeypatch):
    monkeypatch.setattr(transport, "_STEP_SECONDS", 60)  # a machine that does much else meanwhile
    monkeypatch.setattr(transport, "_ANSWER_SECONDS", 60)
    for name, value in settings_of(provider).items():
        setattr(settings, name, value)
    forget_provider()
    return provider


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class BrowserAtProvider:
    """What a person's browser does at the provider, with its cookies, by the provider's own
    forms."""

    def __init__(self):
        self._opener = build_opener(_Stay, HTTPCookieProcessor(CookieJar()))

    def sign_in(self, address, subject):
        """Return the address on our site to which the provider sends the browser back."""
        form = None
        for _ in range(12):
            try:
                data = urlencode(form).encode() if form else None
                html = self._opener.open(Request(address, data=data), timeout=60).read().decode()
            except HTTPError as error:
                with error:
                    if error.code not in {302, 303}:
                        raise AssertionError(error.read()) from error
                    address, form = urljoin(address, error.headers["Location"]), None
                if urlsplit(address).path == RETURN:
                    return address
                continue
            address = urljoin(address, re.search(r'action="([^"]+)"', html)[1])
            prompt = re.search(r'name="prompt" value="(\w+)"', html)[1]
            form = {"prompt": prompt, "login": subject, "password": "any"}
        raise AssertionError("the provider goes on asking")


def begin(client, query=""):
    return client.get(f"{reverse('admin:provider_begin')}{query}")


def come_back(client, address):
    return client.get(address.removeprefix(site_settings.SITE_URL))


def told():
    return list(AuditEntry.objects.order_by("pk").values_list("kind", "account_name", "detail"))


def person(email, **claims):
    return {"email": email, "email_verified": True, "given_name": "Anna", **claims}


@pytest.mark.django_db
def test_the_whole_way_of_somebody_invited(there, settings):
    """Invited, signed in by the provider, out again there too, in again by the subject alone."""
    settings.OIDC_ROLES_CLAIM = "groups"
    settings.OIDC_ROLES = {"editors": "Editor", "chiefs": "Head of content"}
    anna = make_user("anna", role="writer", email="anna@example.org")
    anna.set_unusable_password()
    anna.save()
    make_link(anna, is_invitation=True)
    there.knows(**{"1": person("Anna@example.org", groups=["editors", "others"])})

    client, away = Client(), BrowserAtProvider()
    assert "Sign in with Example Login" in client.get(SIGN_IN).content.decode()
    begun = begin(client, "?next=/admin/articles/article/")
    address = away.sign_in(begun.url, "1")
    response = come_back(client, address)
    assert (response.status_code, response.url) == (302, "/admin/articles/article/")
    assert client.get("/admin/").context["user"] == anna
    assert {group.name for group in anna.groups.all()} == {"Writer", "Editor"}
    identity = ProviderIdentity.objects.get()
    assert (identity.issuer, identity.subject, identity.user) == (there.issuer, "1", anna)
    assert told() == [
        (
            "account-changed",
            "anna",
            "By Example Login\nSingle sign-on: linked to Anna@example.org\nGroups: added Editor",
        ),
        ("signed-in", "anna", "By Example Login"),
    ]

    # Back again with the same answer: it is used, at the site and at the provider.
    assert come_back(client, address).status_code == 400

    html = client.post(reverse("admin:logout")).content.decode()
    end = re.search(r'href="([^"]+/session/end[^"]+)"', html)[1].replace("&amp;", "&")
    assert "Do you want to sign-out" in away._opener.open(end, timeout=60).read().decode()
    assert client.get("/admin/").status_code == 302

    # Another address by now, and another role: the subject decides, and the role goes.
    there.knows(**{"1": person("anna@elsewhere.example", groups=["chiefs"])})
    client = Client()
    assert come_back(client, away.sign_in(begin(client).url, "1")).url == "/admin/"
    assert {group.name for group in anna.groups.all()} == {"Writer", "Head of content"}

    # Nobody by now.
    get_user_model().objects.update(is_active=False)
    client = Client()
    refused = come_back(client, away.sign_in(begin(client).url, "1"))
    assert (refused.status_code, "may not sign in" in refused.content.decode()) == (403, True)
    assert told()[-1] == ("refused", "anna", "By Example Login: an account that may not sign in")


@pytest.mark.django_db
def test_an_unverified_address_opens_no_invitation(there):
    anna = make_user("anna", email="anna@example.org")
    make_link(anna, is_invitation=True)
    there.knows(**{"2": person("anna@example.org") | {"email_verified": False}})
    client = Client()
    refused = come_back(client, BrowserAtProvider().sign_in(begin(client).url, "2"))
    assert refused.status_code == 403
    assert "does not say that your e-mail address is verified" in refused.content.decode()
    assert not ProviderIdentity.objects.exists()


@pytest.mark.django_db
def test_who_says_no_at_the_provider_is_not_signed_in(there):
    there.knows(**{"3": person("ben@example.org")})
    client = Client()
    begun = begin(client)
    state = re.search(r"state=([^&]+)", begun.url)[1]
    answer = urlencode({"error": "access_denied", "state": state, "iss": there.issuer})
    refused = client.get(f"{RETURN}?{answer}")
    assert "Example Login has not signed you in." in refused.content.decode()
    assert told()[-1][2] == "By Example Login: the provider says access_denied"


@pytest.mark.django_db
def test_a_code_is_of_no_use_without_the_verifier_of_its_request(there, settings):
    """A code that somebody has caught on its way: the provider refuses it to any other sign-in."""
    there.knows(**{"1": person("anna@example.org")})
    victim, thief = Client(), Client()
    caught = BrowserAtProvider().sign_in(begin(victim).url, "1")
    code = re.search(r"code=([^&]+)", caught)[1]
    state = re.search(r"state=([^&]+)", begin(thief).url)[1]
    answer = urlencode({"code": code, "state": state, "iss": there.issuer})
    refused = thief.get(f"{RETURN}?{answer}")
    assert refused.status_code == 403
    assert told()[-1][2] == "By Example Login: the provider says invalid_grant"
