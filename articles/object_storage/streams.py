"""Streams of objects that are too large for the memory: written in parts, read with patience."""

import io
import logging
import secrets
from contextlib import suppress
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from articles.object_storage.client import said_as_os_error
from articles.object_storage.errors import StorageUnavailable

logger = logging.getLogger(__name__)

# An upload has 10,000 parts at most (Amazon S3 User Guide, "Multipart upload limits"): these grow,
# 16 MB for the first thousand and twice as much for each further, so that 5 TB have room.
_FIRST_PART_BYTES = 16 << 20
_PARTS_OF_A_SIZE = 1_000
_MOST_PART_BYTES = 1 << 29
_MARK = "qtsite-upload"
# So often in a row a connection may break before anything more was read.
_READ_TRIES = 4


class ObjectWriter(io.RawIOBase):
    """A stream that only grows. Every method raises StorageUnavailable; `complete` also
    FileExistsError."""

    def __init__(self, client: Any, bucket: str, key: str, content_type: str) -> None:
        self._client = client
        self._place = {"Bucket": bucket, "Key": key}
        self._parts: list[dict[str, Any]] = []
        self._waiting = bytearray()
        self._has_ended = False
        self.bytes_written = 0
        # By which the object is known as this upload's, whoever else writes one of that name.
        self._mark = {_MARK: secrets.token_hex(16)}
        with said_as_os_error(key):
            begun = client.create_multipart_upload(
                **self._place, ContentType=content_type, Metadata=self._mark
            )
        self._upload = {**self._place, "UploadId": begun["UploadId"]}

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.bytes_written

    def write(self, data: Any) -> int:
        """Take all bytes."""
        self._waiting += data
        size = memoryview(data).nbytes
        self.bytes_written += size
        while len(self._waiting) >= self._part_bytes():
            self._send(self._part_bytes())
        return size

    def complete(self) -> None:
        """Send the rest and let the object be there, in one step. The answer may be lost: then the
        object is there, and what boto3 tries again is refused as one that exists, or as an upload
        that does not."""
        self._send(len(self._waiting))
        try:
            with said_as_os_error(self._place["Key"]):
                self._client.complete_multipart_upload(
                    **self._upload, MultipartUpload={"Parts": self._parts}, IfNoneMatch="*"
                )
        except OSError:
            if not self._has_arrived():
                raise
        self._has_ended = True

    def abort(self) -> None:
        """Take everything away that was sent. What cannot be taken away is no object, and is given
        up by the next upload of that name a day later."""
        if not self._has_ended:
            self._has_ended = True
            with suppress(BotoCoreError, ClientError):
                self._client.abort_multipart_upload(**self._upload)

    def _has_arrived(self) -> bool:
        """Whether the object of that name is what was sent."""
        try:
            with said_as_os_error():
                found = self._client.head_object(**self._place)
        except OSError:
            return False
        is_ours = found.get("Metadata") == self._mark
        return is_ours and found["ContentLength"] == self.bytes_written

    def _part_bytes(self) -> int:
        size = _FIRST_PART_BYTES << (len(self._parts) // _PARTS_OF_A_SIZE)
        return min(size, _MOST_PART_BYTES)

    def _send(self, size: int) -> None:
        number = len(self._parts) + 1
        with said_as_os_error(self._place["Key"]):
            sent = self._client.upload_part(
                **self._upload, PartNumber=number, Body=bytes(self._waiting[:size])
            )
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})
        del self._waiting[:size]


class ObjectReader(io.RawIOBase):
    """A stream of an object as it was when this was opened; another one that takes its place
    meanwhile is an error (If-Match, RFC 9110, 13.1.1). Raises StorageUnavailable."""

    def __init__(self, client: Any, bucket: str, key: str, etag: str, size: int) -> None:
        self._client = client
        self._asked = {"Bucket": bucket, "Key": key, "IfMatch": etag}
        self._size = size
        self._at = 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        data = self._read(wanted)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
        super().close()

    def _read(self, wanted: int) -> bytes:
        for attempt in range(1, _READ_TRIES + 1):
            try:
                if self._body is None:
                    self._body = self._opened()
                if data := self._body.read(wanted):
                    return data
                failure: Exception = EOFError("the connection ended early")
            except (BotoCoreError, HTTPError, OSError) as error:
                failure = error
            self._body = None
            logger.warning("reading %s broke off: %s", self._asked["Key"], failure)
            if attempt == _READ_TRIES:
                raise StorageUnavailable(str(failure)) from failure
        raise AssertionError

    def _opened(self) -> Any:
        try:
            with said_as_os_error(self._asked["Key"]):
                found = self._client.get_object(**self._asked, Range=f"bytes={self._at}-")
        except FileExistsError as error:
            raise StorageUnavailable("another object has taken its place") from error
        return found["Body"]
