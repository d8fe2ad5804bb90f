"""Capitals of a title in a list of works cited (MLA Handbook, 9th edition, chapter 2)."""

import re
from collections.abc import Sequence

from articles.core.citations.cited_page import Piece

# Articles, conjunctions and prepositions, of whatever length, and the "to" of infinitives. Words
# that are as often adverbs ("down", "off", "over", "so", "up", "yet") are capitalised.
_SMALL = frozenset(
    """a an the and but or nor for to as at by from in into of on onto per than till until
    upon via with within without about above across after against along among around before behind
    below beneath beside between beyond despite during except inside like near outside since
    through throughout toward towards under underneath versus vs vs.""".split()  # noqa: SIM905
)
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
_WORD = re.compile(r"\S+")
_WORD_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENING = "([{“‘\"'¿¡"
_CLOSING = ")]}”’\"'?!.,;:…"
# What no word of a language holds inside of it.
_SIGNS = frozenset("()[]{}<>=+*/\\_.^#$|@&%~`")


def in_title_capitals(title: Sequence[Piece]) -> str:
    """Return the title with its principal words capitalised.

    Code, formulas, what stands between quotation marks, names with capitals of their own (`pH`,
    `iPhone`), single letters and whatever holds a digit or a sign stay as they are.

    >>> in_title_capitals([Piece("How do plants grow from light?")])
    'How Do Plants Grow from Light?'
    """
    text, kept = "", []
    for piece in title:
        if piece.is_verbatim:
            kept.append((len(text), len(text) + len(piece.text)))
        else:
            found = _QUOTED.finditer(piece.text)
            kept += [(len(text) + quote.start(), len(text) + quote.end()) for quote in found]
        text += piece.text
    words = list(_WORD.finditer(text))
    result, position = [], 0
    for number, word in enumerate(words):
        result.append(text[position : word.start()])
        is_kept = any(start < word.end() and word.start() < end for start, end in kept)
        is_edge = number in {0, len(words) - 1} or words[number - 1][0].endswith((":", "?", "!"))
        result.append(word[0] if is_kept else _capitalised(word[0], is_edge=is_edge))
        position = word.end()
    return "".join([*result, text[position:]]).strip()


def _capitalised(word: str, *, is_edge: bool) -> str:
    core = word.lstrip(_OPENING)
    start = len(word) - len(core)
    core = core.rstrip(_CLOSING)
    end = start + len(core)
    if not core or core != core.lower() or any(s.isdigit() or s in _SIGNS for s in core):
        return word
    if len(core) == 1 and core not in "ai":
        return word
    if core in _SMALL and not is_edge:
        return word
    parts = core.split("-")
    spelt = "-".join(
        part if place and part in _SMALL else part[:1].upper() + part[1:]
        for place, part in enumerate(parts)
    )
    return word[:start] + spelt + word[end:]
