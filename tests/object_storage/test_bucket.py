"""Objects written in parts and read with patience; archives of backups among them."""

import hashlib
import io

import pytest
from botocore.exceptions import ConnectionClosedError

from articles.backups.archive import Damaged, Manifest, new_archive, verify
from articles.backups.places import parse_place
from articles.object_storage import StorageUnavailable, open_bucket, streams
from articles.object_storage import client as clients
from tests.s3_server import BUCKET

MB = 1 << 20
PLACE = parse_place(f"s3://{BUCKET}/backups/library.tar.gz")
HEADERS = {"ContentType": "text/plain"}


@pytest.fixture(autouse=True)
def _small_parts_and_little_patience(monkeypatch):
    monkeypatch.setattr(streams, "_FIRST_PART_BYTES", 5 * MB)
    times = {"connect_timeout": 2, "read_timeout": 10, "total_max_attempts": 1}
    monkeypatch.setitem(clients._TIMES, clients.PATIENT, times)
    clients._client.cache_clear()
    yield
    clients._client.cache_clear()


def write(parts):
    with open_bucket(BUCKET).new_object("large", content_type="text/plain") as stream:
        for part in parts:
            stream.write(part)


def test_an_upload_in_parts_is_there_at_its_end(bucket):
    data = bytes(range(256)) * 4 * 1024 * 11  # 11 MB
    seen = []

    def parts():
        for start in range(0, len(data), MB):
            seen.append(bucket.names())
            yield data[start : start + MB]

    write(parts())
    assert seen == [[]] * 11
    reader = io.BufferedReader(open_bucket(BUCKET).reader("large"))
    assert hashlib.file_digest(reader, "sha256").digest() == hashlib.sha256(data).digest()
    with pytest.raises(FileExistsError):
        write([b"another"])

    def overtaken():
        yield b"late"
        bucket.client.put_object(Bucket=BUCKET, Key="large", Body=b"mine")

    bucket.empty()
    with pytest.raises(FileExistsError):
        write(overtaken())
    assert (bucket.body("large"), bucket.uploads()) == (b"mine", [])


class _Deaf:
    """A client to which the service does what it is told, and whose answer is lost."""

    def __init__(self, client, failure):
        self._client, self._failure = client, failure

    def __getattr__(self, name):
        return getattr(self._client, name)

    def complete_multipart_upload(self, **asked):
        self._client.complete_multipart_upload(**asked)
        if self._failure is None:  # as boto3 itself tries again
            self._client.complete_multipart_upload(**asked)
        raise self._failure


@pytest.mark.parametrize("failure", [ConnectionClosedError(endpoint_url="http://s3"), None])
def test_an_upload_whose_last_answer_is_lost_has_arrived(bucket, failure):
    there = open_bucket(BUCKET)
    there._client = _Deaf(there._client, failure)
    with there.new_object("large", content_type="text/plain") as stream:
        stream.write(b"all of it")
    assert (bucket.body("large"), bucket.uploads()) == (b"all of it", [])


def test_of_an_upload_that_fails_nothing_is_left(bucket):
    def broken():
        yield bytes(6 * MB)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write(broken())
    assert (bucket.names(), bucket.uploads()) == ([], [])


def test_a_service_killed_amid_an_upload_has_no_half_archive(bucket):
    manifest = Manifest("sqlite", "2026-03-04T05:06:07+00:00", ["articles.0001_initial"])
    # Each from a seed, as what is packed must stay large.
    database = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(12 * MB // 32))

    class Fatal(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 8 * MB and bucket.process.poll() is None:
                assert bucket.uploads() == [PLACE.key]
                bucket.kill()
            return super().read(size)

    def back_up(stream):
        with new_archive(PLACE, manifest) as archive:
            archive.add("database.sqlite3", stream, len(database))

    with pytest.raises(StorageUnavailable):
        back_up(Fatal(database))
    bucket.start()
    assert bucket.names() == []
    with pytest.raises(FileNotFoundError):
        verify(PLACE)
    back_up(io.BytesIO(database))
    assert verify(PLACE).files["database.sqlite3"].bytes == len(database)
    assert bucket.names() == [PLACE.key]
    short = bucket.body(PLACE.key)[:-100]
    bucket.client.put_object(Bucket=BUCKET, Key=PLACE.key, Body=short)
    with pytest.raises(Damaged):
        verify(PLACE)


def test_a_reader_goes_on_where_a_connection_broke_and_reads_no_other_object(bucket, monkeypatch):
    there = open_bucket(BUCKET)
    there.put("text", b"0123456789", HEADERS)
    reader = there.reader("text")
    assert reader.read(4) == b"0123"
    reader._body.close()
    reader._body = io.BytesIO()  # the connection ended
    assert reader.read(4) == b"4567"
    reader._body = None
    there.put("text", b"9876543210", HEADERS)
    with pytest.raises(StorageUnavailable, match="another object"):
        reader.read(2)


def test_objects_are_listed_with_checksums_and_deleted(bucket):
    there = open_bucket(BUCKET)
    for name in ("a/1", "a/2", "a/3", "b"):
        there.put(name, name.encode(), HEADERS)
    assert {row.key: row.etag for row in there.listed("a/")} == {
        name: hashlib.md5(name.encode()).hexdigest() for name in ("a/1", "a/2", "a/3")
    }
    there.delete(["a/1", "a/2", "a/3", "nothing"])
    assert bucket.names() == ["b"]
