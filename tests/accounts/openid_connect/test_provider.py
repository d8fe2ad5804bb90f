"""The provider's document: asked once, and nothing that is odd about it taken."""

import json
from threading import BoundedSemaphore

import pytest

from articles.accounts.openid_connect import provider as provider_module
from articles.accounts.openid_connect import transport
from articles.accounts.openid_connect.errors import ProviderRefused, ProviderUnavailable
from articles.accounts.openid_connect.provider import forget_provider, provider
from articles.accounts.openid_connect.transport import fetch_json

DOCUMENT = "/.well-known/openid-configuration"


def test_it_is_asked_once(made):
    assert [provider().token for _ in range(3)] == [f"{made.issuer}/token"] * 3
    assert made.asked == [DOCUMENT]


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://another.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": "ftp://127.0.0.1/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"userinfo_endpoint": ["http://127.0.0.1/"]},
    ],
    ids=json.dumps,
)
def test_a_document_that_leads_elsewhere_is_not_taken(made, changed):
    made.document |= changed
    with pytest.raises(ProviderUnavailable):
        provider()


def test_a_provider_of_https_leads_to_no_address_without(made, settings, monkeypatch):
    settings.OIDC_ISSUER = made.document["issuer"] = "https://login.example.org"
    # There is no certificate of that name here.
    monkeypatch.setattr(provider_module, "fetch_json", lambda url: made.document)
    with pytest.raises(ProviderUnavailable, match="authorization_endpoint"):
        provider()


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"{}"),
        (302, {"Location": "/keys"}, b""),
        (200, {}, b"<html>"),
        (200, {}, b"[]"),
        (200, {}, b"[" * 100_000),
        (200, {}, b'{"issuer": "' + b"x" * 600_000 + b'"}'),
        (200, {"Content-Length": "100"}, b"{"),
    ],
    ids=range(7),
)
def test_an_answer_that_cannot_be_read_is_no_error_of_the_site(made, answer):
    made.raw[DOCUMENT] = answer
    with pytest.raises(ProviderUnavailable):
        provider()
    assert made.asked == [DOCUMENT]  # a redirect is not followed


def test_after_a_failure_nobody_waits_for_a_moment(made):
    made.raw[DOCUMENT] = (503, {}, b"")
    for _ in range(4):
        with pytest.raises(ProviderUnavailable):
            provider()
    assert made.asked == [DOCUMENT]
    made.raw.clear()
    forget_provider()
    assert provider().issuer == made.issuer


def test_nobody_there(made, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    with pytest.raises(ProviderUnavailable):
        provider()


def test_one_that_only_trickles_is_left(made, monkeypatch):
    monkeypatch.setattr(transport, "_ANSWER_SECONDS", -1)
    with pytest.raises(ProviderUnavailable, match="too slow"):
        fetch_json(f"{made.issuer}/keys")


def test_not_all_threads_wait_for_it(made, monkeypatch):
    monkeypatch.setattr(transport, "_SLOT_SECONDS", 0.01)
    monkeypatch.setattr(transport, "_slots", BoundedSemaphore(1))
    with transport._slots, pytest.raises(ProviderUnavailable, match="others wait"):
        provider()
    forget_provider()
    assert provider().issuer == made.issuer


def test_an_error_that_it_states(made):
    made.raw["/token"] = (400, {}, b'{"error": "invalid_grant"}')
    with pytest.raises(ProviderRefused, match="invalid_grant"):
        fetch_json(f"{made.issuer}/token", form={"code": "c"})


@pytest.mark.parametrize("body", [b'{"error": "<script>"}', b'{"error": 1}', b"no"])
def test_an_error_that_is_none_of_the_protocol(made, body):
    made.raw["/token"] = (400, {}, body)
    with pytest.raises(ProviderUnavailable, match="HTTP 400"):
        fetch_json(f"{made.issuer}/token", form={"code": "c"})
