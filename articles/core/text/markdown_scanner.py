"""Scanner that splits Markdown into code, formulas and prose.

Newline decoding, inspection and rendering all read the spans found here, so they always agree on
what is code and what is a formula.

The scanner jumps to the next character that can open a span and matches there: four to five times
faster than one large alternation over the same text. It is linear: the position of each closing
delimiter or paragraph end is cached until the scan passes it.
"""

import re
from bisect import bisect_left
from enum import IntEnum
from typing import NamedTuple

from articles.core.text.dollar_math import is_delimited_math, is_inline_math
from articles.core.text.link_brackets import LinkBrackets, holds_only_links
from articles.core.text.words_in_math import end_outside_words


class Kind(IntEnum):
    """What a span is; whatever lies in no span is prose."""

    FENCE = 1
    CODE = 2
    INLINE_MATH = 3
    DISPLAY_MATH = 4


class Span(NamedTuple):
    """`text[start:end]` holds the delimiters, `text[body_start:body_end]` what they enclose.

    A FENCE starts at the beginning of the line of its opening fence (indent included); its body
    is the lines between, the last newline included; it ends after the closing fence's line, its
    newline excluded, or at the end of the text where the closing fence is missing.
    """

    start: int
    end: int
    kind: Kind
    body_start: int
    body_end: int


_OPENER = re.compile(r"[`~$\\]")
# What may stand before a fence on its line: indentation, block quotes, list markers.
_FENCE_LEAD = re.compile(r"[ \t]*+(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]++|>)*+\Z")
# Longer leads are refused, so that a line of a megabyte is not read again at each of its signs.
_FENCE_LEAD_LIMIT = 120
_FENCE_OPEN = re.compile(r"(`{3,}+)[^`\n]*+(?:\n|\Z)|(~{3,}+)[^\n]*+(?:\n|\Z)")
_FENCE_CLOSE = re.compile(r"^[ \t>]*+(`{3,}+|~{3,}+)[ \t\r]*+$", re.MULTILINE)
_MATH_FENCE = re.compile(r"(?:`{3,}|~{3,})[ \t]*math[ \t]*(?:\n|\Z)")
_SOURCE_NUMBERS = re.compile(r"[\d\s,;–-]*")
_BACKTICKS = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n[ \t\r>]*\n")
# What begins another block, and so ends a paragraph (CommonMark 0.31, 4 and 5): heading, underline
# of one, break, quote, list, fence.
_BLOCK = re.compile(
    r"\n {0,3}(?:#{1,6}[ \t\n]|=+[ \t]*(?:\n|\Z)|(?:([-*_])[ \t]*)(?:\1[ \t]*){2,}(?:\n|\Z)|>"
    r"|(?:[-+*]|1[.)])[ \t]+\S|`{3,}+[^`\n]*+(?:\n|\Z)|~{3,})"
)
_ENVIRONMENT = re.compile(
    r"\\begin\{(align|alignat|aligned|equation|gather|gathered|multline|eqnarray|cases|split"
    r"|array|[pbvBV]?matrix)(\*?)\}"
)


def find_spans(text: str) -> list[Span]:
    """The code and mathematics of a Markdown text, in order and without overlap.

    >>> [(s.kind.name, "pay $5 for `a$b` and $x$"[s.start:s.end])
    ...  for s in find_spans("pay $5 for `a$b` and $x$")]
    [('CODE', '`a$b`'), ('INLINE_MATH', '$x$')]
    """
    scanner = _Scanner(text)
    spans: list[Span] = []
    search = _OPENER.search
    match = search(text)
    while match:
        position = match.start()
        found = scanner.match_at(position)
        if isinstance(found, Span):
            spans.append(found)
            position = found.end
        else:
            position = found
        match = search(text, position)
    return spans


