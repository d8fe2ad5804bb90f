"""One bucket: its objects listed with their checksums, written, read and deleted."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from articles.object_storage.client import PATIENT, client, said_as_os_error
from articles.object_storage.streams import ObjectReader, ObjectWriter

# What DeleteObjects takes (Amazon S3 API Reference).
_KEYS_A_DELETE = 1_000
# An upload that was begun so long ago has died with who made it.
_DEAD_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stored:
    """An object of a listing. `etag` is the MD5 of the bytes in hexadecimal for what was written
    at once; of an upload in parts it is something else."""

    key: str
    etag: str
    bytes: int


class Bucket:
    """Every method raises FileNotFoundError, FileExistsError and StorageUnavailable."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._client = client(PATIENT)

    def listed(self, prefix: str = "") -> Iterator[Stored]:
        """Yield every object whose name begins so, a request a thousand."""
        pages = self._client.get_paginator("list_objects_v2")
        with said_as_os_error(self.name):
            for page in pages.paginate(Bucket=self.name, Prefix=prefix):
                for row in page.get("Contents", ()):
                    yield Stored(row["Key"], row["ETag"].strip('"'), row["Size"])

    def put(self, key: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Write an object at once; `headers` are boto3's: ContentType, CacheControl. It is there as
        a whole or as it was: the service compares the checksum."""
        checksum = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        with said_as_os_error(key):
            self._client.put_object(
                Bucket=self.name, Key=key, Body=body, ContentMD5=checksum, **headers
            )

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; one that is not there is deleted."""
        rest = list(keys)
        while rest:
            some, rest = rest[:_KEYS_A_DELETE], rest[_KEYS_A_DELETE:]
            with said_as_os_error(self.name):
                for key in some if len(some) < 3 else ():
                    self._client.delete_object(Bucket=self.name, Key=key)
                if len(some) >= 3:
                    self._delete_many(some)

    def _delete_many(self, keys: list[str]) -> None:
        said = self._client.delete_objects(
            Bucket=self.name, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True}
        )
        for refused in said.get("Errors", ()):
            raise OSError(f"{refused.get('Key')}: {refused.get('Message')}")

    def head(self, key: str) -> dict[str, Any]:
        """Return what the service says of an object: ContentLength, ETag, and more."""
        with said_as_os_error(key):
            return self._client.head_object(Bucket=self.name, Key=key)

    def exists(self, key: str) -> bool:
        """Return whether there is an object of that name."""
        try:
            self.head(key)
        except FileNotFoundError:
            return False
        return True

    @contextmanager
    def new_object(self, key: str, *, content_type: str) -> Iterator[ObjectWriter]:
        """A stream whose bytes are an object once the block has ended, of which nobody sees
        anything before; nothing is left of it where the block raises. An object of that name is
        never written over: FileExistsError, at the beginning or at the end."""
        if self.exists(key):
            raise FileExistsError(f"s3://{self.name}/{key} exists already")
        self._give_up_dead_uploads(key)
        writer = ObjectWriter(self._client, self.name, key, content_type)
        try:
            yield writer
            writer.complete()
        except BaseException:
            writer.abort()
            raise

    def reader(self, key: str) -> ObjectReader:
        """Return a stream of an object's bytes, which goes on where a connection broke."""
        head = self.head(key)
        return ObjectReader(self._client, self.name, key, head["ETag"], head["ContentLength"])

    def _give_up_dead_uploads(self, key: str) -> None:
        """Take away the parts that a killed process has left under this name."""
        before = datetime.now(UTC) - _DEAD_AFTER
        with said_as_os_error(key):
            found = self._client.list_multipart_uploads(Bucket=self.name, Prefix=key)
            for row in found.get("Uploads", ()):
                if row["Key"] == key and row["Initiated"] < before:
                    self._client.abort_multipart_upload(
                        Bucket=self.name, Key=key, UploadId=row["UploadId"]
                    )
