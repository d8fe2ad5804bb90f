"""Addresses of objects: `s3://bucket/key`, as commands take them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

_SCHEME = "s3://"


@dataclass(frozen=True, slots=True)
class ObjectAddress:
    """`key` is the name in the bucket, or the beginning of names; "" is the whole bucket."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"{_SCHEME}{self.bucket}/{self.key}"


def parse_address(text: str) -> ObjectAddress | None:
    """Return what an address says, None for whatever is none: a path, say.

    >>> parse_address("s3://backups/2026/site.tar.gz")
    ObjectAddress(bucket='backups', key='2026/site.tar.gz')
    """
    if not text.startswith(_SCHEME):
        return None
    # No query and no fragment: keys may hold both signs.
    bucket, _, key = text.removeprefix(_SCHEME).partition("/")
    is_bucket = bool(bucket) and urlsplit(f"//{bucket}").netloc == bucket
    return ObjectAddress(bucket, key.strip("/")) if is_bucket else None
