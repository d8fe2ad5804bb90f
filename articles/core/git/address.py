"""Address of a git repository as a person types it: a folder, or a URL of https or ssh."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from articles.core.git.program import Credentials

# A transport helper (`ext::sh -c …` runs a command): gitremote-helpers(7).
_HELPER = re.compile(r"[A-Za-z0-9+.-]+::")
# `git@host:folder/name.git`, as git-fetch(1), "GIT URLS" has it: no slash before the colon.
_SCP = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?!//)(?P<path>[^:\s]+)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f]")
_REMOTE = ("https", "ssh")


class UnusableAddress(Exception):
    """A text that is no address of a repository that may be read; carries it and the reason."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.text!r} {self.reason}"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a repository is. `url` is for git alone: it may name a user. `shown` is what may be
    printed and stored. `protocols` is what git may speak on the way, redirections included;
    `credentials` is what it says where it is asked for a password."""

    url: str
    shown: str
    protocols: tuple[str, ...]
    credentials: Credentials | None = None


def read_address(text: str) -> Address:
    """Return the address; raises UnusableAddress.

    >>> read_address("https://robot:secret@example.com/library.git").shown
    'https://example.com/library.git'
    """
    # A password may stand in it: what is said of it is said of this.
    shown = without_credentials(text)
    if text.startswith("-"):
        raise UnusableAddress(shown, "begins with a hyphen, as an option does.")
    if not text or _NO_ADDRESS.search(text.replace(" ", "")):
        raise UnusableAddress(shown, "holds a control character, or nothing.")
    if _HELPER.match(text):
        raise UnusableAddress(shown, "names a transport of its own: only https and ssh are spoken.")
    if "://" in text:
        return _read_url(text)
    if Path(text).is_dir():
        return _of_folder(text)
    match = _SCP.fullmatch(text)
    if match is None:
        raise UnusableAddress(shown, "is neither a folder nor a URL.")
    _check_host(shown, match["host"])
    return Address(text, f"{match['host']}:{match['path']}", ("ssh",))


def without_credentials(text: str) -> str:
    """Return a text without what stands before an `@`, whether or not the rest is an address: a
    password that holds `#`, `/` or `[` makes it none.

    >>> without_credentials("https://robot:a#b@example.com:99999/x")
    'https://example.com:99999/x'
    """
    before, at, rest = text.rpartition("@")
    scheme = _SCHEME.match(before)
    return (scheme[0] if scheme else "") + rest if at else text


def _read_url(text: str) -> Address:
    redacted = without_credentials(text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        # Without the reason: it repeats the port, which may be the password.
        raise UnusableAddress(redacted, "is no URL.") from None
    scheme = parts.scheme.lower()
    if scheme == "file":
        if parts.netloc or not Path(parts.path).is_dir():
            raise UnusableAddress(redacted, "names no folder of this machine.")
        return _of_folder(parts.path)
    # From here on nothing of the text is repeated: a password may stand in it.
    place = f"[{host}]" if ":" in host else host
    place = f"{place}:{port}" if port else place
    shown = urlunsplit((scheme, place, parts.path, "", ""))
    if port and "@" not in parts.netloc and "@" in text:
        # The password ended the host (RFC 3986, section 3.2), and its rest looks like a path.
        raise UnusableAddress(redacted, "has an “@” behind its path: write it as %40.")
    if scheme not in _REMOTE:
        raise UnusableAddress(shown, f"begins with {scheme}://: only https and ssh are spoken.")
    _check_host(shown, host)
    if scheme != "https" or not parts.password:
        return Address(text, shown, (scheme,))
    # Among git's arguments everybody on the machine could read the password.
    user = parts.username or ""
    url = urlunsplit((scheme, f"{user}@{place}", parts.path, parts.query, ""))
    said = Credentials(f"{scheme}://{place}", unquote(user), unquote(parts.password))
    return Address(url, shown, (scheme,), said)


def _check_host(shown: str, host: str) -> None:
    if not host or host.startswith("-"):
        raise UnusableAddress(shown, "names no host.")


def _of_folder(path: str) -> Address:
    """The path is made absolute: it then begins with a slash, and is no option."""
    folder = str(Path(path).resolve())
    return Address(folder, folder, ("file",))
