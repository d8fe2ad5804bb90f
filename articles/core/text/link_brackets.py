r"""Brackets of links and images, within which `\[` is a bracket and opens no formula.

`[the \[sic\] case](/a)`: Markdown escapes brackets so in the words of a link, and no display stands
among them. Which brackets are a link's is read as CommonMark does (0.31, 6.3): unescaped ones in
pairs, with `(` or `[` right behind.
"""

import re
from bisect import bisect_right

_BRACKET = re.compile(r"\\.|\[|\](?P<link>[(\[]?)|(?P<blank>\n[ \t\r>]*\n)", re.DOTALL)
_LINK = re.compile(r"\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")


class LinkBrackets:
    """Where the words of links and images of one text stand; found once, when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    def hold(self, position: int) -> bool:
        r"""True if `position` stands in the words of a link or an image.

        >>> LinkBrackets(r"[the \[sic\] case](/a)").hold(5)
        True
        """
        if self._starts is None:
            self._starts, self._ends = _find(self._text)
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]


def holds_only_links(words: str) -> bool:
    r"""True for what stands between `\[` and `\]` around a link: `\[[1](/source)\]`."""
    return "](" in words and not _LINK.sub("", words).strip(" ,;\u2013-")


def _find(text: str) -> tuple[list[int], list[int]]:
    """Starts and ends of the words, outermost ones only, in order."""
    found: list[tuple[int, int]] = []
    if "](" not in text and "][" not in text:
        return [], []
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif match["blank"]:
            opened.clear()
        elif match[0][0] == "]" and opened:
            start = opened.pop()
            if match["link"]:
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, match.start()))
            if match["link"] == "[":
                # It opens the label behind the words.
                opened.append(match.end() - 1)
    return [start for start, _ in found], [end for _, end in found]
