"""Raw HTML in answers: a few bare inline tags are kept, all others are shown as text.

GitHub drops a tag that it does not know without a word, so that `vector<int>` in a sentence
becomes "vector". Here nothing readable is lost: `<int>`, `<script>` and `<div class=…>` appear
on the page as they were typed. Markdown has better ways for links, lists and headings, so only
tags without attributes that mark words inside a line are let through, and only in pairs.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from articles.core.text.markdown_scanner import Span

_PAIRED = "b strong i em u s del ins mark small sub sup kbd code samp var q cite dfn"
_PAIRED_TAGS = frozenset(_PAIRED.split())
_VOID_TAGS = frozenset({"br", "wbr"})

_TAG_OR_OTHER = re.compile(
    r"<(?:(?P<close>/?)(?P<name>[A-Za-z]+)[ \t]*/?>"
    r"|(?P<link>(?:https?://|mailto:)[^\s<>]*>|[\w.+-]+@[\w.-]+>)"
    r"|(?P<comment>!--(?:(?!-->|<!--)[^\0])*-->)"
    r"|(?P<other>[A-Za-z/!?]))"
    r"|(?P<blank>\n[ \t]*\n)"
)


def neutralise(markdown: str, spans: Sequence[Span], sign: str) -> list[tuple[int, int, str]]:
    """The replacements that keep unwanted tags of `markdown` as text, in order.

    Each is (start, end, text). `sign` stands in for `<` and becomes `&lt;` after Markdown: a
    backslash would show in a code block. Tags inside `spans` (code, mathematics) stay. Comments
    go, as on GitHub; one that never ends is text, else it would swallow the rest of the answer.

    >>> neutralise("a <b>bold</b> vector<int>", [], "@")
    [(20, 21, '@')]
    """
    if "<" not in markdown:
        return []
    starts = [span.start for span in spans]
    edits: list[tuple[int, int, str]] = []
    opened: list[tuple[str, int]] = []
    for match in _TAG_OR_OTHER.finditer(markdown):
        position = match.start()
        index = bisect_right(starts, position) - 1
        if index >= 0 and position < spans[index].end:
            continue
        if match["blank"]:
            edits += [(start, start + 1, sign) for _, start in opened]
            opened.clear()
        elif match["comment"]:
            edits.append((position, match.end(), ""))
        elif match["name"]:
            edits += _judge_tag(match, opened, sign)
        elif match["other"]:
            edits.append((position, position + 1, sign))
    edits += [(start, start + 1, sign) for _, start in opened]
    return sorted(edits)


def _judge_tag(
    match: re.Match[str], opened: list[tuple[str, int]], sign: str
) -> list[tuple[int, int, str]]:
    """What to replace because of one tag; `opened` holds the tags that wait for their end."""
    name = match["name"].lower()
    position = match.start()
    if name in _VOID_TAGS and not match["close"]:
        return []
    if name in _PAIRED_TAGS:
        if not match["close"]:
            # Eight deep is more than anybody needs; a bomb of tags stays text.
            if len(opened) < 8:
                opened.append((name, position))
                return []
        elif opened and opened[-1][0] == name:
            opened.pop()
            return []
    return [(position, position + 1, sign)]
