"""Passwords: hashed with Argon2id, older hashes renewed at the next signing in, none too short."""

import importlib

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.factories import make_user

PASSWORD = "right password"


@pytest.fixture
def hashers_of_the_site(settings):
    """Those of a running site in place of the tests' quick one."""
    settings.PASSWORD_HASHERS = importlib.import_module("qtsite.settings").PASSWORD_HASHERS


def sign_in():
    data = {"username": "anna", "password": PASSWORD}
    return Client().post(reverse("admin:login"), data).status_code


@pytest.mark.django_db
@pytest.mark.usefixtures("hashers_of_the_site")
def test_an_old_hash_still_works_and_is_renewed_at_the_next_signing_in():
    anna = make_user("anna")
    anna.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    anna.save()
    assert sign_in() == 302
    anna.refresh_from_db()
    assert anna.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert not identify_hasher(anna.password).must_update(anna.password)
    renewed = anna.password
    assert sign_in() == 302
    anna.refresh_from_db()
    assert anna.password == renewed


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("eleven char", "too short"),
        ("1qaz2wsx3edc", "too common"),
        ("482910573846", "entirely numeric"),
        ("anna-lindgren", "too similar"),
    ],
)
def test_a_weak_password_is_refused(password, says):
    user = get_user_model()(username="anna-lindgren")
    with pytest.raises(ValidationError, match=says):
        validate_password(password, user)


def test_a_long_one_of_plain_words_is_taken():
    validate_password("boats off the coast")


@pytest.mark.django_db
def test_a_new_one_takes_the_old_and_counts_as_it_was_typed():
    """OWASP ASVS 5.0, 6.2.2, 6.2.3 and 6.2.6 to 6.2.9."""
    anna = make_user("anna")
    anna.set_password(PASSWORD)
    anna.save()
    client, url = Client(), reverse("admin:password_change")
    client.force_login(anna)
    boxes = [box for box in html.fromstring(client.get(url).content).iter("input") if box.name]
    typed = [box for box in boxes if "password" in box.name]
    assert [box.get("type") for box in typed] == ["password"] * 3
    assert not any(box.get("onpaste") or box.get("autocomplete") == "off" for box in typed)
    long = f" Boats Off The Coast, {'ever so far away ' * 5}é "
    assert len(long) > 64
    new = {"new_password1": long, "new_password2": long}
    assert client.post(url, {"old_password": "wrong", **new}).status_code == 200
    assert client.post(url, {"old_password": PASSWORD, **new}).status_code == 302
    anna.refresh_from_db()
    assert anna.check_password(long)
    assert not any(map(anna.check_password, (long.lower(), long.strip(), long[:64])))
