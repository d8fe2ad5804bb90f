"""Who may read the metrics, and that they say what happened."""

from ipaddress import ip_network

import pytest
from django.core.handlers.wsgi import WSGIHandler
from prometheus_client.parser import text_string_to_metric_families

from articles.models import ImportRun
from articles.page_store import StoredAnswers
from articles.watching import counting
from tests.factories import make_article
from tests.page_store.conftest import ask
from tests.watching.conftest import TOKEN

BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def counted(settings, monkeypatch):
    """Counts of this test alone."""
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(counting, "_cells", None)


def samples(client):
    """{(name, values of the labels in the order of their names …): value}."""
    response = client.get("/metrics", headers=BEARER)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_there_are_none_unless_somebody_may_read_them(client, db):
    assert client.get("/metrics").status_code == 404
    assert counting.current_cells() is None


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer ü"]
)
def test_a_stranger_reads_none(client, counted, sent):
    response = client.get("/metrics", headers={"authorization": sent})
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert b"qtsite" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "forwarded", "trusts_proxy", "status"),
    [
        ("10.1.2.3", "", False, 200),
        ("192.168.0.1", "", False, 401),
        ("::1", "", False, 401),
        ("", "", False, 401),
        # A proxy that nobody trusts lends strangers its own address.
        ("10.1.2.3", "203.0.113.9", False, 401),
        ("127.0.0.1", "10.9.9.9, 203.0.113.9", True, 401),
        ("127.0.0.1", "203.0.113.9, 10.9.9.9", True, 200),
    ],
)
def test_a_network_may_read_them(client, settings, address, forwarded, trusts_proxy, status):
    settings.METRICS_NETWORKS = [ip_network("10.0.0.0/8")]
    settings.TRUST_PROXY = trusts_proxy
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    response = client.get("/metrics", REMOTE_ADDR=address, headers=headers)
    assert response.status_code == status


@pytest.mark.django_db(transaction=True)
def test_requests_are_counted_by_kind_and_by_whether_they_were_stored(client, counted):
    path = make_article().get_absolute_url()
    store = StoredAnswers(WSGIHandler())
    for _ in range(3):
        assert ask(store, path).status == "200 OK"
    tag = ask(store, path).headers["ETag"]
    assert ask(store, path, If_None_Match=tag).status == "304 Not Modified"
    for _ in range(2):
        ask(store, "/search?q=light")
        ask(store, "/nothing/here")
    ask(store, f"{path}/")
    ask(store, "/admin/login/")
    store.freshness.close()
    name = "qtsite_request_seconds_count"
    said = {key[1:]: value for key, value in samples(client).items() if key[0] == name}
    assert said == {
        ("made", "article", "2xx"): 1,
        ("stored", "article", "2xx"): 3,
        ("stored", "article", "3xx"): 1,
        ("made", "search", "2xx"): 2,
        ("made", "nowhere", "3xx"): 1,
        ("made", "nowhere", "4xx"): 2,
        ("made", "desk", "2xx"): 1,
    }


@pytest.mark.django_db
def test_a_histogram_adds_up(client, counted):
    client.get("/learn")
    said = samples(client)
    buckets = [value for key, value in said.items() if key[0] == "qtsite_request_seconds_bucket"]
    assert buckets == sorted(buckets)
    assert buckets[-1] == 1
    assert 0 < said["qtsite_request_seconds_sum", "made", "list", "2xx"] < 10
    assert said["qtsite_database_statements_total", "list"] >= 1
    assert said["qtsite_database_statement_seconds_total", "list"] > 0


@pytest.mark.django_db
def test_what_is_due_and_what_was_imported(client, counted):
    make_article()
    ImportRun.objects.create(state="finished", counts={"created": 40, "failed": 2})
    ImportRun.objects.create(state="finished", counts={"created": 2, "unchanged": 5})
    said = samples(client)
    assert said["qtsite_imported_files_total", "created"] == 42
    assert said["qtsite_imported_files_total", "failed"] == 2
    assert said["qtsite_changes_total",] >= 1
    assert said["qtsite_due", "related questions"] == 1
    assert said["qtsite_due", "duplicates"] == 1
    assert said["qtsite_due", "scheduled changes"] == 0
    assert said["qtsite_database_up",] == 1
    assert said["qtsite_database_bytes",] > 100_000
