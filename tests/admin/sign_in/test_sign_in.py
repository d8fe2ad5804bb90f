"""Tries to sign in are limited, by pair, account and network, and nobody is kept out by others."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.audience.sign_in_throttle import (
    MOST_OF_A_NETWORK,
    MOST_OF_A_PAIR,
    MOST_OF_AN_ACCOUNT,
    WINDOW,
)
from articles.models import SignInAttempt
from tests.factories import make_user

RIGHT, WRONG = "right password", "wrong password"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def editor(db):
    user = make_user("anna")
    user.set_password(RIGHT)
    user.save()
    return user


def try_to_sign_in(password, *, name="anna", address=HERE, client=None, **headers):
    data = {"username": name, "password": password}
    client = client or Client()
    return client.post(reverse("admin:login"), data, REMOTE_ADDR=address, headers=headers)


def fill(number=MOST_OF_A_PAIR, **values):
    for _ in range(number):
        assert try_to_sign_in(WRONG, **values).status_code == 200


def text_of(response):
    """The page without what differs by nature: token, name, minute."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r'value="\w+"|\d\d:\d\d', "", html)


def pass_by(duration):
    """Let time go by: what was tried lies so much longer ago."""
    for row in SignInAttempt.objects.all():
        row.made_at -= duration
        row.save()


def test_the_eleventh_try_is_refused_with_the_right_password(client):
    fill()
    response = try_to_sign_in(RIGHT, client=client)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= WINDOW.total_seconds()
    assert "There were too many tries to sign in." in response.content.decode()
    assert client.get(reverse("admin:index")).status_code == 302


def test_the_sentence_names_the_minute_from_which_it_may_be_tried_again():
    fill()
    pass_by(timedelta(minutes=5))
    oldest = SignInAttempt.objects.order_by("made_at").first().made_at
    response = try_to_sign_in(RIGHT)
    text = response.content.decode()
    hour, minute = map(int, re.search(r"from (\d\d):(\d\d) \(UTC\) on", text).groups())
    end = oldest + WINDOW
    named = end.replace(hour=hour, minute=minute, second=0, microsecond=0)
    assert timedelta(0) <= named - end < timedelta(minutes=1)
    assert "in 10 minutes" in text
    pass_by(end - timezone.now())
    assert try_to_sign_in(RIGHT).status_code == 302


def test_a_refused_try_puts_nobodys_next_try_off():
    fill()
    before = set(SignInAttempt.objects.values_list("pk", flat=True))
    for _ in range(5):
        assert try_to_sign_in(WRONG).status_code == 429
    assert set(SignInAttempt.objects.values_list("pk", flat=True)) == before


def test_signing_in_forgets_the_wrong_tries():
    fill(MOST_OF_A_PAIR - 1)
    assert try_to_sign_in(RIGHT).status_code == 302
    assert not SignInAttempt.objects.exists()
    fill()
    assert try_to_sign_in(RIGHT).status_code == 429


def test_a_name_without_an_account_is_answered_like_any_other():
    answers = {}
    for name in ("anna", "nobody"):
        answers[name] = [try_to_sign_in(WRONG, name=name) for _ in range(MOST_OF_A_PAIR + 1)]
    for known, unknown in zip(*answers.values(), strict=True):
        assert known.status_code == unknown.status_code
        assert text_of(known) == text_of(unknown)
    assert known.status_code == 429


@pytest.mark.parametrize("change", [{"is_staff": False}, {"is_active": False}])
def test_the_right_password_of_who_may_not_come_in_counts_as_wrong(editor, change):
    for name, value in change.items():
        setattr(editor, name, value)
    editor.save()
    for _ in range(MOST_OF_A_PAIR):
        assert try_to_sign_in(RIGHT).status_code == 200
    assert try_to_sign_in(RIGHT).status_code == 429


def test_another_connection_and_another_account_are_free():
    fill()
    make_user("berta")
    assert try_to_sign_in(WRONG, name="berta").status_code == 200
    assert try_to_sign_in(RIGHT, address=ELSEWHERE).status_code == 302


def test_addresses_of_one_ipv6_network_are_one():
    for number in range(MOST_OF_A_PAIR):
        assert try_to_sign_in(WRONG, address=f"2001:db8::{number:x}:1").status_code == 200
    assert try_to_sign_in(RIGHT, address="2001:db8::ffff").status_code == 429
    assert try_to_sign_in(RIGHT, address="2001:db8:0:1::1").status_code == 302


def test_behind_a_proxy_the_address_is_the_one_that_it_appends(settings):
    settings.TRUST_PROXY = True
    for number in range(MOST_OF_A_PAIR):
        made_up = f"203.0.113.{number}, {ELSEWHERE}"
        try_to_sign_in(WRONG, **{"X-Forwarded-For": made_up})
    assert try_to_sign_in(RIGHT, **{"X-Forwarded-For": ELSEWHERE}).status_code == 429
    assert try_to_sign_in(RIGHT, **{"X-Forwarded-For": HERE}).status_code == 302


