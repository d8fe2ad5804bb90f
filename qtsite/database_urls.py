"""Django's settings of a database from its address: the variables of `qtsite/environment.py` that
name databases. Every function raises ImproperlyConfigured with a sentence that names the variable
and holds no password."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from qtsite.patience import Patience

_POSTGRESQL = "django.db.backends.postgresql"
# So long a pool tries to open a connection to a server that is not there.
_RECONNECT_SECONDS = 5


def database_at(
    url: str, *, name: str, base_dir: Path, patience: Patience, pool_connections: int = 0
) -> dict:
    """Return the settings of one database.

    `sqlite:///var/site.sqlite3` (relative to `base_dir`), `sqlite:////srv/site.sqlite3`
    (absolute), or `postgresql://user:password@host:port/name`; a password with special
    characters is percent-encoded (RFC 3986, section 2.1). A host that begins with a percent-
    encoded slash is the folder of a Unix socket. `pool_connections` are the most that a process
    that serves requests has of PostgreSQL in a pool; 0: a connection of its own for each thread.
    """
    found = _settings_at(url, name=name, base_dir=base_dir, patience=patience)
    is_server = patience.statement_seconds is not None
    if pool_connections and is_server and found["ENGINE"] == _POSTGRESQL:
        # Django makes it with the first connection: in the worker, never before the fork.
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


def replicas_at(
    urls: Iterable[str], *, name: str, primary: dict, patience: Patience
) -> dict[str, dict]:
    """Return the settings of the read replicas of a primary, by the names of their connections:
    `replica_1`, …, in the order of the addresses."""
    found = {}
    for number, url in enumerate(urls, start=1):
        replica = _settings_at(url, name=name, base_dir=Path(), patience=patience)
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


def _settings_at(url: str, *, name: str, base_dir: Path, patience: Patience) -> dict:
    parts = urlsplit(url)
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
