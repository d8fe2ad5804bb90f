"""Passkeys: what a device answers is taken once, for its purpose, its account and this site."""

import json

import pytest
from django.utils import timezone

from articles.accounts import passkeys
from articles.accounts.passkey_offers import (
    LASTS,
    PasskeyRefused,
    Purpose,
    are_possible,
    offer_registration,
    offer_use,
)
from articles.models import Passkey
from tests.accounts.authenticators import FLAG, ORIGIN, Device
from tests.factories import make_user
from tests.made_once import made_once

SIGN_IN, SECOND = Purpose.SIGN_IN, Purpose.SECOND_FACTOR


@made_once
def anna():
    return make_user("anna")


@made_once
def bert():
    return make_user("bert")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = ORIGIN


def registered(user, device, name="Laptop", **values):
    offer = offer_registration(user, site_name="QuickTakes")
    answer = device.create(offer.options, **values)
    return passkeys.register(user, name=name, token=offer.token, answer=answer)


def shown(device, purpose=SIGN_IN, user=None, **values):
    offer = offer_use(purpose, user)
    answer = device.get(offer.options, **values)
    return passkeys.take(purpose, token=offer.token, answer=answer, user=user)


def refusal_of(act):
    with pytest.raises(PasskeyRefused) as caught:
        act()
    return caught.value.reason


def test_it_is_registered_and_shown_in_both_ways(anna, bert):
    device = Device()
    passkey = registered(anna, device)
    assert (passkey.user, passkey.name, passkey.sign_count) == (anna, "Laptop", 0)
    assert shown(device).user == anna
    assert shown(device, SECOND, anna) == passkey
    passkey.refresh_from_db()
    assert passkey.used_at is not None
    assert refusal_of(lambda: shown(device, SECOND, bert)) == "no passkey of the account"


def test_the_accounts_passkeys_have_one_handle_and_are_not_made_twice(anna):
    device = Device()
    first, second = registered(anna, device), registered(anna, Device(), "Phone")
    assert first.user_handle == second.user_handle
    options = json.loads(offer_registration(anna, site_name="QuickTakes").options)
    excluded = [one["id"] for one in options["excludeCredentials"]]
    assert excluded == [first.credential_id, second.credential_id]
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert len(options["user"]["id"]) == 43, "32 random bytes, of which nobody reads who it is"
    reason = refusal_of(lambda: registered(anna, device))
    assert reason == "a passkey that is registered already"


@pytest.mark.parametrize("origin", ["http://localhost:8001", "https://localhost:8000", "null"])
def test_another_origin_is_refused(anna, origin):
    assert refusal_of(lambda: registered(anna, Device(origin)))
    device = Device()
    registered(anna, device)
    device.origin = origin
    assert refusal_of(lambda: shown(device)) == "an answer that does not hold"


@pytest.mark.parametrize("flags", [FLAG.UP, FLAG.UV])
def test_the_device_must_have_verified_who_holds_it(anna, flags):
    assert refusal_of(lambda: registered(anna, Device(), flags=flags))
    device = Device()
    registered(anna, device)
    assert refusal_of(lambda: shown(device, flags=flags)) == "an answer that does not hold"


def test_a_challenge_is_for_its_purpose_and_account_and_ends(anna, bert, monkeypatch):
    device = Device()
    registered(anna, device)
    for offered, user, taken, taker in (
        (SECOND, anna, SIGN_IN, None),
        (SIGN_IN, None, SECOND, anna),
        (SECOND, bert, SECOND, anna),
    ):
        offer = offer_use(offered, user)
        answer = device.get(offer.options)
        values = {"token": offer.token, "answer": answer, "user": taker}
        assert "challenge" in refusal_of(lambda v=values, p=taken: passkeys.take(p, **v))
    offer = offer_use(SIGN_IN)
    answer = device.get(offer.options)
    other = offer_use(SIGN_IN)
    assert refusal_of(lambda: passkeys.take(SIGN_IN, token=other.token, answer=answer))
    later = (timezone.now() + LASTS * 2).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    reason = refusal_of(lambda: passkeys.take(SIGN_IN, token=offer.token, answer=answer))
    assert reason == "a page that is too old"


