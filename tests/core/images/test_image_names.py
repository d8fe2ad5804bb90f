"""Names and addresses of images."""

import pytest

from articles.core.images.image_names import (
    ImageName,
    addresses_in,
    names_in,
    parse_name,
    read_address,
)

DIGEST = "0123456789abcdef" * 2
NAME = ImageName(DIGEST, 1_200, 800)
FILE = f"{DIGEST}-1200x800.webp"


def test_a_name_says_what_it_is():
    assert NAME.file_name == FILE
    assert parse_name(FILE) == NAME
    assert NAME.path == f"/media/images/{FILE}"


@pytest.mark.parametrize(
    "name",
    [
        f"{DIGEST}-1200x800.png",
        f"{DIGEST.upper()}-1200x800.webp",
        f"{DIGEST}-0x800.webp",
        f"{DIGEST}-1200x800.webp\n",
        f"{DIGEST}-1200x800-480.webp",
        f"{DIGEST[1:]}-1200x800.webp",
        f"../{FILE}",
        f"{DIGEST}-١٢٠٠x800.webp",
        "",
    ],
)
def test_no_other_name_is_one(name):
    assert parse_name(name) is None


@pytest.mark.parametrize(
    "address", [f"/media/images/{FILE}", f"../images/{FILE}", f"../../images/{FILE}"]
)
def test_the_site_and_the_files_say_the_same_image(address):
    assert read_address(address) == NAME


@pytest.mark.parametrize(
    "address",
    [
        f"images/{FILE}",
        f"../../../images/{FILE}",
        f"//media/images/{FILE}",
        f"https://example.org/media/images/{FILE}",
        f"/media/images/x/{FILE}",
        f"/media/images/{FILE}?v=2",
    ],
)
def test_no_other_address_is_one(address):
    assert read_address(address) is None


def test_what_is_hardly_smaller_is_not_offered():
    widths = {1_920: (480, 960), 1_200: (480, 960), 1_199: (480,), 600: (480,), 599: (), 9: ()}
    assert {w: ImageName(DIGEST, w, 9).smaller_widths for w in widths} == widths


def test_images_are_found_in_texts():
    html = (
        f'<img src="/media/images/{FILE}" srcset="/media/images/{DIGEST}-1200x800-480.webp 480w">'
    )
    assert names_in(html) == {NAME}
    assert names_in("<p>none</p>") == set()
    markdown = f"![a](../images/{FILE})\n[x]: /media/images/y.png\nhttps://e.org/media/images/z.png"
    assert [address for address, _ in addresses_in(markdown)] == [
        f"../images/{FILE}",
        "/media/images/y.png",
    ]
