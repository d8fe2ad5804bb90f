"""Restoration of letters with accents that a publisher's field has lost.

An export that knew ASCII alone left out each letter with an accent: "Schrdinger", "Jos Rizal",
"mile Durkheim". The answer still has the word. Of 11,573 files 72 descriptions and 157 lists of
keywords have such words; none of these fields has any sign beyond ASCII.
"""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_ACCENTED = re.compile(f"[{_LETTERS}]")
_WITH_ACCENTS = re.compile(rf"[^\W\d_]*[{_LETTERS}][^\W\d_]*")
# A word of one or two letters ("C Chulainn", "Da de los Muertos") is taken for a damaged one only
# beside its neighbour: one or two letters are often words of their own.
_SHORT = 2


class Restored(NamedTuple):
    """`text` with the words that could be restored; `lost` are those that could not, because
    several words of the answer become the same by losing letters, in their order."""

    text: str
    lost: tuple[str, ...] = ()


def restore_letters(text: str, answer: str) -> Restored:
    """Return the text with the letters that the words of the answer still have.

    A word is restored where it does not stand in the answer itself, and exactly one word of the
    answer becomes it by leaving out its letters with accents. A text with any sign beyond ASCII
    has lost none. The answer may be Markdown or plain text.

    >>> restore_letters("Schrdinger's cat", "Erwin Schrödinger had none.").text
    "Schrödinger's cat"
    """
    if answer.isascii() or not text.isascii():
        return Restored(text)
    answer = unicodedata.normalize("NFC", answer)
    whole_words: dict[str, set[str]] = {}
    for word in _WITH_ACCENTS.findall(answer):
        whole_words.setdefault(_ACCENTED.sub("", word), set()).add(word)
    suspects = [match for match in _WORD.finditer(text) if match[0] in whole_words]
    if not suspects:
        return Restored(text)
    words = frozenset(_WORD.findall(answer))
    pairs = _neighbours(answer)
    pieces, lost, end = [], [], 0
    for match in suspects:
        damaged = match[0]
        if damaged in words or (len(damaged) <= _SHORT and not _has_neighbour(match, pairs)):
            continue
        candidates = whole_words[damaged]
        if len(candidates) > 1:
            lost.append(damaged)
            continue
        pieces += text[end : match.start()], *candidates
        end = match.end()
    return Restored("".join((*pieces, text[end:])), tuple(dict.fromkeys(lost)))


def _neighbours(answer: str) -> frozenset[tuple[str, str]]:
    """The pairs of words that stand beside each other, without their letters with accents."""
    bare = [_ACCENTED.sub("", word) for word in _WORD.findall(answer)]
    return frozenset(pairwise(bare))


def _has_neighbour(match: re.Match[str], pairs: frozenset[tuple[str, str]]) -> bool:
    """Return whether the word before or behind stands there in the answer as well."""
    text, damaged = match.string, match[0]
    before = _WORD.findall(text, max(0, match.start() - 40), match.start())[-1:]
    behind = _WORD.search(text, match.end(), match.end() + 40)
    return any((word, damaged) in pairs for word in before) or (
        behind is not None and (damaged, behind[0]) in pairs
    )
