"""The one strict place where environment variables are read.

Each function returns a typed value or raises `ImproperlyConfigured` with a sentence that names
the variable, the value and what would be right. An empty variable counts as unset.
"""

import os
import re
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from qtsite import database_urls
from qtsite.patience import OF_A_COMMAND, Patience

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
# So long a mail server may take for each step.
_EMAIL_SECONDS = 10
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str | None = None, *, hint: str = "") -> str:
    """Return the variable's value; without a default a missing one stops the start.

    `hint` ends the sentence: "SECRET_KEY is not set: <hint>".
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set: {hint}")
    return default


def flag(name: str, default: bool) -> bool:
    """Return a boolean: 1, true, yes, on or 0, false, no, off, in any case."""
    value = text(name, "").lower()
    if not value:
        return default
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false; use 1 or 0.")


def integer(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """Return a whole number between the two bounds, both included."""
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and minimum <= int(value) <= maximum:
        return int(value)
    raise ImproperlyConfigured(f"{name}={value!r} is not a whole number {minimum} to {maximum}.")


def port() -> int:
    """Return the port of the site on this machine: its own address and the server agree on it."""
    return integer("PORT", 8000, minimum=1, maximum=65535)


# Threads of one interpreter cost each other time: of a worker whose threads were 1, 2, 4 and 8, a
# page that is made took 3.0, 3.3, 3.6 and 4.1 ms of CPU; a stored one takes the same with 2 to 4.
# More than two all the same: two editors may wait for the one who writes, and readers must not.
_THREADS = 3


def threads() -> int:
    """Return how many requests a worker answers at a time: the server makes so many threads, and
    the settings let one fewer wait for a lock."""
    return integer("THREADS", _THREADS, minimum=2, maximum=64)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return one of the allowed words, upper case."""
    value = text(name, default).upper()
    if value in allowed:
        return value
    raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(allowed)}.")


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma-separated list without empty entries."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return a comma-separated list of networks, `10.0.0.0/8`, or addresses (RFC 4632)."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from None


def files(name: str) -> list[str]:
    """Return a comma-separated list of files, each of which must be there."""
    for path in (found := words(name)):
        if not Path(path).is_file():
            raise ImproperlyConfigured(f"{name}: there is no file {path}.")
    return found


def folder(name: str, *, base_dir: Path) -> Path | None:
    """Return a folder, relative to `base_dir` or absolute, whether or not it is there; None where
    none is set."""
    value = text(name, "")
    return base_dir / value if value else None


