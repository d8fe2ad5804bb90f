"""Content of a social card, and its digest."""

from dataclasses import astuple, dataclass
from hashlib import sha256

# What the Open Graph networks ask for; smaller ones are cropped to a thumbnail.
WIDTH, HEIGHT = 1200, 630

# Raise it with every change that gives the same card another picture.
DESIGN_VERSION = 2

# 64 bits: among a million cards two meet once in 37 million libraries.
_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Card:
    """`heading` is Markdown's one line with formulas in dollars, the others are plain text.

    `fonts` are paths of font files beside those that ship with the software, asked in order for
    the signs that those lack. `text` stands below the heading where there is room: an article's
    short answer.
    """

    heading: str
    rubric: str
    brand: str
    fonts: tuple[str, ...] = ()
    text: str = ""

    @property
    def digest(self) -> str:
        """The name of the picture, 16 hexadecimal digits: another one where it shows something
        else, or the same in another design."""
        shown = "\0".join((str(DESIGN_VERSION), *map(str, astuple(self))))
        return sha256(shown.encode()).hexdigest()[:_DIGEST_LENGTH]
