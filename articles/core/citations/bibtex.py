"""A page as an entry of BibTeX (Patashnik, "BibTeXing", 1988), which biblatex and reference
managers read as well."""

import re
import unicodedata

from articles.core.citations.author_names import Author
from articles.core.citations.cited_page import CitedPage

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces whatever stands before them, so that none may be escaped by a backslash.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY_PART = 40


def as_bibtex(page: CitedPage) -> str:
    """Return the entry, a field a line. Accents stay as letters: BibTeX has read UTF-8 for long,
    and sorts it as it can.

    The title is in two pairs of braces, so that no style changes its capitals; formulas stay TeX.
    """
    site = f"{escape(page.site)}, " if not page.is_the_sites else ""
    authors = " and ".join(map(_name, page.authors or (Author(page.site),)))
    fields = {
        "author": authors,
        "title": f"{{{''.join(_title_piece(*piece) for piece in page.title).strip()}}}",
        "howpublished": rf"{site}\url{{{page.url}}}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    if page.day:
        lines.append(f"  year = {{{page.day.year}}},")
        lines.append(f"  month = {_MONTHS[page.day.month - 1]},")
        lines.append(f"  day = {{{page.day.day}}},")
    return "\n".join([f"@misc{{{_key(page)},", *lines, "}"])


def escape(text: str) -> str:
    """Return a plain text as TeX prints it.

    >>> print(escape("5 % of C_6 {a}"))
    5 \\% of C\\_6 \\textbraceleft{}a\\textbraceright{}
    """
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def _title_piece(text: str, tex: str, is_verbatim: bool) -> str:
    """A formula as it is typed, unless a brace of it stands alone: the entry would have no end."""
    is_whole = tex and _is_balanced(tex) and "$" not in tex
    return f"${tex}$" if is_whole else escape(text)


def _is_balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def _name(author: Author) -> str:
    """`Roe, Jr., Jane`; an organisation in braces, or its words would be taken for names."""
    if not author.given:
        return f"{{{escape(author.family)}}}"
    parts = [author.family, author.suffix, author.given]
    return ", ".join(escape(part) for part in parts if part)


def _key(page: CitedPage) -> str:
    """`roe2024-what-is-light`: letters, digits and hyphens alone."""
    first = page.authors[0].family if page.authors else page.site
    year = str(page.day.year) if page.day else ""
    slug = page.slug
    if len(slug) > _LONGEST_KEY_PART:
        slug = slug[:_LONGEST_KEY_PART].rpartition("-")[0] or slug[:_LONGEST_KEY_PART]
    return f"{_ascii(first) or 'page'}{year}-{slug}".strip("-")


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _NOT_IN_KEY.sub("", plain)