def site_url(name: str, default: str) -> str:
    """Return the site's own address, `scheme://host[:port]`, without a path or final slash."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        is_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, a bracket that is no IPv6 address
        is_host = False
    if is_host and parts.scheme in {"http", "https"} and not (parts.path or parts.query):
        return value
    raise ImproperlyConfigured(
        f"{name}={value!r} is not an address such as https://www.example.org (no path)."
    )


def endpoint(name: str, default: str) -> str:
    """Return the address of a service on the web, "" where none is set and none is the default."""
    value = text(name, default)
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return value
    raise ImproperlyConfigured(f"{name}={value!r} is not an address that begins with https://.")


def issuer(name: str) -> str:
    """Return the issuer of an OpenID provider, "" where none is set: an address of HTTPS, or of
    this machine, without query and fragment (OpenID Connect Discovery 1.0, 3), exactly as it is
    written."""
    value = text(name, "")
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host_of(value) in LOCAL_HOSTS)
    if not value or (is_safe and parts.netloc and not (parts.query or parts.fragment)):
        return value
    raise ImproperlyConfigured(
        f"{name}={value!r} is not an address such as https://login.example.org/realm."
    )


def pairs(name: str) -> dict[str, str]:
    """Return a comma-separated list of `one=other`; both sides are percent-encoded where they hold
    a comma or an equals sign.

    >>> os.environ["ROLES"] = "cn%3Dwriters=Writer,chiefs=Head of content"
    >>> pairs("ROLES")
    {'cn=writers': 'Writer', 'chiefs': 'Head of content'}
    """
    found = {}
    for word in words(name):
        left, equals, right = (unquote(part.strip()) for part in word.partition("="))
        if not (left and equals and right):
            raise ImproperlyConfigured(f"{name}: {word!r} is not of the form VALUE=NAME.")
        found[left] = right
    return found


def purge_addresses(name: str, *, is_needed: bool) -> list[str]:
    """Return the addresses, separated by commas, at which a CDN is told of changes."""
    if is_needed and not text(name, ""):
        raise ImproperlyConfigured(f"{name} is not set: the CDN of CDN_KIND is to be told there.")
    for value in (found := words(name)):
        if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc:
            raise ImproperlyConfigured(f"{name}={value!r} does not begin with https://HOST.")
    return found


def bucket_name(name: str) -> str:
    """Return the name of a bucket, "" where none is set (Amazon S3 User Guide, "Bucket naming
    rules")."""
    value = text(name, "")
    if not value or _BUCKET.fullmatch(value):
        return value
    raise ImproperlyConfigured(
        f"{name}={value!r} is not 3 to 63 small letters, digits, hyphens and dots."
    )


def indexnow_key(name: str) -> str:
    """Return a key of the IndexNow protocol, "" where none is set (indexnow.org/documentation)."""
    value = text(name, "")
    if not value or _INDEXNOW_KEY.fullmatch(value):
        return value
    raise ImproperlyConfigured(
        f"{name}={value!r} is not 8 to 128 letters, digits and hyphens. Make one with:"
        " python -c 'import secrets; print(secrets.token_hex(16))'"
    )


def email(name: str, *, base_dir: Path) -> dict:
    """Return Django's settings of outgoing e-mail; empty where none is set, and none is sent.

    `smtp://host:port` is a relay that asks for no password (port 25); `smtp://user:password@host`
    speaks STARTTLS first (587), so that no password goes over the wire in clear; `smtps://…` is TLS
    from the start (465, RFC 8314). `console:` prints, `file:FOLDER` writes a file each. User and
    password are percent-encoded.
    """
    value = text(name, "")
    if not value:
        return {}
    parts = urlsplit(value)
    backend = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{backend}console.EmailBackend"}
    if parts.scheme == "file" and parts.path and not parts.netloc:
        folder = base_dir / unquote(parts.path)
        return {
            "EMAIL_BACKEND": f"{backend}filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
        }
    try:
        port, host = parts.port, parts.hostname
    except ValueError:
        raise ImproperlyConfigured(f"{name}: the port is not a number.") from None
    if parts.scheme not in {"smtp", "smtps"} or not host:
        raise ImproperlyConfigured(
            f"{name} is none of smtp://USER:PASSWORD@HOST:PORT, smtps://…, console: and"
            " file:FOLDER."
        )
    is_tls, has_user = parts.scheme == "smtps", bool(parts.username)
    return {
        "EMAIL_BACKEND": f"{backend}smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or (465 if is_tls else 587 if has_user else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": has_user and not is_tls,
        "EMAIL_TIMEOUT": _EMAIL_SECONDS,
    }


def host_of(url: str) -> str:
    """Return the host of an address as a Host header has it, without the port (RFC 3986, section
    3.2.2): `http://[::1]:8000` -> `[::1]`."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


def database(
    name: str,
    default: str,
    *,
    base_dir: Path,
    patience: Patience = OF_A_COMMAND,
    pool_connections: int = 0,
) -> dict:
    """Return Django's settings of one database (`qtsite.database_urls`)."""
    return database_urls.database_at(
        text(name, default),
        name=name,
        base_dir=base_dir,
        patience=patience,
        pool_connections=pool_connections,
    )


def replicas(name: str, primary: dict, *, patience: Patience = OF_A_COMMAND) -> dict[str, dict]:
    """Return Django's settings of the read replicas of a primary, by the names of their
    connections: addresses, separated by commas."""
    return database_urls.replicas_at(words(name), name=name, primary=primary, patience=patience)


def local_secret_key(file: Path) -> str:
    """Return the key kept in `file`, made on first use, readable by its owner alone.

    Only for a site on this machine: a public one must set SECRET_KEY.
    """
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_urlsafe(60))
    return file.read_text().strip()
