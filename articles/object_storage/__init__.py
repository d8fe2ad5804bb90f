"""Files in buckets of an S3-compatible service, where settings or a command name one.

boto3 takes a quarter of a second to load: nothing here imports it before it is needed.
"""

from typing import TYPE_CHECKING

from articles.object_storage.addresses import ObjectAddress, parse_address
from articles.object_storage.errors import StorageUnavailable

if TYPE_CHECKING:
    from articles.object_storage.bucket import Bucket

__all__ = ["ObjectAddress", "StorageUnavailable", "open_bucket", "parse_address"]


def open_bucket(name: str) -> "Bucket":
    """Return a bucket of the service that the settings name; asks it nothing yet. Raises
    StorageUnavailable where the settings are none."""
    from articles.object_storage.bucket import Bucket  # noqa: PLC0415 - see above

    return Bucket(name)
