"""Environment variables are read strictly: a value that is not understood stops the start."""

import ast
import os
import runpy
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from qtsite import environment
from qtsite.patience import OF_A_COMMAND, OF_A_REQUEST

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def variable(monkeypatch):
    return lambda value: monkeypatch.setenv("VARIABLE", value)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", True), (" ", True)]
)
def test_a_flag(variable, value, expected):
    variable(value)
    assert environment.flag("VARIABLE", True) is expected


@pytest.mark.parametrize(
    "read",
    [
        lambda: environment.flag("VARIABLE", False),
        lambda: environment.integer("VARIABLE", 1, minimum=1, maximum=9),
        lambda: environment.choice("VARIABLE", "A", ("A", "B")),
        lambda: environment.site_url("VARIABLE", "http://localhost"),
        lambda: environment.database("VARIABLE", "sqlite:///x", base_dir=ROOT),
        lambda: environment.files("VARIABLE"),
        lambda: environment.networks("VARIABLE"),
        lambda: environment.indexnow_key("VARIABLE"),
        lambda: environment.email("VARIABLE", base_dir=ROOT),
        lambda: environment.pairs("VARIABLE"),
    ],
    ids=[
        "flag",
        "integer",
        "choice",
        "site_url",
        "database",
        "files",
        "networks",
        "key",
        "email",
        "pairs",
    ],
)
@pytest.mark.parametrize("value", ["maybe", "99999", "ftp://x.org", "https://x.org/path"])
def test_a_value_that_is_not_understood_names_its_variable(variable, read, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        read()


@pytest.mark.parametrize(
    "value",
    [
        "login.example.org",
        "http://login.example.org",
        "http://localhost.example.org",
        "https://login.example.org/?a=b",
        "https://login.example.org/#a",
        "https://",
        "file:///etc",
    ],
)
def test_an_issuer_that_is_not_understood(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        environment.issuer("VARIABLE")


@pytest.mark.parametrize(
    "value", ["", "https://login.example.org/realm/", "http://localhost:8080", "http://[::1]:80/a"]
)
def test_an_issuer_is_kept_as_it_is_written(variable, value):
    variable(value)
    assert environment.issuer("VARIABLE") == value


def test_pairs_are_percent_encoded(variable):
    variable(" cn%3Da%2Cdc%3Db = Writer, chiefs=Head of content,")
    assert environment.pairs("VARIABLE") == {"cn=a,dc=b": "Writer", "chiefs": "Head of content"}


def test_single_sign_on_needs_both_of_its_client(monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", "https://login.example.org")
    monkeypatch.setenv("OIDC_CLIENT_ID", "qtsite")
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_SECRET is not set"):
        runpy.run_path(str(ROOT / "qtsite" / "settings.py"))


@pytest.mark.parametrize("value", ["Upper", "a", "a_b", "-a-", "x" * 64])
def test_a_name_that_no_bucket_has(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        environment.bucket_name("VARIABLE")


@pytest.mark.parametrize("value", ["", "maybe", "https://a.org/,ftp://b.org"])
def test_a_cdn_that_cannot_be_told(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        environment.purge_addresses("VARIABLE", is_needed=True)


def test_a_bucket_and_the_addresses_of_a_cdn(variable):
    variable("learn.example.org")
    assert environment.bucket_name("VARIABLE") == "learn.example.org"
    variable("http://10.0.0.1:6081/, http://10.0.0.2:6081/")
    found = environment.purge_addresses("VARIABLE", is_needed=True)
    assert found == ["http://10.0.0.1:6081/", "http://10.0.0.2:6081/"]
    variable("")
    assert environment.bucket_name("VARIABLE") == ""
    assert environment.purge_addresses("VARIABLE", is_needed=False) == []


SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtp://relay.example.org", (SMTP, "relay.example.org", 25, "", "", False, False)),
        ("smtp://a%40b:p%2Fw@m.org", (SMTP, "m.org", 587, "a@b", "p/w", False, True)),
        ("smtp://a:b@m.org:2525", (SMTP, "m.org", 2525, "a", "b", False, True)),
        ("smtps://a:b@m.org", (SMTP, "m.org", 465, "a", "b", True, False)),
    ],
)
def test_a_mail_server_and_never_a_password_in_clear(variable, value, expected):
    variable(value)
    found = environment.email("VARIABLE", base_dir=ROOT)
    names = ("BACKEND", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(found[f"EMAIL_{name}"] for name in names) == expected
    assert found["EMAIL_TIMEOUT"] == 10


def test_mail_is_printed_written_or_not_sent(variable):
    read = lambda value: (variable(value), environment.email("VARIABLE", base_dir=ROOT))[1]  # noqa: E731
    assert read("") == {}
    assert read("console:")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert read("file:mail")["EMAIL_FILE_PATH"] == str(ROOT / "mail")
    assert read("file:///srv/mail")["EMAIL_FILE_PATH"] == "/srv/mail"


def test_a_missing_value_says_what_to_set(variable):
    variable("")
    with pytest.raises(ImproperlyConfigured, match="VARIABLE is not set: do this"):
        environment.text("VARIABLE", hint="do this")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", None), ("models/mini", ROOT / "models" / "mini"), ("/srv/mini", Path("/srv/mini"))],
)
def test_a_folder_need_not_be_there(variable, value, expected):
    variable(value)
    assert environment.folder("VARIABLE", base_dir=ROOT) == expected


def test_a_relative_sqlite_file_lies_in_the_project(variable):
    variable("sqlite:///var/x.sqlite3")
    assert environment.database("VARIABLE", "", base_dir=ROOT)["NAME"] == str(
        ROOT / "var/x.sqlite3"
    )


def test_an_absolute_sqlite_file_stays_where_it_is(variable):
    variable("sqlite:////srv/x.sqlite3")
    assert environment.database("VARIABLE", "", base_dir=ROOT)["NAME"] == "/srv/x.sqlite3"


def test_a_postgresql_address_is_decoded(variable):
    variable("postgresql://me:p%40ss@db.example:5433/site")
    database = environment.database("VARIABLE", "", base_dir=ROOT)
    found = [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert found == ["site", "me", "p@ss", "db.example", 5433]


@pytest.mark.parametrize(
    ("url", "patience", "expected"),
    [
        ("postgresql://u@h/a", OF_A_REQUEST, (0, 8)),
        ("postgresql://u@h/a", OF_A_COMMAND, (60, None)),
        ("sqlite:///a", OF_A_REQUEST, (60, None)),
    ],
    ids=["server", "command", "sqlite"],
)
def test_a_pool_is_for_what_serves_from_postgresql(variable, url, patience, expected):
    variable(url)
    options = {"base_dir": ROOT, "patience": patience, "pool_connections": 8}
    database = environment.database("VARIABLE", "", **options)
    pool = database["OPTIONS"].get("pool")
    assert (database["CONN_MAX_AGE"], pool and pool["max_size"]) == expected


POSTGRESQL = {"ENGINE": "django.db.backends.postgresql"}


def test_replicas_are_numbered_and_cannot_be_written(variable):
    variable("postgresql://u@a/site, postgresql://u@b:5433/site")
    replicas = environment.replicas("VARIABLE", POSTGRESQL, patience=OF_A_REQUEST)
    hosts = {alias: replica["HOST"] for alias, replica in replicas.items()}
    assert hosts == {"replica_1": "a", "replica_2": "b"}
    assert "default_transaction_read_only=on" in replicas["replica_2"]["OPTIONS"]["options"]
    assert "statement_timeout=30s" in replicas["replica_2"]["OPTIONS"]["options"]
    assert replicas["replica_1"]["TEST"] == {"MIRROR": "default"}


@pytest.mark.parametrize(
    ("url", "primary"),
    [
        ("sqlite:///a", POSTGRESQL),
        ("postgresql://u@a/site", {"ENGINE": "articles.database.sqlite3"}),
        ("a,b", POSTGRESQL),
    ],
)
def test_replicas_are_of_postgresql(variable, url, primary):
    variable(url)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        environment.replicas("VARIABLE", primary)


def test_the_local_key_is_made_once_and_is_private(tmp_path):
    file = tmp_path / "var" / "secret-key"
    key = environment.local_secret_key(file)
    assert len(key) >= 50
    assert environment.local_secret_key(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def check(**variables):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )


def test_a_public_site_without_a_key_does_not_start():
    result = check(SITE_URL="https://www.example.org", SECRET_KEY="")
    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr


def test_a_public_site_passes_the_deployment_checks():
    result = check(SITE_URL="https://www.example.org", SECRET_KEY="kL9-" * 20 + "xyzXYZ0123")
    assert result.returncode == 0, result.stderr


def ask(code, **variables):
    """Print what the settings make of the variables."""
    result = subprocess.run(
        [sys.executable, "-c", f"from qtsite import settings; print({code})"],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": "", **variables},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("variables", "is_required"),
    [
        ({"SITE_URL": ""}, "False"),
        ({"SITE_URL": "https://x.org"}, "True"),
        ({"SITE_URL": "https://x.org", "DEBUG": "1"}, "False"),
        ({"SITE_URL": "https://x.org", "REQUIRE_SECOND_FACTOR": "0"}, "False"),
        ({"SITE_URL": "", "REQUIRE_SECOND_FACTOR": "1"}, "True"),
    ],
)
def test_a_public_site_requires_second_factors(variables, is_required, tmp_path):
    values = {"DEBUG": "", "SECRET_KEY": "k", "VAR_DIR": str(tmp_path), **variables}
    assert ask("settings.REQUIRE_SECOND_FACTOR", **values) == is_required


@pytest.mark.parametrize(
    "url", ["http://[::1]:8000", "http://127.0.0.1:8000", "http://localhost", "http://LOCALHOST"]
)
def test_each_name_of_this_machine_is_a_local_site(tmp_path, url):
    assert ask("'[::1]' in settings.ALLOWED_HOSTS", SITE_URL=url, VAR_DIR=str(tmp_path)) == "True"
    assert (tmp_path / "secret-key").exists()


def test_a_key_that_is_set_makes_no_file(tmp_path):
    assert ask("settings.SECRET_KEY", SECRET_KEY="mine", VAR_DIR=str(tmp_path)) == "mine"
    assert not (tmp_path / "secret-key").exists()


def test_an_address_of_ipv6_is_allowed_with_its_brackets():
    hosts = ask("settings.ALLOWED_HOSTS", SITE_URL="https://[2001:db8::1]", SECRET_KEY="k")
    assert "'[2001:db8::1]'" in hosts


@pytest.mark.parametrize(
    "value", ["http://x.org:port", "http://x.org:99999", "http://[::1", "http://[x]", "http://:80"]
)
def test_an_address_with_no_port_or_host_is_named(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        environment.site_url("VARIABLE", "")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "(31536000, False, False)"),
        ({"HSTS_SUBDOMAINS": "1"}, "(31536000, True, False)"),
        ({"HSTS_PRELOAD": "1"}, "(31536000, True, True)"),
    ],
)
def test_what_a_site_promises_for_other_hosts_is_asked_for(variables, expected):
    names = ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD")
    code = "(" + ", ".join(f"settings.SECURE_HSTS_{name}" for name in names) + ")"
    assert ask(code, SITE_URL="https://x.org", SECRET_KEY="k", **variables) == expected


HOSTS = """
import django
django.setup()
from django.test import Client
for host, path in (("x.org", "/a?b=1"), ("evil.example", "/"), ("localhost", "/a")):
    response = Client().get(path, headers={"host": host})
    print(response.status_code, response.get("Location"))
"""


def test_the_redirect_to_https_names_the_site_and_no_other_host(tmp_path):
    result = subprocess.run(
        [sys.executable, "-c", HOSTS],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "qtsite.settings",
            "SITE_URL": "https://x.org",
            "SECRET_KEY": "k",
            "VAR_DIR": str(tmp_path),
            "DEBUG": "",
        },
        capture_output=True,
        text=True,
    )
    assert result.stdout.splitlines() == [
        "301 https://x.org/a?b=1",
        "301 https://x.org/",
        "301 https://x.org/a",
    ], result.stderr


def test_the_port_that_is_tried_is_the_servers(tmp_path):
    """A public site's own address says nothing about this machine's ports."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "manage.py", "prepare_site"],
            cwd=ROOT,
            env={
                **os.environ,
                "SITE_URL": "http://x.org",
                "SECRET_KEY": "k",
                "VAR_DIR": str(tmp_path),
                "PORT": str(port),
            },
            capture_output=True,
            text=True,
        )
    assert f"Port {port} of 127.0.0.1 cannot be used" in result.stderr
    assert not (tmp_path / "qtsite.sqlite3").exists()


def test_font_files_must_be_there(variable, tmp_path):
    font = tmp_path / "a.ttf"
    font.touch()
    variable(f"{font}, {font}")
    assert environment.files("VARIABLE") == [str(font), str(font)]
    variable("")
    assert environment.files("VARIABLE") == []


@pytest.mark.parametrize("key", ["", "a1b2c3d4", "A-" * 64])
def test_a_key_of_indexnow(variable, key):
    variable(key)
    assert environment.indexnow_key("VARIABLE") == key


@pytest.mark.parametrize(
    "key", ["short", "with space in it", "a" * 129, "schlüssel", "key_with_it"]
)
def test_what_is_no_key_of_indexnow(variable, key):
    variable(key)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        environment.indexnow_key("VARIABLE")


def test_the_address_of_a_service(variable):
    variable("https://x.org/path?a=b")
    assert environment.endpoint("VARIABLE", "https://y.org") == "https://x.org/path?a=b"
    variable("")
    assert environment.endpoint("VARIABLE", "https://y.org") == "https://y.org"


@pytest.mark.parametrize("value", ["maybe", "ftp://x.org", "file:///etc/passwd", "https:///path"])
def test_what_is_no_service(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        environment.endpoint("VARIABLE", "https://y.org")


TIMEOUTS = """
import {module}
from django.conf import settings
print(settings.DATABASES["default"]["OPTIONS"])
"""


def options_of(module, url, tmp_path):
    """The options of the database in a process that has loaded a module first."""
    result = subprocess.run(
        [sys.executable, "-c", TIMEOUTS.format(module=module)],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "qtsite.settings",
            "DATABASE_URL": url,
            "SECRET_KEY": "k",
            "VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return ast.literal_eval(result.stdout)


def test_a_server_waits_less_than_five_seconds_and_a_command_longer(tmp_path):
    url = f"sqlite:///{tmp_path}/a.sqlite3"
    assert options_of("qtsite.wsgi", url, tmp_path)["timeout"] < 5
    assert options_of("manage", url, tmp_path)["timeout"] >= 20


def test_a_server_of_postgresql_has_limits_and_a_command_waits(tmp_path):
    url = "postgresql://u@127.0.0.1:1/a"
    options = options_of("qtsite.wsgi", url, tmp_path)
    assert options["options"] == "-c lock_timeout=4s -c statement_timeout=30s"
    assert options["connect_timeout"] < 5
    assert options_of("manage", url, tmp_path) == {"connect_timeout": 20}
