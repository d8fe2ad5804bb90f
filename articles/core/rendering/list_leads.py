"""Anchors of the bold leads of list items, so that the contents of a page can name them.

Two thirds of the answers are lists whose items begin with a name (`1. **Surface area**: …`), and
have no headings, or two or three.
"""

import re
from html import unescape

from articles.core.rendering.headings import ID_PREFIX, slugify, unique_id
from articles.core.rendering.plain_text import LONGEST_NAME, strip_tags

_TAG = re.compile(
    r"(?P<open><(?:ul|ol|blockquote|table|details|div|section)\b[^>]*>)"
    r"|(?P<close></(?:ul|ol|blockquote|table|details|div|section)>)"
    # The colon stands within the bold text or behind it.
    r"|<li>(?P<p>\s*<p>)?<strong>(?P<lead>(?:(?!</?strong|</?li|<br).){1,300}?)</strong>(?P<colon>:?)",
    re.DOTALL,
)
_ID = re.compile(r' id="([^"]*)"')


def mark_leads(html: str) -> str:
    """The HTML with an id at each item of a list of the first level that begins with a bold name
    and a colon.

    >>> mark_leads("<ul>\\n<li><strong>To be</strong>: a verb</li>\\n</ul>")
    '<ul>\\n<li id="section-to-be"><strong>To be</strong>: a verb</li>\\n</ul>'
    """
    if "<li>" not in html or "<strong>" not in html:
        return html
    taken = dict.fromkeys(_ID.findall(html), 0)
    depth = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal depth
        if match["open"] or match["close"]:
            depth += 1 if match["open"] else -1
            return match[0]
        text = " ".join(unescape(strip_tags(match["lead"])).split())
        has_colon = bool(match["colon"]) or text.endswith(":")
        name = text.rstrip(" :.")
        if depth != 1 or not has_colon or not name or len(name) > LONGEST_NAME:
            return match[0]
        identifier = unique_id(ID_PREFIX + slugify(name), taken)
        return f'<li id="{identifier}">{match[0][len("<li>") :]}'

    return _TAG.sub(mark, html)
