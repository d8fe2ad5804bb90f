"""The one strict place where environment variables are read.

Each function returns a typed value or raises `ImproperlyConfigured` with a sentence that names
the variable, the value and what would be right. An empty variable counts as unset.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from qtsite.patience import OF_A_COMMAND, Patience

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
# So long a mail server may take for each step.
_EMAIL_SECONDS = 10
# So long a pool tries to open a connection to a server that is not there.
_RECONNECT_SECONDS = 5
_POSTGRESQL = "django.db.backends.postgresql"
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


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return one of the allowed words, upper case."""
    value = text(name, default).upper()
    if value in allowed:
        return value
    raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(allowed)}.")


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma-separated list without empty entries."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


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
    """Return the address of a service on the web."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return value
    raise ImproperlyConfigured(f"{name}={value!r} is not an address that begins with https://.")


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
    """Return Django's settings of one database.

    `sqlite:///var/site.sqlite3` (relative to `base_dir`), `sqlite:////srv/site.sqlite3`
    (absolute), or `postgresql://user:password@host:port/name`; a password with special
    characters is percent-encoded (RFC 3986, section 2.1). A host that begins with a percent-
    encoded slash is the folder of a Unix socket. `pool_connections` are the most that a process
    that serves requests has of PostgreSQL in a pool; 0: a connection of its own for each thread.
    """
    value = text(name, default)
    found = _database_at(value, name=name, base_dir=base_dir, patience=patience)
    is_server = patience.statement_seconds is not None
    if pool_connections and is_server and not found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"]["pool"] = {
            "min_size": 1,
            "max_size": pool_connections,
            # A thread waits for a connection no longer than it would wait for the server.
            "timeout": patience.connect_seconds,
            # The pauses between attempts double: after minutes without a server the next would be
            # minutes away. Given up, the next request begins with a first one.
            "reconnect_timeout": _RECONNECT_SECONDS,
        }
        found["CONN_MAX_AGE"] = 0  # Django's condition: after each request it goes back
    return found


def _database_at(value: str, *, name: str, base_dir: Path, patience: Patience) -> dict:
    parts = urlsplit(value)
    try:
        port = parts.port or ""
    except ValueError:
        raise ImproperlyConfigured(f"{name}: the port is not a number.") from None
    path = unquote(parts.path[1:])
    if parts.scheme == "sqlite" and path and not parts.netloc:
        return _sqlite(base_dir / path, patience)
    if parts.scheme in {"postgres", "postgresql"} and path:
        return {
            "ENGINE": _POSTGRESQL,
            "NAME": path,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": port,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _postgresql_options(patience),
        }
    raise ImproperlyConfigured(
        f"{name} is neither sqlite:///FILE nor postgresql://USER:PASSWORD@HOST:PORT/NAME."
    )


def replicas(name: str, primary: dict, *, patience: Patience = OF_A_COMMAND) -> dict[str, dict]:
    """Return Django's settings of the read replicas of a primary, by the names of their
    connections: addresses as `database` takes them, separated by commas."""
    found = {}
    for number, url in enumerate(words(name), start=1):
        replica = _database_at(url, name=name, base_dir=Path(), patience=patience)
        if {replica["ENGINE"], primary["ENGINE"]} != {_POSTGRESQL}:
            raise ImproperlyConfigured(f"{name}: both primary and replicas must be PostgreSQL.")
        options = replica["OPTIONS"]
        limits = options.get("options", "")
        options["options"] = f"-c default_transaction_read_only=on {limits}".rstrip()
        found[f"replica_{number}"] = {
            **replica,
            # Whoever reads one asks it something first.
            "CONN_HEALTH_CHECKS": False,
            "TEST": {"MIRROR": "default"},
        }
    return found


def _postgresql_options(patience: Patience) -> dict:
    """Limits of waiting (PostgreSQL's documentation, 20.11 and 34.1.2). A command has none but for
    the connection: it waits for a lock until it gets it, or as PGOPTIONS says."""
    if patience.statement_seconds is None:
        return {"connect_timeout": patience.connect_seconds}
    return {
        "connect_timeout": patience.connect_seconds,
        # A network that swallows what is sent, beneath a connection that stands.
        "tcp_user_timeout": 1_000 * patience.lock_seconds,
        "options": f"-c lock_timeout={patience.lock_seconds}s"
        f" -c statement_timeout={patience.statement_seconds}s",
    }


def _sqlite(file: Path, patience: Patience) -> dict:
    """IMMEDIATE: a transaction that will write takes the lock when it begins, so that it waits
    its turn instead of failing when it turns from reading to writing. synchronous NORMAL is
    durable against a crash of the process in WAL mode (sqlite.org/pragma.html)."""
    return {
        "ENGINE": "articles.database.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": patience.lock_seconds,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA cache_size=-16000;",
        },
        # Tests share one file, not memory: the browser's server and workers are real processes.
        "TEST": {"NAME": str(file.with_name(f"test-{file.name}"))},
    }


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