class _Scanner:
    """Matches spans at given positions of one text, which must never decrease."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._next: dict[str, int] = {}
        self._runs: dict[int, list[int]] | None = None
        self._paragraph_end = self._block_end = -1
        self._links = LinkBrackets(text)

    def match_at(self, position: int) -> Span | int:
        """The span that opens at `position`, or the position at which to look on."""
        sign = self.text[position]
        if sign == "$":
            return self._match_dollar(position)
        if sign == "\\":
            return self._match_backslash(position)
        return self._match_code(position)

    def _match_code(self, position: int) -> Span | int:
        text = self.text
        line_start = self._start_of_fence_line(position)
        if line_start >= 0:
            opening = _FENCE_OPEN.match(text, position)
            if opening:
                return self._close_fence(line_start, opening)
        if text[position] == "~":
            return position + 1
        end = _BACKTICKS.match(text, position).end()
        length = end - position
        runs = self._runs_of(length)
        index = bisect_left(runs, end)
        if index < len(runs) and runs[index] < self._end_of_block(end):
            return Span(position, runs[index] + length, Kind.CODE, end, runs[index])
        return end

    def _start_of_fence_line(self, position: int) -> int:
        """Where the line of `position` starts, or -1 if a fence cannot stand there."""
        text = self.text
        if not text.startswith(("```", "~~~"), position):
            return -1
        floor = max(0, position - _FENCE_LEAD_LIMIT)
        line_start = text.rfind("\n", floor, position) + 1
        if line_start == 0 and floor > 0:
            return -1
        return line_start if _FENCE_LEAD.match(text[line_start:position]) else -1

    def _close_fence(self, line_start: int, opening: re.Match[str]) -> Span:
        """A fence runs to the next line that can close it, whatever that line's indentation:
        `articles.core.text.damage_repair.mend_fences` makes Markdown see the same."""
        sign = opening[1] or opening[2]
        body_start = opening.end()
        for closing in _FENCE_CLOSE.finditer(self.text, body_start):
            if closing[1].startswith(sign):
                if (
                    _MATH_FENCE.match(opening[0])
                    and self.text[body_start : closing.start()].strip()
                ):
                    # A display, as on GitHub; what leads the line (a list's sign) is no part of it.
                    body_end = closing.start()
                    return Span(
                        opening.start(), closing.end(), Kind.DISPLAY_MATH, body_start, body_end
                    )
                return Span(line_start, closing.end(), Kind.FENCE, body_start, closing.start())
        return Span(line_start, len(self.text), Kind.FENCE, body_start, len(self.text))

    def _match_dollar(self, position: int) -> Span | int:
        text = self.text
        after = position + 1
        if text.startswith("$", after):
            after += 1
            if text.startswith("$", after):
                return _end_of_run(text, after)
            end = self._find_unescaped("$$", after)
            if end < 0 or not is_delimited_math(text[after:end]):
                return after
            return Span(position, end + 2, Kind.DISPLAY_MATH, after, end)
        if text.startswith("`", after):
            return self._match_code_math(position)
        end = self._find_unescaped("$", after)
        if end < 0 or end > self._end_of_paragraph(after):
            return after
        end = end_outside_words(text, after, end, self._end_of_paragraph(after))
        if text.startswith("$", end + 1):
            return after
        if is_inline_math(text, position, end):
            return Span(position, end + 1, Kind.INLINE_MATH, after, end)
        return after

    def _match_code_math(self, position: int) -> Span | int:
        """GitHub's ``$`x`$``, whose body nothing else in Markdown touches."""
        text = self.text
        end = text.find("`$", position + 2)
        if end < 0 or end > self._end_of_paragraph(position + 1):
            return position + 1
        body = text[position + 2 : end]
        # `$` alone as code, with code behind it: "`a$`, then `$`b".
        if not body.strip() or "`" in body or "$" in body:
            return position + 1
        return Span(position, end + 2, Kind.INLINE_MATH, position + 2, end)

    def _match_backslash(self, position: int) -> Span | int:
        text = self.text
        sign = text[position + 1 : position + 2]
        after = position + 2
        if sign == "(":
            end = self._find_closer("\\(", "\\)", after)
            if 0 <= end < self._end_of_paragraph(after) and is_delimited_math(text[after:end]):
                return Span(position, end + 2, Kind.INLINE_MATH, after, end)
        elif sign == "[":
            end = self._find_closer("\\[", "\\]", after)
            if end >= 0 and not (self._links.hold(position) or _is_citation(text, after, end)):
                return Span(position, end + 2, Kind.DISPLAY_MATH, after, end)
        elif sign == "b":
            opening = _ENVIRONMENT.match(text, position)
            if opening:
                closing = f"\\end{{{opening[1]}{opening[2]}}}"
                end = self._find_unescaped(closing, opening.end())
                if end >= 0:
                    end += len(closing)
                    return Span(position, end, Kind.DISPLAY_MATH, position, end)
        return after

    def _find_closer(self, opener: str, closer: str, start: int) -> int:
        """The closer, -1 where another opener stands before it: else one distant closer would be
        judged anew for each of ten thousand openers."""
        end = self._find_unescaped(closer, start)
        other = self._find_unescaped(opener, start) if end >= 0 else -1
        return -1 if 0 <= other < end else end

    def _find_unescaped(self, sign: str, start: int) -> int:
        """The next `sign` at or after `start` before which no odd run of backslashes stands."""
        known = self._next.get(sign, -2)
        if known == -1 or known >= start:
            return known
        text = self.text
        found = text.find(sign, start)
        while found > 0 and _is_escaped(text, found, start):
            found = text.find(sign, found + 1)
        self._next[sign] = found
        return found

    def _runs_of(self, length: int) -> list[int]:
        """Where the text's runs of exactly `length` backticks begin."""
        if self._runs is None:
            self._runs = {}
            for run in _BACKTICKS.finditer(self.text):
                self._runs.setdefault(run.end() - run.start(), []).append(run.start())
        return self._runs.get(length, [])

    def _end_of_paragraph(self, start: int) -> int:
        if self._paragraph_end < start:
            blank = _BLANK_LINE.search(self.text, start)
            self._paragraph_end = blank.start() if blank else len(self.text)
        return self._paragraph_end

    def _end_of_block(self, start: int) -> int:
        """Code does not go on in another block, as a formula may, which is cut out before Markdown
        is read."""
        if self._block_end < start:
            block = _BLOCK.search(self.text, start)
            self._block_end = block.start() if block else len(self.text)
        return min(self._block_end, self._end_of_paragraph(start))


def _is_citation(text: str, start: int, end: int) -> bool:
    """True for escaped brackets: a number of a source, a link to one, words, nothing."""
    body = text[start:end]
    return (
        _SOURCE_NUMBERS.fullmatch(body) is not None
        or holds_only_links(body)
        or not is_delimited_math(body)
    )


def _is_escaped(text: str, position: int, floor: int) -> bool:
    before = position - 1
    while before >= floor and text[before] == "\\":
        before -= 1
    return (position - 1 - before) % 2 == 1


def _end_of_run(text: str, position: int) -> int:
    while text.startswith("$", position):
        position += 1
    return position
