"""What becomes of an uploaded picture, and which files are refused."""

import struct
import zlib
from hashlib import sha256

import pytest
from PIL import Image, ImageCms

from articles.core.images.image_names import ImageName
from articles.core.images.stored_image import (
    LARGEST,
    MOST_STORED_BYTES,
    BadImage,
    check_stored,
    is_whole,
    make_smaller,
    read_upload,
)
from tests.pictures import GPS, drawing, opened, packed, photograph


def sentence(data):
    with pytest.raises(BadImage) as raised:
        read_upload(data)
    return str(raised.value)


@pytest.mark.parametrize(
    ("data", "chunk"),
    [
        (photograph(), b"VP8 "),
        (photograph(file_format="WEBP"), b"VP8 "),
        (drawing(), b"VP8L"),
        (drawing(file_format="GIF"), b"VP8L"),
        (drawing(file_format="WEBP", lossless=True), b"VP8L"),
    ],
    ids=["JPEG", "WebP", "PNG", "GIF", "exact WebP"],
)
def test_every_format_becomes_webp_of_pixels_alone(data, chunk):
    image = read_upload(data)
    assert (image.name.width, image.name.height) == (1_200, 800) == opened(image.data).size
    assert image.data[12:16] == chunk
    assert is_whole(image.data)
    check_stored(image.name, image.data)


def test_equal_files_have_one_name_and_others_another():
    assert read_upload(drawing()) == read_upload(drawing())
    assert read_upload(drawing((600, 400))).name != read_upload(drawing()).name


def test_a_photograph_stands_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 28.0, 40.0)})
    exif[0x010F] = "A maker of cameras"
    data = photograph((800, 400), exif=exif, comment=b"A comment")
    assert opened(data).getexif().get_ifd(GPS)[1] == "N"
    image = read_upload(data)
    assert (image.name.width, image.name.height) == (400, 800)
    picture = opened(image.data)
    # What was dark at the left is dark at the top now.
    assert picture.getpixel((200, 20))[0] < 60 < 190 < picture.getpixel((200, 780))[0]
    assert not picture.getexif()
    assert b"maker" not in image.data
    assert picture.info.keys() <= {"loop", "background", "timestamp", "duration"}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_damaged_exif_is_no_damaged_picture():
    data = photograph((64, 64), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert read_upload(data).name.width == 64


def test_transparency_becomes_white():
    picture = opened(read_upload(drawing(ground=(0, 0, 0, 0))).data)
    assert (picture.getpixel((5, 5)), picture.getpixel((600, 400))) == ((255,) * 3, (0,) * 3)


def test_colours_of_print_and_of_a_profile_become_those_of_the_web():
    cmyk = packed(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG", quality=95)
    red, green, blue = opened(read_upload(cmyk).data).getpixel((30, 30))
    assert red > 200 > 60 > max(green, blue)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert read_upload(photograph((64, 64), icc_profile=lab)).name.width == 64
    assert read_upload(photograph((64, 64), icc_profile=b"no profile")).name.width == 64


def test_sixteen_bits_keep_their_greys():
    picture = Image.new("I;16", (64, 64), 32_896)
    assert abs(opened(read_upload(packed(picture, "PNG")).data).getpixel((9, 9))[0] - 128) < 3


def test_a_large_picture_becomes_as_large_as_pages_need():
    image = read_upload(photograph((2_400, 1_800)))
    assert (image.name.width, image.name.height) == (1_920, 1_440)
    tall = read_upload(drawing((60, 6_600)))
    assert tall.name.height == LARGEST[1]


def test_noise_is_packed_until_it_fits():
    noise = packed(Image.effect_noise((1_100, 1_100), 120).convert("RGB"), "PNG")
    assert len(noise) > MOST_STORED_BYTES
    image = read_upload(noise)
    assert len(image.data) <= MOST_STORED_BYTES
    assert opened(image.data).size == (image.name.width, image.name.height)


def test_an_svg_is_refused_by_its_name():
    svg = b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'
    assert "save it as PNG" in sentence(svg)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"%PDF-1.7\n",
        b"<html><script>alert(1)</script></html>",
        photograph()[:2_000],
        drawing()[:400],
        packed(Image.new("RGB", (9, 9)), "BMP"),
        packed(Image.new("RGB", (9, 9)), "TIFF"),
        photograph()[:20] + bytes(500),
    ],
    ids=["nothing", "a head", "PDF", "HTML", "half a JPEG", "half a PNG", "BMP", "TIFF", "zeros"],
)
def test_what_cannot_be_read_is_refused(data):
    assert "can be read" in sentence(data)


def test_a_bomb_is_refused_before_it_is_unpacked():
    """A PNG that says it is 60,000 × 60,000, in 80 bytes."""

    def chunk(kind, body):
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    for side in (8_000, 11_000, 60_000):
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        bomb = (
            b"\x89PNG\r\n\x1a\n"
            + head
            + chunk(b"IDAT", zlib.compress(bytes(9)))
            + chunk(b"IEND", b"")
        )
        assert "48 million pixels" in sentence(bomb)


def test_a_moving_picture_is_refused():
    frames = [Image.new("L", (20, 20), shade) for shade in (0, 128, 255)]
    for file_format in ("GIF", "WEBP", "PNG"):
        data = packed(frames[0], file_format, save_all=True, append_images=frames[1:])
        assert "moves" in sentence(data)


def test_a_file_of_two_kinds_becomes_one():
    script = b"<script>alert(document.domain)</script>"
    for data in (photograph() + script, photograph(comment=script), drawing() + script):
        assert b"script" not in read_upload(data).data


def test_a_smaller_form_keeps_its_proportions():
    image = read_upload(drawing((1_920, 1_080)))
    assert opened(make_smaller(image.data, 480)).size == (480, 270)


def test_what_another_library_stored_is_taken_as_it_is_and_nothing_else():
    image = read_upload(photograph())
    name = image.name
    other = ImageName(name.digest, name.width, name.height + 1)
    plain = photograph(file_format="WEBP")
    cases = {
        "other bytes": (name, read_upload(drawing()).data),
        "another size": (other, image.data),
        "more than": (name, image.data + bytes(MOST_STORED_BYTES)),
    }
    for words, case in cases.items():
        with pytest.raises(BadImage, match=words):
            check_stored(*case)
    for words, data in (
        ("pixels alone", image.data + b"<script>"),
        ("pixels alone", photograph(file_format="WEBP", exif=Image.Exif())[:-2]),
        ("pixels alone", drawing()),
        ("damaged", plain[:20] + bytes(len(plain) - 20)),
        ("larger than", photograph((2_400, 100), file_format="WEBP")),
    ):
        with pytest.raises(BadImage, match=words):
            check_stored(named(data), data)


def named(data):
    """The name that a hostile delivery would give a file."""
    try:
        width, height = opened(data).size
    except OSError:
        width, height = 1_200, 800
    return ImageName(sha256(data).hexdigest()[:32], width, height)
