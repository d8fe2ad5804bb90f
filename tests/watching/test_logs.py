"""Records of the log: the request that they belong to, as a line and as JSON."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import path

from articles.accounts.password_links import make_link
from articles.watching.log_formats import JsonFormatter, LineFormatter
from articles.watching.request_context import answering, current_request
from articles.watching.slow_statements import watch_statements, without_values
from qtsite import urls as site_urls
from qtsite.logging_setup import configuration
from tests.factories import make_article, make_user

ROOT = Path(__file__).resolve().parent.parent.parent
GIVEN = "0af7651916cd43dd8448eb211c80319c"


class Written(logging.Handler):
    """What the log would say, in a form."""

    def __init__(self, formatter):
        super().__init__()
        self.setFormatter(formatter)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    """Return what is written from now on, as objects."""
    handler = Written(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in handler.lines]
    logging.getLogger().removeHandler(handler)


def failing(request):
    logging.getLogger("articles.anything").warning("about to fail in %s", "two\nlines")
    raise RuntimeError("the fault")


class Addresses:
    handler500 = "articles.web.error_pages.server_error"
    urlpatterns = [path("fails", failing, name="search"), *site_urls.urlpatterns]


@pytest.fixture
def broken(client, settings):
    settings.ROOT_URLCONF = Addresses
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
def test_every_record_of_a_request_names_it_and_so_does_the_500_page(broken, log):
    response = broken.get("/fails?secret=1", headers={"x-request-id": GIVEN})
    assert response.status_code == 500
    assert GIVEN in response.content.decode()
    assert response["X-Request-Id"] == GIVEN
    said = log()
    assert [one["message"] for one in said] == [
        "about to fail in two\nlines",
        "Internal Server Error: /fails",
    ]
    for one in said:
        assert (one["request_id"], one["method"], one["path"]) == (GIVEN, "GET", "/fails")
        assert one["kind"] == "search"
    assert "RuntimeError: the fault" in said[1]["exception"]
    assert said[1]["status_code"] == 500
    assert current_request() is None


@pytest.mark.parametrize(
    "given",
    ["", "short", "x" * 129, "with blank inside", 'quote"quote"', "a\tb\tc\td\te", "ünïcode12"],
)
def test_a_strange_identifier_is_replaced(client, given):
    made = client.get("/healthz", headers={"x-request-id": given})["X-Request-Id"]
    assert len(made) == 16
    assert made != client.get("/healthz")["X-Request-Id"]


@pytest.mark.django_db
def test_what_others_are_given_again_names_no_request(client):
    path = make_article().get_absolute_url()
    assert "X-Request-Id" not in client.get(path, headers={"x-request-id": GIVEN})


def test_a_line_names_its_request_and_a_command_s_none(broken):
    handler = Written(LineFormatter())
    logging.getLogger("articles").addHandler(handler)
    try:
        broken.get("/fails", headers={"x-request-id": GIVEN})
        logging.getLogger("articles.command").warning("done")
    finally:
        logging.getLogger("articles").removeHandler(handler)
    assert f"WARNING articles.anything [{GIVEN}]: about to fail" in handler.lines[0]
    assert handler.lines[1].endswith("WARNING articles.command: done")


def test_the_secret_address_of_a_draft_is_not_written(client, log, db):
    client.get("/preview/a-token-that-opens-a-draft")
    assert "opens-a-draft" not in json.dumps([one.get("path") for one in log()])


@pytest.mark.parametrize("form", [JsonFormatter, LineFormatter])
def test_a_link_for_a_password_that_still_counts_is_not_written(form, db):
    """A form without its token is logged by its address; so is a link that has expired."""
    written = Written(form())
    logging.getLogger().addHandler(written)
    address = f"/admin/new-password/{make_link(make_user(), is_invitation=True)}/"
    assert Client().get(address).status_code == 200
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    logging.getLogger().removeHandler(written)
    assert any("/admin/new-password/…" in line for line in written.lines)
    assert address.split("/")[3] not in "".join(written.lines)


@pytest.mark.django_db(transaction=True)
def test_a_slow_statement_is_named_without_its_values(client, log, settings):
    settings.SLOW_QUERY_MS = 1
    watch_statements()
    connection.close()
    sleep = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)"
    with answering({"HTTP_X_REQUEST_ID": GIVEN}) as request, connection.cursor() as cursor:
        request.kind = "search"
        cursor.execute(f"{sleep} SELECT count(*) FROM n WHERE 'Ann''s secret' <> %s", ["a value"])
    (slow,) = [one for one in log() if one["message"].startswith("slow query")]
    assert slow["milliseconds"] >= 1
    assert (slow["request_id"], slow["kind"]) == (GIVEN, "search")
    assert "SELECT count(*) FROM n WHERE ? <> %s" in slow["statement"]
    assert "secret" not in json.dumps(slow)
    assert "400000" not in json.dumps(slow)


def test_a_statement_is_recognised_without_its_values():
    assert without_values("SELECT a\n  FROM t1 WHERE b IN (%s, %s, %s) AND c = 'x'") == (
        "SELECT a FROM t1 WHERE b IN (%s, …) AND c = ?"
    )
    assert len(without_values("SELECT " + "a, " * 5_000)) == 1_001


def test_the_supervisor_writes_json_and_loads_nothing_of_the_site():
    """Its workers are forked: they would have the old code after SIGHUP."""
    code = (
        "import sys, logging, logging.config; from granian.log import configure_logging, LogLevels;"
        "from qtsite import server, logging_setup, shared_memory; shared_memory.share(2);"
        "configure_logging(LogLevels.warning, logging_setup.of_the_server('JSON'));"
        "logging.getLogger('_granian').warning('worker %s ended', 7);"
        "sys.exit(any(name.split('.')[0] == 'articles' for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stderr)
    assert (said["level"], said["message"]) == ("WARNING", "worker 7 ended")


@pytest.mark.parametrize(("form", "name"), [("LINE", "LineFormatter"), ("JSON", "JsonFormatter")])
def test_the_form_of_the_log_is_a_setting(form, name):
    formatter = configuration(form, "INFO")["formatters"]["record"]["()"]
    assert formatter.endswith(name)
