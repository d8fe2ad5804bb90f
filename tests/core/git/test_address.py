"""Addresses of repositories: what is understood, and that no password is repeated."""

import pytest

from articles.core.git.address import UnusableAddress, read_address
from articles.core.git.program import GitFailed, run


@pytest.mark.parametrize(
    "text",
    [
        "https://robot:secret@host:99999/x",
        "https://robot:secret#1@host/x",
        "https://robot:sec/secret@host/x",
        "https://robot:8/secret@host/x",
        "https://robot:[secret@host/x",
        "http://robot:secret@host/x",
        "file://robot:secret@host/x",
        "ssh::https://robot:secret@host/x",
        "https://robot:secret\x01@host/x",
        "-https://robot:secret@host/x",
    ],
)
def test_no_message_repeats_a_password(text):
    with pytest.raises(UnusableAddress) as caught:
        read_address(text)
    assert "secret" not in str(caught.value)
    assert "host" in caught.value.text
    assert caught.value.__cause__ is None


def test_a_password_is_said_to_its_server_alone():
    address = read_address("https://robot:se%40cret@example.com:8443/library.git")
    assert address.shown == "https://example.com:8443/library.git"
    assert "cret" not in address.url
    assert "cret" not in repr(address)
    assert ask(address, "example.com:8443") == ("robot", "se@cret")
    with pytest.raises(GitFailed):
        ask(address, "elsewhere.example")


def ask(address, host):
    question = f"protocol=https\nhost={host}\n\n".encode()
    said = run(None, "credential", "fill", stdin=question, credentials=address.credentials)
    values = dict(line.split("=", 1) for line in said.decode().splitlines())
    return values["username"], values["password"]
