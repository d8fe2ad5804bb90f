"""Uploaded pictures and social cards in a bucket: Django's storage API, by django-storages.

Names are made of the content: an object never comes to be another, so whoever may keep one keeps it
for ever, and two processes that write one at once write the same. A write is there as a whole or
not at all.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from articles.object_storage.client import (
    IMPATIENT,
    PATIENT,
    UPLOADING,
    client,
    config_of,
    said_as_os_error,
)
from articles.object_storage.errors import StorageUnavailable

FOLDER = "media"
_FOREVER = "public, max-age=31536000, immutable"
# A worker has a few threads. A service that hangs would hold each of them for as long as it is
# waited for, and keep readers from pages that need no picture: after one failure nobody waits.
_PAUSE_SECONDS = 5


class MediaStorage(S3Storage):
    """The folder `media/` of S3_BUCKET. Methods raise FileNotFoundError and StorageUnavailable,
    both of them OSError, as those of a folder do."""

    def __init__(self, **options: Any) -> None:
        defaults = {
            "bucket_name": settings.S3_BUCKET,
            "location": FOLDER,
            "endpoint_url": settings.S3_ENDPOINT_URL or None,
            "region_name": settings.S3_REGION or None,
            "access_key": settings.S3_ACCESS_KEY_ID or None,
            "secret_key": settings.S3_SECRET_ACCESS_KEY or None,
            "client_config": config_of(UPLOADING),
            "file_overwrite": True,
            "querystring_auth": False,
            "object_parameters": {"CacheControl": _FOREVER},
        }
        super().__init__(**(defaults | options))
        self._silent_until = 0.0

    def url(self, name: str, **options: Any) -> str:
        """Return where readers find an object; S3_PUBLIC_URL is the bucket's own address."""
        return f"{settings.S3_PUBLIC_URL}/{FOLDER}/{name}"

    def check_bucket(self) -> None:
        """Raise StorageUnavailable unless the bucket is there and may be asked. A HEAD of an object
        says the same of a missing object and of a missing bucket: 404, without a word."""
        try:
            with self._answering(self.bucket_name):
                client(IMPATIENT).head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError as error:
            raise StorageUnavailable(f"there is no bucket {self.bucket_name}") from error

    def exists(self, name: str) -> bool:
        key = self._normalize_name(name)
        try:
            with self._answering(name):
                client(IMPATIENT).head_object(Bucket=self.bucket_name, Key=key)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        with said_as_os_error(name):
            super().delete(name)

    def size(self, name: str) -> int:
        with said_as_os_error(name):
            return super().size(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with said_as_os_error(path):
            return super().listdir(path)

    def get_modified_time(self, name: str) -> datetime:
        with said_as_os_error(name):
            return super().get_modified_time(name)

    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole object, in one request; django-storages asks twice. All of them are pictures of
        a few MB at most."""
        key = self._normalize_name(name)
        with self._answering(name):
            found = client(IMPATIENT).get_object(Bucket=self.bucket_name, Key=key)
            return File(BytesIO(found["Body"].read()), name=name)

    def open_patiently(self, name: str) -> File:
        """As `open`, for who copies everything: waits for a slow service, tries again, and makes no
        reader go without pictures where that is in vain."""
        key = self._normalize_name(name)
        with said_as_os_error(name):
            found = client(PATIENT).get_object(Bucket=self.bucket_name, Key=key)
            return File(BytesIO(found["Body"].read()), name=name)

    def _save(self, name: str, content: File) -> str:
        with said_as_os_error(name):
            return super()._save(name, content)

    @contextmanager
    def _answering(self, name: str) -> Iterator[None]:
        """What a reader may wait for. While the service fails one request in five seconds tries,
        and the others raise StorageUnavailable at once."""
        now = time.monotonic()
        if now < self._silent_until:
            raise StorageUnavailable("the storage failed a moment ago, and is asked again soon")
        if self._silent_until:
            self._silent_until = now + _PAUSE_SECONDS
        try:
            with said_as_os_error(name):
                yield
        except StorageUnavailable:
            self._silent_until = time.monotonic() + _PAUSE_SECONDS
            raise
        except FileNotFoundError:
            self._silent_until = 0.0
            raise
        self._silent_until = 0.0
