"""Table of contents of a long answer, extracted from its rendering."""

import re
from html import unescape

from articles.core.rendering.plain_text import strip_tags
from articles.seo.site_identity import Link

# With fewer headings the whole answer is seen at two glances, and a table would only delay it.
LEAST_ENTRIES = 4
# The renderer writes nothing else (articles/core/rendering/headings.py); an answer's first level is
# h3.
_HEADING = re.compile(r'<h3 id="([^"]+)">(.*?)</h3>', re.DOTALL)


def outline(html: str) -> list[Link]:
    """Return the headings of the first level as links within the page; none where they are few.

    >>> outline('<h3 id="section-a">A</h3>' * 4)[0]
    Link(text='A', url='#section-a')
    """
    found = [
        Link(" ".join(unescape(strip_tags(inner)).split()), f"#{identifier}")
        for identifier, inner in _HEADING.findall(html)
    ]
    return found if len(found) >= LEAST_ENTRIES else []
