"""Upload handler that refuses a request with more than the site takes, before any of it is read."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# The largest picture (articles/core/images/stored_image.py), with what stands around it.
MOST_BYTES = 16_000_000


class LimitedUpload(FileUploadHandler):
    """The first of the handlers. Django reads a form before it knows whether its sender may send
    it, and puts files of any size into temporary ones: a stranger could fill the disk. Without a
    length no body is read at all (`MultiPartParser`), and the server reads no more than the length
    says."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict,
        content_length: int,
        boundary: bytes,
        encoding: Any = None,
    ) -> None:
        """Raise RequestDataTooBig, which is answered with a 400."""
        if content_length > MOST_BYTES:
            raise RequestDataTooBig(f"a form of {content_length:,} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
