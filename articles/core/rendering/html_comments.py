"""Comments of raw HTML: gone from prose, kept in code, and a border between lists.

Whether `<!-- … -->` stands in a listing is known only when Markdown is done: so each becomes a
short comment that says where it stood, and is taken away or put back afterwards.
"""

import re
from html import escape
from urllib.parse import quote

_LEAD = re.compile(r"(?:^|\n)([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)\Z")
_LEAD_CHARACTERS = 60
_REST = re.compile(r"[ \t]*(?:\n|\Z)")
_CODE = re.compile(r"<code[^<>]*>[^<]*</code>")
_CODE_INDENT = re.compile(r"[> ]*(?: {4}|\t)")


def stand_in(markdown: str, start: int, end: int, sign: str) -> str:
    """What is written for the comment `markdown[start:end]` until Markdown is done.

    A comment with text behind it on its line would make that line raw HTML, without emphasis and
    links: nobody means that, and it goes at once.

    >>> stand_in("a <!-- b -->", 2, 12, "@")
    '<!--@3c2x12c-->'
    """
    lead = _LEAD.search(markdown[max(0, start - _LEAD_CHARACTERS) : start])
    if lead is None or _REST.match(markdown, end):
        return f"<!--{_word(start, end, sign)}-->"
    return _word(start, end, sign) if _CODE_INDENT.match(lead[1]) else ""


def border(position: int, sign: str) -> str:
    """An empty comment: no address of a link goes beyond it, as none goes beyond `<`."""
    return f"<!--{_word(position, position, sign)}-->"


def _word(start: int, end: int, sign: str) -> str:
    # No tag begins with a digit, so no tag that is shown as text is taken for this.
    return f"{sign}3c{start}x{end}c"


def settle_comments(html: str, markdown: str, sign: str) -> str:
    """The HTML with the comments of listings and attributes as typed, and without all others."""
    if f"{sign}3c" not in html:
        return html
    word = rf"{sign}3c(\d+)x(\d+)c"
    html = re.sub(rf"(?:^|(?<=\n))[ \t]*<!--{word}-->\n|<!--{word}-->", "", html)
    html = re.sub(
        rf"%3C!--{word}--%3E", lambda match: quote(markdown[int(match[1]) : int(match[2])]), html
    )

    def put_back(match: re.Match[str]) -> str:
        return escape(markdown[int(match[1]) : int(match[2])])

    html = re.sub(f"&lt;!--{word}--&gt;", put_back, html)
    html = _CODE.sub(lambda code: re.sub(word, put_back, code[0]), html)
    return re.sub(word, "", html)
