"""Links at the headings of an answer, each to its own heading, for whoever wants its address.

They are the page's and not the answer's: what is stored of an article has none, and so neither have
its plain text, feeds, Markdown, search results and the API.
"""

import re

from articles.core.rendering.plain_text import strip_tags

# As the renderer writes them (articles/core/rendering/headings.py).
_HEADING = re.compile(r'<(h[3-6]) id="([^"]+)">(.*?)</\1>', re.DOTALL)


def with_heading_links(html: str) -> str:
    """Return a rendered answer whose headings each have a link beside them.

    Beside and not inside: the name of a heading is its text, and a heading may hold a link. In a
    `summary` a heading stays alone, for nothing but a heading may stand there.
    """
    if "<h" not in html:
        return html
    has_summary = "<summary" in html

    def link(match: re.Match[str]) -> str:
        if has_summary and _is_in_summary(html, match.start()):
            return match[0]
        text = " ".join(strip_tags(match[3]).split()).replace('"', "&quot;")
        return (
            f'<div class="linked">{match[0]}<a class="heading-link" href="#{match[2]}"'
            f' aria-label="Link to “{text}”"><span aria-hidden="true">#</span></a></div>'
        )

    return _HEADING.sub(link, html)


def _is_in_summary(html: str, position: int) -> bool:
    return html.rfind("<summary", 0, position) > html.rfind("</summary>", 0, position)
