"""What a reference says of a page, and a reference as it is printed."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from articles.core.citations.author_names import Author


class Piece(NamedTuple):
    """A stretch of a title: its plain text, and its TeX where it is a formula. What `is_verbatim`
    (code, a formula) is never spelt otherwise."""

    text: str
    tex: str = ""
    is_verbatim: bool = False


@dataclass(frozen=True, slots=True)
class CitedPage:
    """`day` is that of the last change, or of the publication; None where it has none. `slug` is
    the end of the address, ASCII, for a key."""

    title: tuple[Piece, ...]
    authors: tuple[Author, ...]
    site: str
    url: str
    day: date | None
    slug: str

    @property
    def plain_title(self) -> str:
        return "".join(piece.text for piece in self.title).strip()

    @property
    def is_the_sites(self) -> bool:
        """Whether the site itself is the author, who is then not named twice."""
        return not self.authors or [author.family for author in self.authors] == [self.site]


class Reference(NamedTuple):
    """A reference as text; `emphasised` stands in italics between the two others."""

    before: str
    emphasised: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.emphasised}{self.after}"
