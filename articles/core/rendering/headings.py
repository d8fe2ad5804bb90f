"""Heading levels without gaps below the page's h2, and heading ids."""

import re
from html import unescape

from articles.core.rendering.plain_text import as_typed, strip_tags
from articles.core.rendering.result import Heading

# Before every id, so that an answer's heading never takes the id of a part of the page.
ID_PREFIX = "section-"
# The page of an article has the question as h1, and an h2 that says "Answer".
FIRST_LEVEL = 3
LAST_LEVEL = 6

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
# GitHub keeps letters, digits, hyphens and underscores, and makes spaces hyphens.
_NOT_IN_SLUG = re.compile(r"[^\w\- ]+")
_LONGEST_SLUG = 80


def mark_headings(html: str, first_level: int = FIRST_LEVEL) -> tuple[str, tuple[Heading, ...]]:
    """The HTML with heading levels put in order and ids given, and the headings.

    Expects headings as Markdown leaves them, without attributes and with finished formulas. The
    outermost come out at `first_level`.

    >>> mark_headings("<h1>To be</h1>")[0]
    '<h3 id="section-to-be">To be</h3>'
    """
    if "<h" not in html:
        return html, ()
    found: list[Heading] = []
    open_levels: list[int] = []
    taken: dict[str, int] = {}

    def replace(match: re.Match[str]) -> str:
        level = _level_in_page(int(match[1]), open_levels, first_level)
        text = " ".join(unescape(strip_tags(match[2])).split())
        typed = " ".join(unescape(as_typed(match[2])).split()) if "<math" in match[2] else text
        identifier = ID_PREFIX + unique_id(slugify(typed), taken)
        found.append(Heading(level, identifier, text))
        return f'<h{level} id="{identifier}">{match[2]}</h{level}>'

    return _HEADING.sub(replace, html), tuple(found)


def _level_in_page(level: int, open_levels: list[int], first_level: int) -> int:
    """The level at which a heading appears: as deep as the headings that it lies under.

    Assistive technology reads levels as an outline, in which a gap (h2, then h4) is a fault: so
    `####` alone comes out as the first level, and `#` followed by `####` as the first two.
    """
    while open_levels and open_levels[-1] >= level:
        open_levels.pop()
    open_levels.append(level)
    return min(first_level + len(open_levels) - 1, LAST_LEVEL)


def slugify(text: str) -> str:
    """GitHub's anchor for a heading, "heading" where nothing of it can stand in one.

    >>> slugify("What is C++? (A short answer)")
    'what-is-c-a-short-answer'
    """
    slug = _NOT_IN_SLUG.sub("", text.lower()).strip().replace(" ", "-")
    return slug[:_LONGEST_SLUG].strip("-") or "heading"


def unique_id(slug: str, taken: dict[str, int]) -> str:
    """`slug`, or with the first free number behind it, as GitHub does; noted in `taken`.

    `taken` also holds the last number given for each slug: counting from 1 again at every
    heading would make 20,000 equal headings take half a minute.
    """
    name = slug
    while name in taken:
        taken[slug] += 1
        name = f"{slug}-{taken[slug]}"
    taken[name] = 0
    return name
