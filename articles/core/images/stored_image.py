"""An uploaded picture becomes the file that the library stores; files of other libraries are
examined.

Nothing of an upload is stored as it came: its pixels are written anew. So no metadata is left (the
place where a photograph was taken, a thumbnail of what was cut away), nor what else a file can hold
that is two kinds at once. The stored form is WebP in its simple format (RFC 9649, section 2.5): one
chunk of pixels, which has no room for anything else.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from articles.core.images.image_names import DIGEST_CHARACTERS, ImageName

MOST_UPLOAD_BYTES = 15_000_000
# Read off the head of a file, before any pixel is unpacked: what telephones take, 8,000 × 6,000.
# Such a JPEG takes 81 MB of memory at its peak, a PNG 264, a transparent one 447: a process unpacks
# one at a time (`_ONE_AT_A_TIME`).
MOST_PIXELS = 48_000_000
# No SVG: it is a document with scripts and addresses of its own.
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
# Twice the width of an article's column, and some; as tall as nobody scrolls.
LARGEST = (1_920, 6_000)
# As much as an article's file may have, so that an archive's reader keeps one measure.
MOST_STORED_BYTES = 1_000_000
_QUALITIES = (82, 70, 50)
# A drawing whose exact form is smaller than this, or than twice a photograph's, stays exact: what
# saves bytes in photographs blurs letters and lines.
_SMALL_BYTES = 60_000
_HEAD_BYTES = 20  # RIFF, its size, WEBP, the chunk's name and size
_PIXEL_CHUNKS = (b"VP8 ", b"VP8L")
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
# Pillow raises these of damaged files.
_DAMAGED = (
    UnidentifiedImageError,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    SyntaxError,
    TypeError,
    IndexError,
    KeyError,
    struct.error,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_ONE_AT_A_TIME = Lock()


class BadImage(Exception):
    """A picture that is not taken; carries a sentence for who brought it."""


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A file of the library: its name, which is made of its bytes, and the bytes."""

    name: ImageName
    data: bytes


def read_upload(data: bytes) -> StoredImage:
    """Return the image that an uploaded file becomes; raises BadImage.

    It stands upright (Exif orientation), in sRGB, on white where it was transparent (a drawing in
    black would vanish on a dark page), and is at most `LARGEST` pixels wide and high.
    """
    if len(data) > MOST_UPLOAD_BYTES:
        raise BadImage(f"A picture has at most {MOST_UPLOAD_BYTES // 1_000_000} MB.")
    if _is_svg(data):
        raise BadImage("An SVG is a document with scripts of its own: save it as PNG.")
    with (
        _ONE_AT_A_TIME,
        _refusing("This is no PNG, JPEG, WebP or GIF that can be read."),
        Image.open(BytesIO(data), formats=FORMATS) as image,
    ):
        _check_size(image)
        if image.format != "MPO" and getattr(image, "is_animated", False):
            raise BadImage(
                "This picture moves, and readers cannot stop it: take a still one (WCAG, 2.2.2)."
            )
        is_drawing = image.format in {"PNG", "GIF"} or data[12:16] == b"VP8L"
        # A JPEG can be unpacked at a half, a quarter or an eighth of its size.
        image.draft(None, (LARGEST[0], LARGEST[0]))
        _stand_upright(image)
        packed, picture = _packed(_in_rgb(image), is_drawing=is_drawing)
    return StoredImage(ImageName(_digest(packed), *picture.size), packed)


def check_stored(name: ImageName, data: bytes) -> None:
    """Raise BadImage unless the bytes are a file that a library like this one stores, under this
    name: of a delivery, which may hold anything."""
    if len(data) > MOST_STORED_BYTES:
        raise BadImage(f"has more than {MOST_STORED_BYTES:,} bytes")
    if _digest(data) != name.digest:
        raise BadImage("holds other bytes than its name says")
    if not is_whole(data) or data[12:16] not in _PIXEL_CHUNKS:
        raise BadImage("is no WebP of pixels alone, as this site stores them")
    with (
        _ONE_AT_A_TIME,
        _refusing("is damaged"),
        Image.open(BytesIO(data), formats=("WEBP",)) as image,
    ):
        _check_size(image)
        if image.size != (name.width, name.height):
            raise BadImage("is of another size than its name says")
        if image.width > LARGEST[0] or image.height > LARGEST[1]:
            raise BadImage("is larger than the images of this site")
        image.load()


