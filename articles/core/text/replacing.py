"""Search and replace in the texts of articles: plain words or a regular expression, whole words,
case, and what is left alone: code, formulas, addresses of links.

Whoever writes a regular expression must not hold the server. Python's own engine tries all ways
through a text, which `(a+)+$` makes exponential; RE2 looks at each character once
(github.com/google/re2, "Is RE2 right for you?"). Plain words go by Python's engine, for of those
nothing can be tried twice. docs/decisions/0055-bulk-changes-are-planned.md has the choice.
"""

import re
import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import re2

from articles.core.text.markdown_scanner import Kind, find_spans

MOST_PATTERN_CHARACTERS = 500
MOST_REPLACEMENT_CHARACTERS = 2_000
# The longest real answer has 4,847 characters (docs/corpus.md, "One file").
MOST_PLACES = 5_000
# What no form would take need not be made: 5,000 places of 2,000 characters are 10 MB a text.
MOST_RESULT_CHARACTERS = 200_000
# One look at 200,000 characters takes 0.4 s with the worst expression of those tried; one that
# looks to the end of the text at each place would take as long as there are places.
_MOST_SECONDS = 2.0

_CODE = (Kind.FENCE, Kind.CODE)
# An address in a link, an image, a reference or HTML, and one that stands by itself.
_ADDRESS = re.compile(
    r"""\]\([ \t\n]*(?:<(?P<angle>[^<>\n]{1,2000})>
        |(?P<inline>(?:[^\s()<>]|\([^\s()<>]{0,500}\)){1,2000}))
    |^[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]*<?(?P<reference>[^\s>]{1,2000})
    |(?:href|src)=(?P<html>"[^"\n]{1,2000}"|'[^'\n]{1,2000}')
    |(?P<bare>https?://[^\s)\]"'<>]{1,2000})""",
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:g<([^<>]{1,100})>|(\d{1,2})|(.)|\Z)", re.DOTALL)
_SIGNS = {"n": "\n", "t": "\t", "\\": "\\"}


class BadPattern(ValueError):
    """What is looked for, or put in its place, cannot be understood; carries the sentence."""


class TooMuch(ValueError):
    """A text has more places than are replaced, or looking takes too long; carries the sentence."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for and put in its place. With `keeps_capital` what takes the place of words
    that begin with a capital letter does so as well."""

    search: str
    replacement: str
    is_pattern: bool = False
    matches_case: bool = False
    is_whole_words: bool = False
    keeps_capital: bool = False
    in_code: bool = False
    in_formulas: bool = False
    in_addresses: bool = False


