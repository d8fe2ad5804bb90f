"""Headings of an answer, extracted from its rendering, and its table of contents."""

import re
from html import unescape

from articles.core.rendering.plain_text import strip_tags
from articles.seo.site_identity import Link

# With fewer headings the whole answer is seen at two glances, and a table would only delay it.
LEAST_ENTRIES = 4
# The renderer writes nothing else (articles/core/rendering/headings.py); an answer's first level is
# h3.
_HEADING = re.compile(r'<h3 id="([^"]+)">(.*?)</h3>', re.DOTALL)
_ANY_HEADING = re.compile(r'<h([3-6]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)


def outline(html: str) -> list[Link]:
    """Return the headings of the first level as links within the page; none where they are few.

    >>> outline('<h3 id="section-a">A</h3>' * 4)[0]
    Link(text='A', url='#section-a')
    """
    found = [_link(identifier, inner) for identifier, inner in _HEADING.findall(html)]
    return found if len(found) >= LEAST_ENTRIES else []


def headings_of(html: str) -> list[Link]:
    """Return the headings of all levels, in order, as links within the page."""
    return [_link(identifier, inner) for _, identifier, inner in _ANY_HEADING.findall(html)]


def _link(identifier: str, inner: str) -> Link:
    return Link(" ".join(unescape(strip_tags(inner)).split()), f"#{identifier}")
