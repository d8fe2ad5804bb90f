"""The published folder in a bucket: what has changed goes there, and what has gone goes last."""

import pytest
from django.core.management import CommandError, call_command

from articles import publishing
from articles.object_storage import ObjectAddress
from articles.object_storage import client as clients
from articles.static_site import bucket_copy
from articles.static_site.publication import Publication
from tests.object_storage.conftest import bucket, s3, s3_server  # noqa: F401 - fixtures
from tests.s3_server import BUCKET, read_publicly
from tests.static_site.conftest import edit

PHYSICS = "site/learn/physics/questions"
ADDRESS = ObjectAddress(BUCKET, "site")


@pytest.fixture
def copy(published, bucket, monkeypatch):  # noqa: F811
    """Publishes into the folder, and copies it."""
    times = {"connect_timeout": 2, "read_timeout": 60, "total_max_attempts": 1}
    monkeypatch.setitem(clients._TIMES, clients.PATIENT, times)
    clients._client.cache_clear()

    def copied(address=ADDRESS):
        published.run()
        with Publication(published.root) as publication:
            return publication.copy_to(address)

    yield copied
    clients._client.cache_clear()


def test_the_bucket_follows_the_folder(library, published, copy, bucket, monkeypatch):  # noqa: F811
    # Every page under its address, with the headers of the server.
    bucket.client.put_object(Bucket=BUCKET, Key="media/mine", Body=b"")
    first = copy()
    assert first.written == first.there == len(bucket.names("site/"))
    body, headers = read_publicly(f"{bucket.public_url}/{PHYSICS}/light")
    assert body == (published.public / "learn/physics/questions/light.html").read_bytes()
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "public, max-age=0, must-revalidate"
    _, headers = read_publicly(f"{bucket.public_url}/site/static/css/page.0123456789ab.css")
    assert headers["content-type"].startswith("text/css")
    assert headers["cache-control"] == "max-age=60, public"
    _, headers = read_publicly(f"{bucket.public_url}/site/sitemap.xml")
    assert headers["content-type"].startswith("application/xml")
    assert "site/index.html" in bucket.names()
    assert bucket.body("site/old") == library.light.get_absolute_url().encode()

    # Nothing has changed, nothing is written; an edit writes what shows it.
    again = copy()
    assert (again.written, again.deleted) == (0, 0)
    edit(library.light, answer="Other words.")
    assert 0 < copy().written < first.there
    assert b"Other words." in bucket.body(f"{PHYSICS}/light")

    # What somebody else took away comes back, and what nobody knows goes; not what is beside.
    bucket.client.delete_object(Bucket=BUCKET, Key=f"{PHYSICS}/light")
    bucket.client.put_object(Bucket=BUCKET, Key="site/strange", Body=b"")
    mended = copy()
    assert (mended.written, mended.deleted) == (1, 1)
    assert "media/mine" in bucket.names()

    # Withdrawn: gone last. Killed before: nothing is deleted, and the next goes on.
    publishing.withdraw(library.cell)
    real = bucket_copy._write

    def killed(*arguments):
        real(*arguments)
        bucket.kill()

    monkeypatch.setattr(bucket_copy, "_write", killed)
    with pytest.raises(OSError, match="Could not connect"):
        copy()
    bucket.start()
    assert "site/learn/biology/questions/cell" in bucket.names()
    monkeypatch.setattr(bucket_copy, "_write", real)
    after = copy()
    assert (after.written, after.deleted) == (0, 2)
    assert "site/learn/biology/questions/cell" not in bucket.names()


def test_other_headers_are_written_though_the_bytes_are_the_same(
    library,
    published,
    copy,
    bucket,  # noqa: F811
    monkeypatch,
):
    copy()
    monkeypatch.setitem(bucket_copy._PARAMETERS, "X-Robots-Tag", "ContentDisposition")
    assert copy().written > 0
    assert copy().written == 0


def test_beside_other_things_only_its_own_are_deleted(library, copy, bucket):  # noqa: F811
    bucket.client.put_object(Bucket=BUCKET, Key="media/mine", Body=b"")
    whole = ObjectAddress(BUCKET, "")
    copy(whole)
    publishing.withdraw(library.cell)
    assert copy(whole).deleted == 2
    assert "media/mine" in bucket.names()


def test_the_command_says_what_was_not_copied_and_goes_on(library, published, copy, bucket):  # noqa: F811
    bucket.kill()
    with pytest.raises(CommandError, match=r"copy in s3://.* is not whole: Could not connect"):
        call_command("publish_static", published.root, bucket=ADDRESS, workers=1)
    bucket.start()
    call_command("publish_static", published.root, bucket=ADDRESS, workers=1)
    assert f"{PHYSICS}/light" in bucket.names()