def is_whole(data: bytes) -> bool:
    """Return whether the file ends where its head says: one that is still being written, or was
    when the disk was full, does not; nor does one with something behind it."""
    if len(data) < _HEAD_BYTES or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return False
    size, chunk = (int.from_bytes(data[at : at + 4], "little") for at in (4, 16))
    return size + 8 == len(data) == _HEAD_BYTES + chunk + chunk % 2


def make_smaller(data: bytes, width: int) -> bytes:
    """Return a stored image, of `data`, in another width: exact where that is smaller."""
    with _ONE_AT_A_TIME, Image.open(BytesIO(data), formats=("WEBP",)) as image:
        height = max(1, round(image.height * width / image.width))
        picture = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        packed, _ = _packed(picture, is_drawing=data[12:16] == b"VP8L")
    return packed


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:DIGEST_CHARACTERS]


def _is_svg(data: bytes) -> bool:
    head = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] == b"<" and b"<svg" in head


@contextmanager
def _refusing(sentence: str) -> Iterator[None]:
    """Turn what Pillow raises of a file into BadImage."""
    try:
        yield
    except _BOMBS as error:
        raise BadImage(_too_large()) from error
    except _DAMAGED as error:
        raise BadImage(sentence) from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise BadImage(_too_large())


def _too_large() -> str:
    return f"A picture has at most {MOST_PIXELS // 1_000_000} million pixels: make it smaller."


def _stand_upright(image: Image.Image) -> None:
    image.load()
    # Its metadata may be damaged where the picture is not.
    with suppress(*_DAMAGED):
        ImageOps.exif_transpose(image, in_place=True)


def _in_rgb(picture: Image.Image) -> Image.Image:
    """The picture in its final size as RGB in sRGB, on white, without anything else that its file
    held. It is made smaller before it is copied: at 48 million pixels a copy has 192 MB."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith(("I", "F")):
        # 16 bits a pixel, which Pillow would cut off at 255.
        picture = picture.convert("F").point(lambda value: value * (1 / 257)).convert("L")
    if picture.mode not in {"RGB", "RGBA", "L", "CMYK"} or "transparency" in picture.info:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    if picture.mode == "RGBA":
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture).convert("RGB")
    if profile:
        # Of a damaged one the colours stay as they are.
        with suppress(ImageCms.PyCMSError, *_DAMAGED):
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, own, _SRGB, outputMode="RGB")
    picture = picture.convert("RGB")
    picture.info = {}
    return picture


def _packed(picture: Image.Image, *, is_drawing: bool) -> tuple[bytes, Image.Image]:
    """The picture as WebP of at most `MOST_STORED_BYTES`, and the picture that this shows: a
    smaller one where it does not fit otherwise."""
    while True:
        packed = _webp(picture, quality=_QUALITIES[0])
        if is_drawing:
            exact = _webp(picture, lossless=True)
            if len(exact) <= min(max(_SMALL_BYTES, 2 * len(packed)), MOST_STORED_BYTES):
                return exact, picture
        for quality in _QUALITIES[1:]:
            if len(packed) > MOST_STORED_BYTES:
                packed = _webp(picture, quality=quality)
        if len(packed) <= MOST_STORED_BYTES:
            return packed, picture
        picture = picture.resize(tuple(max(1, side // 2) for side in picture.size))


def _webp(picture: Image.Image, **options: object) -> bytes:
    stream = BytesIO()
    picture.save(stream, "WEBP", method=4, **options)
    return stream.getvalue()
