"""Headings of an answer, extracted from its rendering, and its table of contents."""

import re
from dataclasses import dataclass
from html import unescape

from articles.core.rendering.plain_text import strip_tags
from articles.seo.site_identity import Link

# With fewer entries the whole answer is seen at two glances, and a table would only delay it.
LEAST_ENTRIES = 4
# A longer table is no overview: it keeps to the headings.
_MOST_WITH_LEADS = 16
# The renderer writes nothing else (articles/core/rendering/headings.py, list leads beside it): an
# answer's first level is h3.
_ENTRY = re.compile(
    r'<h3 id="([^"]+)">(.*?)</h3>|<li id="(section-[^"]+)">(?:\s*<p>)?<strong>(.*?)</strong>',
    re.DOTALL,
)
_ANY_HEADING = re.compile(r'<h([3-6]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry of the contents, a link within the page; `is_under`: it is an item of a list below
    the heading before it."""

    text: str
    url: str
    is_under: bool = False


def outline(html: str) -> list[ContentsEntry]:
    """Return the contents of an answer; none where they are few.

    Headings of the first level where there are enough; else these with the bold leads of the lists
    below them.

    >>> outline('<h3 id="section-a">A</h3>' * 4)[0]
    ContentsEntry(text='A', url='#section-a', is_under=False)
    """
    headings: list[ContentsEntry] = []
    entries: list[ContentsEntry] = []
    for heading_id, heading, lead_id, lead in _ENTRY.findall(html):
        if heading_id:
            headings.append(ContentsEntry(_text(heading), f"#{heading_id}"))
            entries.append(headings[-1])
        else:
            entries.append(ContentsEntry(_text(lead).rstrip(" :."), f"#{lead_id}", bool(headings)))
    if len(headings) >= LEAST_ENTRIES:
        return headings
    return entries if LEAST_ENTRIES <= len(entries) <= _MOST_WITH_LEADS else []


def headings_of(html: str) -> list[Link]:
    """Return the headings of all levels, in order, as links within the page."""
    return [
        Link(_text(inner), f"#{identifier}") for _, identifier, inner in _ANY_HEADING.findall(html)
    ]


def _text(inner: str) -> str:
    return " ".join(unescape(strip_tags(inner)).split())
