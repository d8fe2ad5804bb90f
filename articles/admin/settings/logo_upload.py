"""Validation of an uploaded logo, which is decoded and encoded again before it is stored."""

import struct
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

MOST_BYTES = 2_000_000
# Read off the head of the file, before any pixel is unpacked: 4,000 × 4,000.
MOST_PIXELS = 16_000_000
# No SVG: it is a document with scripts and addresses of its own.
FORMATS = ("PNG", "WEBP", "JPEG")
# What search engines are given, and what the header shows at 32 CSS pixels of height on screens
# of three device pixels to one.
LARGEST_SIDE = 1_024
SMALL_HEIGHT, SMALL_WIDTH = 96, 480
# What fits neither the header nor the square that search engines make of it.
MOST_RATIO = 12
# Pillow raises these of damaged files; most by its reader of PNG chunks.
_DAMAGED = (
    UnidentifiedImageError,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    SyntaxError,
    TypeError,
    IndexError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Logo:
    """PNGs without the upload's metadata; widths and heights in pixels."""

    png: bytes
    size: tuple[int, int]
    small_png: bytes
    small_size: tuple[int, int]
    digest: str


def read_logo(upload: BinaryIO, *, byte_count: int) -> Logo:
    """Return the picture in both sizes; raises ValidationError with a sentence for who uploads."""
    if byte_count > MOST_BYTES:
        raise ValidationError(f"A logo has at most {MOST_BYTES // 1_000_000} MB.")
    try:
        image = Image.open(upload, formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise ValidationError(f"A logo has at most {MOST_PIXELS:,} pixels.")
        picture = image.convert("RGBA")
    except _DAMAGED as error:
        raise ValidationError("This is no PNG, WebP or JPEG that can be read.") from error
    except Image.DecompressionBombError as error:
        raise ValidationError(f"A logo has at most {MOST_PIXELS:,} pixels.") from error
    if min(picture.size) < SMALL_HEIGHT // 3:
        raise ValidationError(f"A logo is at least {SMALL_HEIGHT // 3} pixels wide and high.")
    if max(picture.size) > MOST_RATIO * min(picture.size):
        raise ValidationError(f"A logo is at most {MOST_RATIO} times as wide as high, or as high.")
    large = _png(picture, (LARGEST_SIDE, LARGEST_SIDE))
    small = _png(picture, (SMALL_WIDTH, SMALL_HEIGHT))
    digest = sha256(large[0] + small[0]).hexdigest()[:16]
    return Logo(*large, *small, digest)


def _png(picture: Image.Image, box: tuple[int, int]) -> tuple[bytes, tuple[int, int]]:
    """The picture, made smaller where it does not fit into the box, and its size."""
    fitted = picture.copy()
    fitted.thumbnail(box)
    stream = BytesIO()
    fitted.save(stream, "PNG", optimize=True)
    return stream.getvalue(), fitted.size
