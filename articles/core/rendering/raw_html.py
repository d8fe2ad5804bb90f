"""Raw HTML in answers: a few bare inline tags are kept, all others are shown as text.

GitHub drops a tag that it does not know without a word, so that `vector<int>` in a sentence
becomes "vector". Here nothing readable is lost: `<int>`, `<script>` and `<div class=…>` appear
on the page as they were typed. What is let through, in pairs only: tags that mark words inside a
line, links, and the blocks of html_blocks.py.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from html import escape, unescape

from articles.core.rendering.html_blocks import find_blocks
from articles.core.rendering.html_comments import border, stand_in
from articles.core.text.markdown_scanner import Span

_PAIRED = (
    "b strong i em u s strike del ins mark small sub sup kbd code samp var q cite dfn abbr bdi ruby"
    " rt rp tt"
)
_PAIRED_TAGS = frozenset(_PAIRED.split())
# More than anybody needs; a bomb of tags stays text.
_DEEPEST = 8
_VOID_TAGS = frozenset({"br", "wbr"})

_VALUE = r"(?:\"[^\"<>\n]*\"|'[^'<>\n]*')"
_ATTRIBUTE = re.compile(rf"(href|title)=({_VALUE})", re.IGNORECASE)
# Where a link of raw HTML may lead; everything else is shown as text.
_ADDRESS = re.compile(r"(?:https?://|mailto:|/(?!/)|#)[^\s\"'<>]*|[\w.-]+(?:[/?#][^\s\"'<>]*)?")
_TAG_OR_OTHER = re.compile(
    r"<(?:(?P<close>/?)(?P<name>[A-Za-z]+)[ \t]*/?>"
    rf"|(?P<titled>abbr)[ \t\n]+title={_VALUE}[ \t]*>"
    r"|(?P<anchor>a)(?=[ \t\n][^<>]*\bhref=)"
    rf"(?:[ \t\n]+(?:href|title|target|rel|class|id)={_VALUE})+[ \t\n]*>"
    r"|(?P<link>(?:https?://|mailto:)[^\s<>]*>|[\w.+-]+@[\w.-]+>)"
    r"|(?P<comment>!--(?:-?>|(?:(?!-->|<!--)[^\0])*-->))"
    r"|(?P<other>[A-Za-z/!?]))"
    r"|(?P<blank>\n[ \t]*\n)",
    re.IGNORECASE,
)
# What Markdown's engine would make a link of inside of a tag that is shown as text: it would take
# all up to the next blank, quotation marks and tags included.
_LINKED = re.compile(r":(?=//)|(?<=www)\.|@")
# Digits, since behind the stand-in of `<` there may be letters, a tag's name.
_SHIELDS = {":": "0", ".": "1", "@": "2"}
_END_OF_TAG = re.compile(r"[^<>\n]*>")
# The address of a link or of a definition in angle brackets, which is no tag.
_BEFORE_ADDRESS = re.compile(r"(?:(\]\()|(?:^|\n)[ >]*\[[^\]\n]+\]:)[ \t]*\n?[ \t]*\Z")
_BEFORE_CHARACTERS = 200
_LINK_ADDRESS = re.compile(r"<((?:[^<>\n\\]|\\.)*)>(?=[ \t\n]*\)|[ \t\n]+[\"'(])")
_DEFINED_ADDRESS = re.compile(r"<((?:[^<>\n\\]|\\.)*)>(?=[ \t]*(?:\n|\Z)|[ \t\n]+[\"'(])")
_NOT_BARE = re.compile(r"(?<!\\)[()]|\s")


def neutralise(markdown: str, spans: Sequence[Span], sign: str) -> list[tuple[int, int, str]]:
    """The replacements that keep unwanted tags of `markdown` as text, in order.

    Each is (start, end, text). `sign` stands in for `<`, and with a digit behind it for what would
    be linked (`shields`), until Markdown is done: a backslash would show in a code block. Tags
    inside `spans` (code, mathematics) stay. Comments go, as on GitHub (html_comments.py); one that
    never ends is text, else it would swallow the rest of the answer.

    >>> neutralise("a <b>bold</b> vector<int>", [], "@")
    [(20, 21, '@')]
    """
    if "<" not in markdown:
        return []
    starts = [span.start for span in spans]

    def is_prose(position: int) -> bool:
        index = bisect_right(starts, position) - 1
        return index < 0 or position >= spans[index].end

    edits = find_blocks(markdown, is_prose)
    blocks = {start for start, _, _ in edits}
    texts: list[int] = []
    opened: list[tuple[str, int]] = []
    for match in _TAG_OR_OTHER.finditer(markdown):
        position = match.start()
        if position in blocks or not is_prose(position):
            continue
        address = _bare_address(markdown, match)
        if address is not None:
            edits.append(address)
        elif match["blank"]:
            texts += [start for _, start in opened]
            opened.clear()
        elif match["comment"]:
            shown = stand_in(markdown, position, match.end(), sign)
            edits.append((position, match.end(), shown))
        elif match["name"]:
            texts += _judge_tag(match, opened)
        elif match["titled"] or match["anchor"]:
            edits += _open_with_attributes(match, opened, texts)
        elif match["other"]:
            texts.append(position)
    texts += [start for _, start in opened]
    # A link that never closes has been rewritten: it is text after all.
    shown = frozenset(texts)
    edits = [edit for edit in edits if edit[0] not in shown]
    for position in texts:
        edits += _show(markdown, position, sign, is_prose)
    return sorted(edits)


def shields(sign: str) -> dict[str, str]:
    """What stands for characters while Markdown reads the text -> the HTML for each."""
    return {f"{sign}{name}": character for character, name in _SHIELDS.items()} | {sign: "&lt;"}


def _show(
    markdown: str, position: int, sign: str, is_prose: Callable[[int], bool]
) -> list[tuple[int, int, str]]:
    """The edits that show the tag at `position` as it was typed."""
    edits = [(position, position + 1, _end_of_address(markdown, position, sign) + sign)]
    tag = _END_OF_TAG.match(markdown, position + 1)
    if tag is not None:
        edits += [
            (match.start(), match.end(), f"{sign}{_SHIELDS[match[0]]}")
            for match in _LINKED.finditer(markdown, position, tag.end())
            if is_prose(match.start())
        ]
    return edits


def _end_of_address(markdown: str, position: int, sign: str) -> str:
    """What keeps `<` from being read as a part of the address before it, or as one's beginning."""
    before = markdown[max(0, position - _BEFORE_CHARACTERS) : position]
    if before[-1:].isspace():
        is_address = "]:" in before and _BEFORE_ADDRESS.search(before) is not None
    else:
        word = before.split()[-1] if before else ""
        is_address = "://" in word or "www." in word or "@" in word or word.endswith("](")
    return border(position, sign) if is_address else ""


