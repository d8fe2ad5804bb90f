"""A bucket of the tests' own, in which the default storage stands."""

import pytest
from django.core.files.storage import storages

from articles.object_storage import client as clients
from tests.s3_server import BUCKET, running_s3


@pytest.fixture(scope="module")
def s3_server():
    with running_s3() as server:
        yield server


@pytest.fixture
def s3(s3_server):
    """The server, running, and its bucket empty once more when the test has ended."""
    yield s3_server
    if s3_server.process.poll() is not None:
        s3_server.start()
    s3_server.empty()


@pytest.fixture
def bucket(s3, settings, monkeypatch):
    """Its service and its bucket, as settings; waited for longer than readers do, as a machine that
    tests much at once is slow."""
    times = {"connect_timeout": 5, "read_timeout": 60, "total_max_attempts": 1}
    for kind in (clients.IMPATIENT, clients.UPLOADING):
        monkeypatch.setitem(clients._TIMES, kind, times)
    clients._client.cache_clear()
    for name, value in s3.variables.items():
        setattr(settings, name, value)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "articles.object_storage.media_storage.MediaStorage"},
    }
    assert storages["default"].bucket_name == BUCKET
    yield s3
    clients._client.cache_clear()
