"""References in two styles for a page of a website.

APA: Publication Manual of the American Psychological Association, 7th edition, chapters 9 and 10:
the date is that of the last change of the content; a site that is the author is not named again;
the title stays as it is spelt, and its question mark takes the place of the period.
MLA: MLA Handbook, 9th edition, chapter 5: an organisation that publishes its own work is not named
as its author; the title has capitals; day, month, year; the address without its scheme, and a
period.
"""

from collections.abc import Sequence
from datetime import date

from articles.core.citations.author_names import Author
from articles.core.citations.cited_page import CitedPage, Reference
from articles.core.citations.title_capitals import in_title_capitals

# English, whatever the site's language: the styles are.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_MLA_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov."),
    "Dec.",
)
_ENDS = (".", "?", "!", "…")
_MOST_APA_AUTHORS = 20


def as_apa(page: CitedPage) -> Reference:
    """Return the reference in APA style, the title in italics.

    `QuickTakes. (2024, December 7). *What is light?* https://a.example/light`
    """
    authors = _apa_authors(page.authors) or page.site
    day = f"{page.day.year}, {_MONTHS[page.day.month - 1]} {page.day.day}" if page.day else "n.d."
    title = _ended(page.plain_title)
    site = "" if page.is_the_sites else f" {_ended(page.site)}"
    return Reference(f"{_ended(authors)} ({day}). ", title, f"{site} {page.url}")


def as_mla(page: CitedPage) -> Reference:
    """Return the reference in MLA style, the site's name in italics.

    `“What Is Light?” *QuickTakes*, 7 Dec. 2024, a.example/light.`
    """
    authors = "" if page.is_the_sites else _mla_authors(page.authors)
    title = _ended(_quoted_within(in_title_capitals(page.title)))
    day = f", {_mla_day(page.day)}" if page.day else ""
    address = page.url.partition("://")[2] or page.url
    before = f"{_ended(authors)} " if authors else ""
    return Reference(f"{before}“{title}” ", page.site, f"{day}, {address}.")


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."


def _apa_authors(authors: Sequence[Author]) -> str:
    names = [_apa_name(author) for author in authors]
    if len(names) > _MOST_APA_AUTHORS:
        return f"{', '.join(names[:19])}, . . . {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _apa_name(author: Author) -> str:
    """`Roe, J.-P. M., Jr.`"""
    parts = [author.family, " ".join(map(_initials, author.given.split())), author.suffix]
    return ", ".join(part for part in parts if part)


def _initials(word: str) -> str:
    """`"Jean-Paul"` -> `"J.-P."`, `"J.R.R."` -> `"J. R. R."`."""
    if "." in word.rstrip("."):
        return " ".join(f"{part}." for part in word.split(".") if part)
    return "-".join(f"{part[0]}." for part in word.split("-") if part)


def _mla_authors(authors: Sequence[Author]) -> str:
    """The first name turned round: `Roe, Jane, and John Doe`; of more than two `et al.`"""
    if not authors:
        return ""
    parts = [authors[0].family.removeprefix("The "), authors[0].given, authors[0].suffix]
    first = ", ".join(part for part in parts if part)
    if len(authors) == 1:
        return first
    if len(authors) > 2:
        return f"{first}, et al."
    other = authors[1]
    name = " ".join(part for part in (other.given, other.family) if part)
    return f"{first}, and {name}{f', {other.suffix}' if other.suffix else ''}"


def _mla_day(day: date) -> str:
    return f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}"


def _quoted_within(title: str) -> str:
    """The title as it stands between double quotation marks, its own ones single."""
    title = title.replace("“", "‘").replace("”", "’")
    pieces = title.split('"')
    if len(pieces) % 2 == 0:  # one without its other: inches
        return title
    return "".join(
        piece if place == 0 else ("‘" if place % 2 else "’") + piece
        for place, piece in enumerate(pieces)
    )
