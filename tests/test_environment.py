"""Environment variables are read strictly: a value that is not understood stops the start."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from qtsite import environment

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
    ],
    ids=["flag", "integer", "choice", "site_url", "database"],
)
@pytest.mark.parametrize("value", ["maybe", "99999", "ftp://x.org", "https://x.org/path"])
def test_a_value_that_is_not_understood_names_its_variable(variable, read, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="VARIABLE"):
        read()


def test_a_missing_value_says_what_to_set(variable):
    variable("")
    with pytest.raises(ImproperlyConfigured, match="VARIABLE is not set: do this"):
        environment.text("VARIABLE", hint="do this")


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