def _bare_address(markdown: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    """The edit that writes the address `<a b>` of a link without angle brackets, `a%20b`.

    Without them it can be no tag, also where Markdown makes no link of it after all.
    """
    if match["comment"] or match["blank"]:
        return None
    position = match.start()
    if markdown[position - 1 : position] not in ("(", " ", "\t", "\n", ":"):
        return None
    before = _BEFORE_ADDRESS.search(markdown[max(0, position - _BEFORE_CHARACTERS) : position])
    if before is None:
        return None
    address = (_LINK_ADDRESS if before[1] else _DEFINED_ADDRESS).match(markdown, position)
    if address is None:
        return None
    bare = _NOT_BARE.sub(lambda sign: "%20" if sign[0].isspace() else "\\" + sign[0], address[1])
    return position, address.end(), bare


def _open_with_attributes(
    match: re.Match[str], opened: list[tuple[str, int]], texts: list[int]
) -> list[tuple[int, int, str]]:
    """A link or an abbreviation in our own words; its end is judged as any other's."""
    values = {name.lower(): value[1:-1] for name, value in _ATTRIBUTE.findall(match[0])}
    title = f' title="{escape(unescape(values["title"]))}"' if values.get("title") else ""
    name = "abbr" if match["titled"] else "a"
    address = values.get("href", "")
    if len(opened) >= _DEEPEST or (name == "a" and not _ADDRESS.fullmatch(address)):
        texts.append(match.start())
        return []
    opened.append((name, match.start()))
    shown = f"<{name}{title}>" if name == "abbr" else f'<a href="{address}"{title}>'
    return [(match.start(), match.end(), shown)]


def _judge_tag(match: re.Match[str], opened: list[tuple[str, int]]) -> list[int]:
    """Where tags become text because of one; `opened` holds the tags that wait for their end."""
    name = match["name"].lower()
    position = match.start()
    if name in _VOID_TAGS and not match["close"]:
        return []
    if match["close"]:
        if opened and opened[-1][0] == name:
            opened.pop()
            return []
    elif name in _PAIRED_TAGS and len(opened) < _DEEPEST:
        opened.append((name, position))
        return []
    return [position]
