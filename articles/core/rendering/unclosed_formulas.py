r"""Detection of signs that open a formula which has no end.

A lost `$` shows a reader the TeX of a formula, or turns the prose behind it into one. Where the
scanner saw no formula a dollar sign is a price or a shell's variable, and else a fault: the
publisher's 11,573 answers have 393 prices and no other.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from articles.core.text.markdown_scanner import Span

_OPENER = re.compile(r"(?<!\\)\$\$?(?!\$)|(?<!\\)\\[(\[]|\\begin\{[a-z]+\*?\}")
# What a formula has and neither a price nor a variable: TeX behind the sign.
_TEX_FOLLOWS = re.compile(r"\$+[^$\n]{0,80}?(?:\\[A-Za-z]+|[\^_]\{|[\^_][A-Za-z0-9]|=)")
_TEX = re.compile(r"\\[A-Za-z]+|[\^_]")
_PRICE = re.compile(r"\$ ?[\d.,]*\d|\$ ?[A-Z]{2,}|US\$")
_ENVIRONMENT = re.compile(r"\\begin\{([a-z]+)\*?\}")
_CLOSER = re.compile(r"\\[)\]]|\\end\{([a-z]+)")
_QUOTED_CHARACTERS = 80
# How far behind a sign TeX is looked for: whoever typed thousands of signs waits no longer.
_READ_CHARACTERS = 1000
_MOST = 20


def find_unclosed(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, str]]:
    r"""Yield (position, words) of each sign outside of `spans` that opens a formula without an end.

    >>> list(find_unclosed("It is $\\frac{a}{b} here.", []))
    [(6, '$\\frac{a}{b} here.')]
    """
    if "$" not in text and "\\" not in text:
        return
    starts = [span.start for span in spans]
    closers = {match[1] or match[0]: match.start() for match in _CLOSER.finditer(text)}
    found = 0
    for match in _OPENER.finditer(text):
        position = match.start()
        index = bisect_right(starts, position) - 1
        if index >= 0 and position < spans[index].end:
            continue
        if _opens_formula(text, match, closers):
            found += 1
            end = text.find("\n", position)
            end = min(end if end >= 0 else len(text), position + _QUOTED_CHARACTERS)
            yield position, text[position:end].strip()
        if found == _MOST:
            return


def _opens_formula(text: str, match: re.Match[str], closers: Mapping[str, int]) -> bool:
    r"""Whether a sign stands where a formula was meant. `\[` is a bracket of Markdown's as well:
    only with TeX behind it on its line, and without its other half, was it meant. `closers` says of
    `\)`, `\]` and the name of each environment where the last one of the text stands."""
    position = match.start()
    if match[0].startswith("\\begin"):
        environment = _ENVIRONMENT.match(text, position)
        return environment is not None and closers.get(environment[1], -1) < position
    is_display = match[0] in {"$$", "\\["}
    end = position + _READ_CHARACTERS
    line = text[position:end].partition("\n\n" if is_display else "\n")[0]
    line = " ".join(line.split())
    if match[0].startswith("\\"):
        closer = "\\]" if is_display else "\\)"
        return closers.get(closer, -1) < position and _TEX.search(line, 2) is not None
    if _PRICE.match(line):
        return False
    return _TEX_FOLLOWS.match(line) is not None
