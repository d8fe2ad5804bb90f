"""The client of boto3 that the settings describe, and its errors as those of files.

Keys may also come from wherever Amazon's own programs take them: AWS_ACCESS_KEY_ID, the shared
credentials file, the role of the machine (boto3's documentation, "Credentials").
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from articles.object_storage.errors import StorageUnavailable

# A reader waits for one picture, an editor for an upload; a copy of everything may wait for a
# service that is restarted.
PATIENT, UPLOADING, IMPATIENT = "patient", "uploading", "impatient"
_TIMES = {
    IMPATIENT: {"connect_timeout": 2, "read_timeout": 3, "total_max_attempts": 1},
    UPLOADING: {"connect_timeout": 2, "read_timeout": 15, "total_max_attempts": 2},
    PATIENT: {"connect_timeout": 5, "read_timeout": 30, "total_max_attempts": 4},
}
_MISSING = {"404", "NoSuchKey", "NotFound"}
_EXISTS = {"PreconditionFailed", "412"}


def config_of(kind: str) -> Config:
    """Return how a client of a kind asks."""
    times = dict(_TIMES[kind])
    has_own = bool(settings.S3_ENDPOINT_URL)
    return Config(
        retries={"total_max_attempts": times.pop("total_max_attempts"), "mode": "standard"},
        max_pool_connections=16,
        signature_version="s3v4",
        # Other services than Amazon's have one host name, and not all know the newer checksums.
        s3={"addressing_style": "path" if has_own else "auto"},
        **({"request_checksum_calculation": "when_required"} if has_own else {}),
        **({"response_checksum_validation": "when_required"} if has_own else {}),
        **times,
    )


def client(kind: str) -> Any:
    """Return this process' client of a kind; threads share it. Raises StorageUnavailable."""
    with said_as_os_error():
        return _client(kind, *_place())


def _place() -> tuple[str, ...]:
    """What makes one client another one."""
    names = ("ENDPOINT_URL", "REGION", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY")
    return tuple(getattr(settings, f"S3_{name}") for name in names)


@cache
def _client(kind: str, endpoint_url: str, region: str, key_id: str, secret: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=endpoint_url or None,
        region_name=region or None,
        aws_access_key_id=key_id or None,
        aws_secret_access_key=secret or None,
        config=config_of(kind),
    )


@contextmanager
def said_as_os_error(key: str = "") -> Iterator[None]:
    """What the service or the way to it refuses within the block is FileNotFoundError,
    FileExistsError or StorageUnavailable."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _MISSING:
            raise FileNotFoundError(f"{key}: there is no such object") from error
        if code in _EXISTS:
            raise FileExistsError(f"{key} exists already") from error
        raise StorageUnavailable(str(error)) from error
    except BotoCoreError as error:
        raise StorageUnavailable(str(error)) from error
