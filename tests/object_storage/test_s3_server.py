"""The tests' own S3 server does what tests of faults rely on."""

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.s3_server import BUCKET, read_publicly

PART = b"x" * (5 << 20)  # the smallest that a multipart upload takes


def test_a_killed_server_keeps_what_it_took_and_shows_no_half_upload(s3):
    s3.client.put_object(Bucket=BUCKET, Key="whole", Body=b"1", ContentType="text/html")
    upload = s3.client.create_multipart_upload(Bucket=BUCKET, Key="half")["UploadId"]
    part = {"Bucket": BUCKET, "Key": "half", "UploadId": upload, "PartNumber": 1}
    s3.client.upload_part(**part, Body=PART)
    s3.kill()
    with pytest.raises(BotoCoreError):
        s3.body("whole")
    s3.start()
    assert s3.body("whole") == b"1"
    assert s3.names() == ["whole"]
    assert s3.uploads() == ["half"]
    s3.empty()


def test_the_public_reads_and_writes_nothing(s3):
    s3.client.put_object(
        Bucket=BUCKET,
        Key="learn/physics",
        Body=b"page",
        ContentType="text/html",
        CacheControl="no-cache",
    )
    body, headers = read_publicly(f"{s3.public_url}/learn/physics")
    assert (body, headers["content-type"], headers["cache-control"]) == (
        b"page",
        "text/html",
        "no-cache",
    )
    s3.empty()


def test_what_is_there_already_is_not_written_over(s3):
    s3.client.put_object(Bucket=BUCKET, Key="once", Body=b"1", IfNoneMatch="*")
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.client.put_object(Bucket=BUCKET, Key="once", Body=b"2", IfNoneMatch="*")
    s3.empty()