@pytest.mark.parametrize("counts", [False, True])
def test_an_answer_is_taken_once(anna, counts):
    device = Device()
    registered(anna, device)
    offers = [offer_use(SIGN_IN) for _ in range(2)]
    device.count += counts
    values = {"token": offers[0].token, "answer": device.get(offers[0].options)}
    assert passkeys.take(SIGN_IN, **values)
    reason = refusal_of(lambda: passkeys.take(SIGN_IN, **values))
    assert reason == "a challenge or a counter that was seen before"
    # Nor one that was offered before the last use.
    device.count += counts
    values = {"token": offers[1].token, "answer": device.get(offers[1].options)}
    assert refusal_of(lambda: passkeys.take(SIGN_IN, **values))


def test_a_counter_that_does_not_go_on_is_a_copy(anna):
    device = Device()
    device.count = 5
    registered(anna, device)
    for count, is_taken in ((6, True), (6, False), (5, False), (0, False), (7, True)):
        device.count = count
        if is_taken:
            assert shown(device).sign_count != count, "as it was read"
            assert Passkey.objects.get().sign_count == count
        else:
            assert "counter" in refusal_of(lambda: shown(device))


def test_the_handle_of_another_account_is_refused(anna, bert):
    device, berts = Device(), Device()
    registered(anna, device)
    other = registered(bert, berts).user_handle
    assert refusal_of(lambda: shown(device, handle=other)) == "a passkey of another account"


BROKEN = [
    *("", "null", "[]", "{}", "x", "[" * 20_000, '{"id": "\\u0000"}', '{"id": "\\ud800"}'),
    '{"id": 5, "response": 5}',
]


@pytest.mark.parametrize("answer", BROKEN)
def test_what_is_no_answer_is_refused(anna, answer):
    passkeys.credential_id_of(answer)
    offer = offer_use(SIGN_IN)
    assert refusal_of(lambda: passkeys.take(SIGN_IN, token=offer.token, answer=answer))
    offer = offer_registration(anna, site_name="QuickTakes")
    values = {"name": "Laptop", "token": offer.token, "answer": answer}
    assert refusal_of(lambda: passkeys.register(anna, **values))


def test_an_answer_with_any_part_missing_or_cut_is_refused(anna):
    device = Device()
    registered(anna, device)
    used = offer_use(SIGN_IN)
    for answer in damaged(device.get(used.options)):
        with pytest.raises(PasskeyRefused):
            passkeys.take(SIGN_IN, token=used.token, answer=answer)
    made = offer_registration(anna, site_name="QuickTakes")
    for answer in damaged(Device().create(made.options)):
        with pytest.raises(PasskeyRefused):
            passkeys.register(anna, name="a", token=made.token, answer=answer)
    assert Passkey.objects.count() == 1


def damaged(answer):
    """Answers with a part of the response missing, of another type, empty, cut, or nested."""
    whole = json.loads(answer)
    for name in set(whole["response"]) - {"userHandle"}:
        for value in (None, 7, "", whole["response"][name][:-9], "£", "gYGB" * 2_000):
            yield json.dumps({**whole, "response": {**whole["response"], name: value}})


def test_an_answer_has_an_end():
    for length, is_read in (
        (passkeys.MOST_CHARACTERS, True),
        (passkeys.MOST_CHARACTERS + 1, False),
    ):
        answer = '{"id": "a"}'.ljust(length)
        assert passkeys.credential_id_of(answer) == ("a" if is_read else "")


def test_there_is_an_end_to_them(anna):
    most = passkeys.MOST_PASSKEYS
    values = {"user": anna, "name": "a", "sign_count": 0, "made_at": timezone.now()}
    Passkey.objects.bulk_create(
        Passkey(credential_id=str(number), user_handle="AA", credential=b"", **values)
        for number in range(most - 1)
    )
    registered(anna, Device())
    assert refusal_of(lambda: registered(anna, Device())) == f"more than {most} passkeys"


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://learn.example.org", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
        ("http://learn.example.org", False),
    ],
)
def test_where_browsers_take_them(settings, address, possible):
    settings.SITE_URL = address
    assert are_possible() is possible
