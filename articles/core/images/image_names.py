"""Names and addresses of images: `<digest>-<width>x<height>.webp`, below `/media/images/`.

The address says all that a page needs of an image: rendering asks neither database nor storage, and
an address never comes to mean another picture. Pillow is not loaded from here.
"""

import re
from dataclasses import dataclass

FOLDER = "images"
PATH = f"/media/{FOLDER}/"
# In every address of an image, and looked for first: hardly any text holds it.
STEM = f"/{FOLDER}/"
# Widths in pixels of the smaller ones that a page offers beside an image: a phone's column at one
# and at two device pixels to one of CSS, which is half a desktop's column at two.
SMALLER_WIDTHS = (480, 960)
DIGEST_CHARACTERS = 32

_NAME = r"([0-9a-f]{32})-([1-9][0-9]{0,4})x([1-9][0-9]{0,4})"
_STORED = re.compile(rf"{_NAME}\.webp")
# From an article's file, `<subject>/<slug>.md` or `<subject>/<slug>/index.md`, to the folder beside
# the subjects'; so the pictures of an exported library are seen by whatever shows Markdown.
_ADDRESS = re.compile(rf"(?:{re.escape(PATH)}|(?:\.\./){{1,2}}{FOLDER}/)({_NAME}\.webp)")
_IN_HTML = re.compile(rf"{re.escape(PATH)}{_NAME}")
# What an address in the library's folder looks like; not all of them name an image.
_IN_FOLDER = re.compile(
    rf"(?<![^\s(<\"'])(?:{re.escape(PATH)}|(?:\.\./){{1,2}}{FOLDER}/)[^\s)>\"']{{0,200}}"
)
# Without brackets within the words, as the editor writes them.
_WITH_WORDS = re.compile(r"!\[([^\[\]\n]{1,300})\]\(<?([^\s()<>]{1,200})")


@dataclass(frozen=True, slots=True)
class ImageName:
    """`digest` is the beginning of the SHA-256 of the stored file, in hexadecimal digits; width and
    height are its pixels."""

    digest: str
    width: int
    height: int

    @property
    def file_name(self) -> str:
        return f"{self.digest}-{self.width}x{self.height}.webp"

    @property
    def path(self) -> str:
        """The address, without the host."""
        return PATH + self.file_name

    @property
    def smaller_widths(self) -> tuple[int, ...]:
        """The widths in which it is offered, too: what is nearly as wide saves nothing."""
        return tuple(width for width in SMALLER_WIDTHS if width * 5 <= self.width * 4)

    def smaller_file_name(self, width: int) -> str:
        """The name of the same image in one of `smaller_widths`."""
        return self.file_name.replace(".webp", f"-{width}.webp")


def parse_name(file_name: str) -> ImageName | None:
    """Return what the name of a stored file says, None for any other name.

    >>> parse_name("0123456789abcdef0123456789abcdef-1920x1080.webp").width
    1920
    """
    match = _STORED.fullmatch(file_name)
    return _of(match) if match else None


def read_address(address: str) -> ImageName | None:
    """Return the image that the address of a Markdown image names: `/media/images/<name>`, or the
    file seen from an article's, `../images/<name>`; None for any other address."""
    match = _ADDRESS.fullmatch(address)
    return parse_name(match[1]) if match else None


def names_in(html: str) -> set[ImageName]:
    """Return the images that rendered HTML names."""
    if PATH not in html:
        return set()
    return {_of(match) for match in _IN_HTML.finditer(html)}


def alternatives_in(markdown: str) -> dict[ImageName, str]:
    """Return what a Markdown text says of each image that it names, the first words where it says
    several; images without words are left out."""
    if STEM not in markdown:
        return {}
    found: dict[ImageName, str] = {}
    for match in _WITH_WORDS.finditer(markdown):
        name = read_address(match[2])
        if name and match[1].strip():
            found.setdefault(name, " ".join(match[1].split()))
    return found


def addresses_in(markdown: str) -> list[tuple[str, int]]:
    """Return (address, position) of whatever a Markdown text names in the library's folder of
    images, in its order.

    >>> addresses_in("![A map](/media/images/map.png)")
    [('/media/images/map.png', 9)]
    """
    if STEM not in markdown:
        return []
    return [(match[0], match.start()) for match in _IN_FOLDER.finditer(markdown)]


def _of(match: re.Match[str]) -> ImageName:
    digest, width, height = match.groups()[-3:]
    return ImageName(digest, int(width), int(height))
