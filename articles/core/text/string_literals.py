r"""Detection of `\n` inside string literals of listings, where it is the program's own escape.

The input is the encoded text, in which the file's newlines and the program's escapes look alike.
The 40 cases of the library are `printf("%d\n")`, `sed 'N;s/\n/ /'` and similar; the difficult cases
are apostrophes (`don't`), Lisp's quote (`'(1 2)`), docstrings and programs in quotes (`awk '…'`),
which hold real lines.
"""

import re
from collections.abc import Iterator

from articles.core.text.markdown_scanner import Span

_TOKEN = re.compile(
    r"(?P<triple>\"\"\"|''')"
    r"|(?P<quote>[\"'])"
    r"|(?P<comment>(?://|\#|--)(?=[ !*/#-]))"
    r"|(?P<carriage>\\r\\n)"
    r"|(?P<pattern>(?<=/)\\n(?=/)|(?<=\[\^)\\n)"
    r"|\\."
)
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.){0,400}?)"')
_SINGLE = re.compile(r"'((?:[^'\\]|\\.){0,400}?)'(?![A-Za-z0-9_(])")
# An apostrophe after a letter opens nothing, save the prefixes of literals (`b'…'`, `rf'…'`).
_PREFIX = re.compile(r"(?<![A-Za-z0-9_])(?:[bBeEfFrRuUL]|[bBfF][rR]|[rR][bBfF])\Z")
# What follows a break where the lines of a program, of JSON or of SQL go on.
_LINE_GOES_ON = re.compile(
    r"\\n(?:\\n)*(?:  |\t|[})\]<#]|//|/\*|\{(?:\\n|  )"
    r"|(?:FROM|WHERE|AND|JOIN|LEFT|INNER|ORDER|GROUP|VALUES|SET)\b)"
)
_PLAIN_TEXT = ("", "text", "txt", "plaintext", "plain", "markdown", "md")
_BREAK = "\\n"
_MARGIN = 200


def own_breaks(encoded: str, fence: Span) -> list[int]:
    """The positions of the `\\n` of `encoded` that a listing's program wrote itself.

    `fence` is a span over the encoded text. `printf("even\\n");\\n` yields the first of the two.
    """
    body = encoded[fence.body_start : fence.body_end]
    if _BREAK not in body:
        return []
    opening = encoded[fence.start : fence.body_start].replace(_BREAK, " ")
    language = opening.strip(" >`~").split(" ")[0].lower()
    is_text = language in _PLAIN_TEXT
    return [fence.body_start + position for position in _scan(body, is_text)]


def _scan(body: str, is_text: bool) -> Iterator[int]:
    position = 0
    while match := _TOKEN.search(body, position):
        position = match.end()
        if match["triple"]:
            closing = body.find(match[0], position)
            position = closing + 3 if closing >= 0 else position
        elif match["comment"]:
            position = _end_of_line(body, position)
        elif match["carriage"]:
            yield match.start() + 2
        elif match["pattern"]:
            yield match.start()
        elif match["quote"]:
            literal = _match_literal(body, match.start())
            if literal and _is_written_on_one_line(body, literal, is_text):
                for offset in _find_breaks(literal[0]):
                    yield literal.start() + offset
                position = literal.end()


def _find_breaks(text: str) -> Iterator[int]:
    position = text.find(_BREAK)
    while position >= 0:
        yield position
        position = text.find(_BREAK, position + 2)


def _end_of_line(body: str, position: int) -> int:
    end = body.find(_BREAK, position)
    return end if end >= 0 else len(body)


def _match_literal(body: str, position: int) -> re.Match[str] | None:
    """The literal whose opening quote stands at `position`."""
    if body[position] == '"':
        return _DOUBLE.match(body, position)
    before = body[max(0, position - 3) : position]
    if before[-1:].isalnum() and not before.endswith(_BREAK) and not _PREFIX.search(before):
        return None
    return _SINGLE.match(body, position)


def _is_written_on_one_line(body: str, literal: re.Match[str], is_text: bool) -> bool:
    """False for a literal that spans real lines, or was never one."""
    if _LINE_GOES_ON.search(literal[1]):
        return False
    if not is_text or _BREAK not in literal[1].strip("\\n"):
        return True
    # A quotation that begins its line is a poem's or a speech's, not a program's.
    before = body[max(0, literal.start() - _MARGIN) : literal.start()].rsplit(_BREAK, 1)[-1]
    return bool(before.strip())
