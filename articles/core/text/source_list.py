"""List of an article's sources as one text: a line each, an address and behind it a title.

A text and no list of rows, so that it is merged, compared and restored line by line, as the answer
is. An address holds no blank: where it ends and the title begins is always clear.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from articles.core.text.bidi_controls import strip_directions

MOST_SOURCES = 100
_LONGEST_ADDRESS, _LONGEST_TITLE = 1_000, 300
# What an address cannot hold as it is (RFC 3986, 2): controls, blanks, and what ends a link in
# Markdown or an attribute in HTML.
_BAD = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff<>\"\\^`{|}]")


class Source(NamedTuple):
    """What an article draws on: an address of the web, and its title ("" where none is known)."""

    url: str
    title: str = ""

    @property
    def name(self) -> str:
        """What a link to it says: its title, else its address without the scheme."""
        return self.title or self.url.partition("://")[2].removesuffix("/")


def is_web_address(text: str) -> bool:
    """True for `https://host…` and `http://host…`, without a name or password before the host;
    never for `javascript:` or a path."""
    if len(text) > _LONGEST_ADDRESS or _BAD.search(text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:  # inside the brackets of an IPv6 address, say
        return False
    is_plain = "@" not in parts.netloc
    return parts.scheme in {"https", "http"} and bool(host) and is_plain


def source_of(url: str, title: str = "") -> Source | None:
    """Return a source as it is kept, its title on one line; None where `url` is no address of the
    web, or the title too long."""
    url, title = url.strip(), " ".join(strip_directions(title).split())
    if not is_web_address(url) or len(title) > _LONGEST_TITLE:
        return None
    return Source(url, title)


def read_line(line: str) -> Source | None:
    """Return the source that a line names, None where it names none.

    >>> read_line("https://example.org/heat What heat is")
    Source(url='https://example.org/heat', title='What heat is')
    """
    url, *title = line.split(None, 1) or [""]
    return source_of(url, *title)


def read_sources(text: str) -> tuple[Source, ...]:
    """Return the sources that a text names, each address once; a line that names none is left
    out, and so is what is beyond the hundredth."""
    found: dict[str, Source] = {}
    for line in text.split("\n"):
        source = read_line(line)
        if source:
            found.setdefault(source.url, source)
    return tuple(found.values())[:MOST_SOURCES]


def bad_lines(text: str) -> list[str]:
    """Return the lines that name no source; blank ones are none of them."""
    return [line for line in text.split("\n") if line.strip() and read_line(line) is None]


def write_sources(sources: Iterable[Source]) -> str:
    """Return the text of some sources, which `read_sources` inverts.

    >>> write_sources([Source("https://a.org"), Source("https://b.org/1", "One")])
    'https://a.org\\nhttps://b.org/1 One'
    """
    unique: dict[str, Source] = {}
    for source in sources:
        unique.setdefault(source.url, source)
    return "\n".join(" ".join(filter(None, source)) for source in unique.values())


def tidy_sources(text: str) -> str:
    """Return the text as `write_sources` has it: what names no source, or one again, left out."""
    return write_sources(read_sources(text))
