"""ID tokens, each signed by a key made here: the good ones are taken, every other one is
refused."""

import base64
import json
import time

import pytest
from joserfc.jwk import RSAKey

from articles.accounts.openid_connect.errors import TokenRefused
from articles.accounts.openid_connect.id_token import checked_claims
from tests.accounts.openid_connect.made_provider import NONCE, SECRET, key, secret_key


class In(int):
    """A moment, in seconds from now."""


def moments(changed):
    now = int(time.time())
    return {name: now + one if isinstance(one, In) else one for name, one in changed.items()}


def check(token):
    return checked_claims(token, nonce=NONCE, access_token="a")


@pytest.mark.parametrize(
    ("kind", "alg"), [("EC", "ES256"), ("RSA", "RS256"), ("RSA", "PS256"), ("OKP", "EdDSA")]
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_good_one_is_taken(made, kind, alg):
    made.keys = [key(kind).as_dict(private=False)]
    assert check(made.token(by=key(kind), alg=alg))["sub"] == "1"


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": In(-30)},  # the clocks may differ by a minute
        {"iat": In(30), "nbf": In(30)},
        {"azp": "qtsite"},
        {"aud": ["qtsite"]},
        {"aud": ["qtsite", "another"], "azp": "qtsite"},
        {"auth_time": In(0), "acr": "1", "amr": ["pwd"], "unknown": {"a": []}},
    ],
)
def test_what_is_within_the_rules_is_taken(made, changed):
    assert check(made.token(**moments(changed)))["sub"] == "1"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://another.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": []},
        {"aud": ["another"], "azp": "qtsite"},
        {"aud": ["qtsite", "another"]},
        {"azp": "another"},
        {"exp": In(-120)},
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": True},
        {"iat": In(300)},
        {"iat": In(-3_600)},
        {"iat": None},
        {"nbf": In(300)},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"nonce": [NONCE]},
        {"sub": None},
        {"sub": ""},
        {"sub": 1},
        {"sub": "x" * 256},
        {"at_hash": "of another token"},
        {"amr": "otp"},
    ],
    ids=json.dumps,
)
def test_any_other_claim_is_refused(made, changed):
    with pytest.raises(TokenRefused):
        check(made.token(**moments(changed)))


def _part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _unsigned(made):
    return f"{_part({'alg': 'none', 'kid': 'one'})}.{_part(made.claims())}."


def _tampered(made):
    head, _, signature = made.token().split(".")
    return f"{head}.{_part(made.claims(sub='2'))}.{signature}"


def _by_the_secret(made):
    return made.token(by=secret_key(SECRET), alg="HS256", head={"kid": "one"})


def _by_the_public_key_as_a_secret(made):
    """The oldest trick: HMAC with what everybody knows."""
    made.keys = [key("RSA").as_dict(private=False)]
    public = json.dumps(made.keys[0])
    return made.token(by=secret_key(public), alg="HS256", head={"kid": "one"})


def _by_a_key_in_its_own_head(made):
    other = key("EC", "mine")
    return made.token(by=other, head={"jwk": other.as_dict(private=False), "kid": None})


def _by_another_key_of_the_same_name(made):
    return made.token(by=key("EC", "mine"), head={"kid": "one"})


def _by_a_key_for_encryption(made):
    made.keys = [key().as_dict(private=False) | {"use": "enc"}, key("OKP").as_dict(private=False)]
    return made.token()


def _by_a_key_of_another_algorithm(made):
    made.keys = [key("RSA").as_dict(private=False) | {"alg": "PS256"}]
    return made.token(by=key("RSA"), alg="RS256")


@pytest.mark.parametrize(
    "make",
    [
        _unsigned,
        _tampered,
        _by_the_secret,
        _by_the_public_key_as_a_secret,
        _by_a_key_in_its_own_head,
        _by_another_key_of_the_same_name,
        _by_a_key_for_encryption,
        _by_a_key_of_another_algorithm,
        lambda made: "",
        lambda made: None,
        lambda made: "a.b.c",
        lambda made: "é.é.é",
        lambda made: made.token() + "." + "a" * 60_000,
        lambda made: f"{_part([1])}.{_part({})}.",
    ],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_one_that_the_provider_has_not_signed_is_refused(made, make):
    with pytest.raises(TokenRefused):
        check(make(made))


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_weak_key_counts_for_nothing(made):
    weak = RSAKey.generate_key(1_024, {"kid": "weak"}, private=True)
    made.keys = [weak.as_dict(private=False), *made.keys]
    with pytest.raises(TokenRefused):
        check(made.token(by=weak, alg="RS256"))


def test_a_new_key_is_asked_for_when_a_token_names_it(made):
    check(made.token())
    made.keys = [key("EC", "two").as_dict(private=False)]
    assert check(made.token(by=key("EC", "two")))["sub"] == "1"
    assert made.asked.count("/keys") == 2
    # The one before is the provider's no more.
    with pytest.raises(TokenRefused):
        check(made.token())


def test_made_up_names_of_keys_make_the_site_ask_no_more_often(made):
    for number in range(5):
        with pytest.raises(TokenRefused, match="unknown key"):
            check(made.token(head={"kid": str(number)}))
    assert made.asked.count("/keys") == 2
