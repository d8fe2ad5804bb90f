"""Codes of an authenticator app: those of RFC 6238, each once, and a key that is sealed."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.accounts import authenticator_app
from articles.accounts.authenticator_app import add_app, address_of_key, new_key, take_code
from articles.accounts.qr_code import qr_code
from articles.accounts.sealing import Unreadable, seal, unseal
from articles.models import AuthenticatorApp
from tests.accounts.authenticators import App
from tests.factories import make_user
from tests.made_once import made_once

KEY = b"12345678901234567890"


@made_once
def anna():
    return make_user("anna")


@pytest.fixture
def at(monkeypatch):
    """Set the clock; a moment in the middle of a time step."""

    def set_to(seconds):
        moment = datetime.fromtimestamp(seconds, UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(1_111_111_095)
    return set_to


def app_of(key):
    return App(address_of_key(key, name="anna", issuer="QuickTakes"))


# RFC 6238, appendix B: of its eight digits the last six.
@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_specification(anna, at, seconds, code):
    at(seconds)
    assert not add_app(anna, KEY, f"{(int(code) + 1) % 1_000_000:06}")
    assert not AuthenticatorApp.objects.exists()
    assert add_app(anna, KEY, code)


def test_a_code_is_taken_once_and_none_from_before(anna, at):
    app = app_of(KEY)
    assert add_app(anna, KEY, app.code())
    assert not take_code(anna, app.code()), "that of setting up"
    assert not take_code(anna, app.code(-1))
    newer = app.code(1)
    assert take_code(anna, newer)
    assert not take_code(anna, newer)


@pytest.mark.parametrize(
    ("steps", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_a_step_off(anna, at, steps, counts):
    app = app_of(KEY)
    at(1_111_111_095 - 300)
    assert add_app(anna, KEY, app.code())
    at(1_111_111_095)
    assert take_code(anna, app.code(steps)) is counts


def test_of_two_machines_that_see_a_code_one_takes_it(anna, at, monkeypatch):
    """The row is read by both before either writes: the statement decides."""
    app = app_of(KEY)
    at(1_111_111_095 - 300)
    add_app(anna, KEY, app.code())
    at(1_111_111_095)
    code, unseal_it = app.code(), authenticator_app.unseal

    def meanwhile(*values):
        monkeypatch.setattr(authenticator_app, "unseal", unseal_it)
        assert take_code(anna, code)
        return unseal_it(*values)

    monkeypatch.setattr(authenticator_app, "unseal", meanwhile)
    assert not take_code(anna, code)


def test_the_key_stands_in_no_row_and_opens_in_its_own_alone(anna, at, settings, caplog):
    key = new_key()
    app = app_of(key)
    add_app(anna, key, app.code())
    row = AuthenticatorApp.objects.get()
    assert key.hex() not in row.sealed_key
    bert = make_user("bert")
    AuthenticatorApp.objects.create(
        user=bert, sealed_key=row.sealed_key, last_step=0, made_at=timezone.now()
    )
    assert not take_code(bert, app.code(1))
    settings.SECRET_KEY = "another"
    assert not take_code(anna, app.code(1))
    assert "another SECRET_KEY" in caplog.text


def test_what_was_sealed_is_read_as_it_was_or_not_at_all():
    sealed = seal(b"secret", "a")
    assert unseal(sealed, "a") == b"secret"
    assert sealed != seal(b"secret", "a")
    for text, purpose in ((sealed, "b"), (f"A{sealed[1:]}x", "a"), ("", "a"), ("é", "a")):
        with pytest.raises(Unreadable):
            unseal(text, purpose)


def test_names_of_all_kinds_stand_in_the_address():
    address = address_of_key(KEY, name="anna@example.org", issuer="Quick: Takes & more")
    assert address.startswith("otpauth://totp/Quick%20%20Takes%20%26%20more:anna%40example.org?")
    assert "+" not in address
    assert App(address).code() == App(address_of_key(KEY, name="b", issuer="c")).code()


def test_the_picture_is_a_qr_code_in_its_quiet_zone():
    """ISO/IEC 18004: a finder pattern in three of the four corners, and four modules of white."""
    code = qr_code(address_of_key(KEY, name="anna", issuer="QuickTakes"))
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", code.path)}
    assert {n for module in dark for n in module} == set(range(4, code.size - 4))

    def has_finder(left, top):
        ring = [(left + n, top + m) for n in range(7) for m in (0, 6)]
        return dark.issuperset(ring) and (left + 1, top + 1) not in dark

    far = code.size - 4 - 7
    corners = [has_finder(*corner) for corner in ((4, 4), (far, 4), (4, far), (far, far))]
    assert corners == [True, True, True, False]


def test_an_app_of_nobody_takes_nothing(anna):
    assert not take_code(anna, "123456")
