"""Links of an answer that lead to pages of a library: `/learn/…`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from articles.core.text.markdown_scanner import Kind, find_spans

# The stem is looked for first: of the publisher's 11,573 answers none holds such a link.
STEM = "/learn/"
_LINK = re.compile(
    r"(?P<lead>\]\(<?|\]:[ \t]*<?|href=[\"']|<)?(?P<host>https?://[\w.:-]{1,200})?"
    r"(?P<path>/learn/[^\s)\]\"'<>]{1,400})"
)
_CODE = (Kind.FENCE, Kind.CODE)


class TextLink(NamedTuple):
    """`address` as it is written, host included; `path` its path without query and fragment;
    `start` is where the address begins in the text, `line` counts from 1."""

    address: str
    host: str
    path: str
    start: int
    line: int


def links_in(answer: str) -> Iterator[TextLink]:
    """Yield the links to `/learn/…` in the order of the text, code left out.

    >>> [link.path for link in links_in("See [light](/learn/physics/questions/what-is-light).")]
    ['/learn/physics/questions/what-is-light']
    """
    if STEM not in answer:
        return
    code = [span for span in find_spans(answer) if span.kind in _CODE]
    for match in _LINK.finditer(answer):
        # A path in prose is no link; an address with its host is one (GitHub's autolinks).
        if not (match["lead"] or match["host"]):
            continue
        start = match.start("host") if match["host"] else match.start("path")
        if any(span.start <= start < span.end for span in code):
            continue
        path = match["path"]
        if not match["lead"]:
            path = path.rstrip(".,;:!?*_")
        host = match["host"] or ""
        line = answer.count("\n", 0, start) + 1
        yield TextLink(host + path, host, re.split("[?#]", path)[0], start, line)