def test_without_a_proxy_nobody_chooses_an_address():
    for number in range(MOST_OF_A_PAIR):
        try_to_sign_in(WRONG, **{"X-Forwarded-For": f"203.0.113.{number}"})
    assert try_to_sign_in(RIGHT, **{"X-Forwarded-For": "203.0.113.99"}).status_code == 429


def from_everywhere(name="anna"):
    """Wrong tries from many networks, until none is taken any more."""
    for number in range(MOST_OF_AN_ACCOUNT):
        assert try_to_sign_in(WRONG, name=name, address=f"10.0.{number}.1").status_code == 200
    assert try_to_sign_in(WRONG, name=name, address="10.1.0.1").status_code == 429


def test_one_account_is_not_guessed_from_many_networks():
    from_everywhere()
    assert try_to_sign_in(RIGHT, address=HERE).status_code == 429


def test_nobody_elsewhere_locks_an_editor_out_of_a_browser_that_is_known(client):
    assert try_to_sign_in(RIGHT, client=client).status_code == 302
    client.post(reverse("admin:logout"))
    from_everywhere()
    for number in range(MOST_OF_A_PAIR):
        assert try_to_sign_in(WRONG, address=f"10.2.{number}.1").status_code == 429
    assert try_to_sign_in(RIGHT, client=client, address="203.0.113.5").status_code == 302


def test_a_neighbour_in_the_same_network_locks_out_no_known_browser(client):
    try_to_sign_in(RIGHT, client=client)
    fill()
    assert try_to_sign_in(RIGHT).status_code == 429
    assert try_to_sign_in(RIGHT, client=client).status_code == 302


def test_a_known_browser_has_ten_tries_like_any_other(client):
    try_to_sign_in(RIGHT, client=client)
    client.post(reverse("admin:logout"))
    for number in range(MOST_OF_A_PAIR):
        answer = try_to_sign_in(WRONG, client=client, address=f"10.0.{number}.1")
        assert answer.status_code == 200
    assert try_to_sign_in(RIGHT, client=client).status_code == 429


def test_a_browser_is_known_for_the_account_that_it_signed_in_to_alone(client):
    berta = make_user("berta")
    berta.set_password(RIGHT)
    berta.save()
    try_to_sign_in(RIGHT, name="berta", client=client)
    client.post(reverse("admin:logout"))
    fill()
    assert try_to_sign_in(RIGHT, client=client).status_code == 429


@pytest.mark.parametrize("change", [lambda value: value[:-1], lambda value: "x" + value])
def test_a_cookie_that_was_made_up_knows_no_browser(client, change):
    try_to_sign_in(RIGHT, client=client)
    client.post(reverse("admin:logout"))
    client.cookies["known_browser"] = change(client.cookies["known_browser"].value)
    fill()
    assert try_to_sign_in(RIGHT, client=client).status_code == 429


def test_the_cookie_is_for_the_page_alone_and_names_nobody(client):
    cookie = try_to_sign_in(RIGHT, client=client).cookies["known_browser"]
    assert cookie["path"] == reverse("admin:login")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert "anna" not in cookie.value


def test_one_password_is_not_tried_on_many_accounts():
    for number in range(MOST_OF_A_NETWORK):
        assert try_to_sign_in(WRONG, name=f"account-{number}").status_code == 200
    assert try_to_sign_in(RIGHT).status_code == 429
    assert try_to_sign_in(RIGHT, address=ELSEWHERE).status_code == 302


def test_without_a_known_address_nobody_fills_everybodys_count():
    for number in range(MOST_OF_A_NETWORK):
        try_to_sign_in(WRONG, name=f"account-{number}", address="")
    assert try_to_sign_in(RIGHT, address="").status_code == 302


def test_neither_name_nor_address_is_kept():
    fill(1)
    row = SignInAttempt.objects.get()
    kept = f"{row.account} {row.network} {row.pair}"
    assert re.fullmatch(r"[0-9a-f]{32} [0-9a-f]{32} [0-9a-f]{32}", kept)


def test_what_counts_no_more_goes_with_the_next_try():
    fill(3)
    pass_by(WINDOW)
    fill(1)
    assert SignInAttempt.objects.count() == 1


def test_a_form_that_lacks_half_is_no_try():
    assert try_to_sign_in("").status_code == 200
    assert try_to_sign_in(WRONG, name="").status_code == 200
    assert not SignInAttempt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_one_moment_ten_are_looked_at(settings):
    settings.DATABASE_MOST_WAITING = 8  # so many threads as try

    def attempt(_):
        try:
            return try_to_sign_in(WRONG).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(24)))
    assert sorted(answers) == [200] * MOST_OF_A_PAIR + [429] * 14