class Replacer:
    """A wish that was understood; raises BadPattern where it cannot be."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        if not wish.search:
            raise BadPattern("Say what to look for.")
        if len(wish.search) > MOST_PATTERN_CHARACTERS:
            raise BadPattern(f"At most {MOST_PATTERN_CHARACTERS} characters are looked for.")
        if len(wish.replacement) > MOST_REPLACEMENT_CHARACTERS:
            raise BadPattern(f"At most {MOST_REPLACEMENT_CHARACTERS:,} characters are put in.")
        self._engine = _pattern(wish) if wish.is_pattern else _words(wish)
        self._checks_words = wish.is_pattern and wish.is_whole_words
        names = dict(self._engine.groupindex) if wish.is_pattern else {}
        groups = self._engine.groups if wish.is_pattern else 0
        self._parts = (
            _template(wish.replacement, groups, names) if wish.is_pattern else [wish.replacement]
        )

    def replace(self, text: str) -> str:
        """Return the text with every place replaced; raises TooMuch.

        >>> Replacer(Wish("light", "heat", is_whole_words=True)).replace("Light, lights `light`")
        'heat, lights `light`'
        """
        pieces: list[str] = []
        end = 0
        length = len(text)
        for start, stop, new in self._places(text):
            pieces += (text[end:start], new)
            end = stop
            length += len(new) - (stop - start)
            if length > max(MOST_RESULT_CHARACTERS, len(text)):
                raise TooMuch(f"it would have more than {MOST_RESULT_CHARACTERS:,} characters")
        return "".join([*pieces, text[end:]]) if pieces else text

    def _places(self, text: str) -> Iterator[tuple[int, int, str]]:
        spans: Sequence[tuple[int, int]] | None = None
        until = time.monotonic() + _MOST_SECONDS
        number = 0
        for match in self._engine.finditer(text):
            number += 1
            if number > MOST_PLACES:
                raise TooMuch(f"it has more than {MOST_PLACES:,} such places")
            if time.monotonic() > until:  # fifty such looks may take twenty seconds
                raise TooMuch("looking through it takes too long with this expression")
            start, stop = match.span()
            if self._checks_words and _cuts_words(text, start, stop):
                continue
            if spans is None:  # most texts hold nothing of what is looked for
                spans = _left_alone(text, self._wish)
            if not _is_within(spans, start, stop):
                yield start, stop, self._new(match)

    def _new(self, match: re.Match[str]) -> str:
        new = "".join(
            part if isinstance(part, str) else match.group(part) or "" for part in self._parts
        )
        if self._wish.keeps_capital and match.group()[:1].isupper():
            return new[:1].upper() + new[1:]
        return new


def _words(wish: Wish) -> re.Pattern[str]:
    words = re.escape(wish.search)
    if wish.is_whole_words:
        # Where the words themselves begin or end with another sign, any sign may stand beside.
        before = r"(?<!\w)" if re.match(r"\w", wish.search) else ""
        after = r"(?!\w)" if re.search(r"\w\Z", wish.search) else ""
        words = f"{before}{words}{after}"
    return re.compile(words, 0 if wish.matches_case else re.IGNORECASE)


def _pattern(wish: Wish) -> "re2._Regexp":
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = wish.matches_case
    try:
        # `^` and `$` are the ends of lines, as in every editor of texts.
        return re2.compile(f"(?m){wish.search}", options)
    except re2.error as error:
        words = error.args[0] if error.args else b""
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        raise BadPattern(f"This is no regular expression (RE2): {text}.") from error


def _template(text: str, groups: int, names: dict[str, int]) -> list[str | int]:
    r"""`a\1b` -> `["a", 1, "b"]`: as Python writes a replacement, with `\n` for a new line."""
    parts: list[str | int] = []
    end = 0
    for match in _ESCAPE.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        name, number, sign = match.groups()
        if name is not None or number is not None:
            key = int(number or name) if (number or name).isdecimal() else names.get(name)
            if key is None or key > groups:
                raise BadPattern(f"The expression has no group {name or number}.")
            parts.append(key)
        elif sign in _SIGNS:
            parts.append(_SIGNS[sign])
        else:
            raise BadPattern(
                r"In the replacement of an expression a backslash is written twice: \\"
            )
    return [*parts, text[end:]]


def _left_alone(text: str, wish: Wish) -> list[tuple[int, int]]:
    """(start, end) of what is not looked into, in order, without overlap."""
    found = [
        (span.start, span.end)
        for span in find_spans(text)
        if not (wish.in_code if span.kind in _CODE else wish.in_formulas)
    ]
    if not wish.in_addresses:
        found += (match.span(match.lastgroup) for match in _ADDRESS.finditer(text))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _is_within(spans: Sequence[tuple[int, int]], start: int, stop: int) -> bool:
    """Whether a place overlaps one of the spans; an empty place does where it lies inside."""
    index = bisect_right(spans, (start, float("inf"))) - 1
    if index >= 0 and spans[index][0] <= start < spans[index][1]:
        return True
    return index + 1 < len(spans) and spans[index + 1][0] < stop


def _cuts_words(text: str, start: int, stop: int) -> bool:
    """Whether a place begins or ends inside a word. Not `\\b`, which is of ASCII alone in RE2."""
    return _is_inside_word(text, start) or _is_inside_word(text, stop)


def _is_inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and _is_of_word(text[at - 1]) and _is_of_word(text[at])


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
