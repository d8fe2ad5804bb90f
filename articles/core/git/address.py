"""Address of a git repository as a person types it: a folder, or a URL of https or ssh."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

# A transport helper (`ext::sh -c …` runs a command): gitremote-helpers(7).
_HELPER = re.compile(r"[A-Za-z0-9+.-]+::")
# `git@host:folder/name.git`, as git-fetch(1), "GIT URLS" has it: no slash before the colon.
_SCP = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?!//)(?P<path>[^:\s]+)")
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
    """Where a repository is. `url` is for git alone: it may hold a password. `shown` is what may be
    printed and stored. `protocols` is what git may speak on the way, redirections included."""

    url: str
    shown: str
    protocols: tuple[str, ...]


def read_address(text: str) -> Address:
    """Return the address; raises UnusableAddress.

    >>> read_address("https://robot:secret@example.com/library.git").shown
    'https://example.com/library.git'
    """
    if text.startswith("-"):
        raise UnusableAddress(text, "begins with a hyphen, as an option does.")
    if not text or _NO_ADDRESS.search(text.replace(" ", "")):
        raise UnusableAddress(text, "holds a control character, or nothing.")
    if _HELPER.match(text):
        raise UnusableAddress(text, "names a transport of its own: only https and ssh are spoken.")
    if "://" in text:
        return _read_url(text)
    if Path(text).is_dir():
        return _of_folder(text)
    match = _SCP.fullmatch(text)
    if match is None:
        raise UnusableAddress(text, "is neither a folder nor a URL.")
    _check_host(text, match["host"])
    return Address(text, f"{match['host']}:{match['path']}", ("ssh",))


def _read_url(text: str) -> Address:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UnusableAddress(text, "is no URL.") from error
    scheme = parts.scheme.lower()
    if scheme == "file":
        if parts.netloc or not Path(parts.path).is_dir():
            raise UnusableAddress(text, "names no folder of this machine.")
        return _of_folder(parts.path)
    # From here on nothing of the text is repeated: a password may stand in it.
    shown = urlunsplit((scheme, f"{host}:{port}" if port else host, parts.path, "", ""))
    if scheme not in _REMOTE:
        raise UnusableAddress(shown, f"begins with {scheme}://: only https and ssh are spoken.")
    _check_host(shown, host)
    return Address(text, shown, (scheme,))


def _check_host(shown: str, host: str) -> None:
    if not host or host.startswith("-"):
        raise UnusableAddress(shown, "names no host.")


def _of_folder(path: str) -> Address:
    """The path is made absolute: it then begins with a slash, and is no option."""
    folder = str(Path(path).resolve())
    return Address(folder, folder, ("file",))
