"""Word diff within a line, for highlighting. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from articles.core.text.sequence_diff import Alignment, Effort

_TOKENS = re.compile(r"\S+|\s+")
# What marking may cost a page, in comparisons: an answer's longest paragraph, of some 600 words,
# takes 40,000; a line that says one word a thousand times would take a million.
MOST_STEPS = 3_000_000
# Below it two lines are two lines, not one that was changed: marks would be confetti.
_LEAST_LIKENESS = 0.3
_BLANKS = str.maketrans({" ": "·", "\t": "→", "\u00a0": "·", "\r": "␍", "\n": "↵"})


class Piece(NamedTuple):
    """A run of text; `is_marked` where the other text lacks it."""

    text: str
    is_marked: bool = False

    @property
    def shown(self) -> str:
        """The text; of marked blanks alone, something that an eye can see."""
        if self.is_marked and not self.text.strip():
            return self.text.translate(_BLANKS)
        return self.text


class Marked(NamedTuple):
    """Two texts in pieces. `is_alike` is False where they have too little in common to be one
    text that was changed; nothing is marked then."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    is_alike: bool = True


def mark_words(old: str, new: str, *, effort: Effort | None = None) -> Marked:
    """Mark the words in which two lines differ. Where `effort` has ended, they are two lines.

    >>> mark_words("a red fox", "a blue fox").new
    (Piece(text='a ', is_marked=False), Piece(text='blue', is_marked=True), Piece(text=' fox', \
is_marked=False))
    """
    effort = effort or Effort(MOST_STEPS)
    if effort.is_spent:
        return Marked((Piece(old),), (Piece(new),), is_alike=old == new)
    words = _TOKENS.findall(old), _TOKENS.findall(new)
    effort.spend(len(words[0]) + len(words[1]))
    runs = list(_joined(Alignment(*words, effort), *words))
    same = sum(len(before) for is_same, before, _ in runs if is_same)
    if same <= _LEAST_LIKENESS * min(len(old), len(new)):
        return Marked((Piece(old),), (Piece(new),), is_alike=False)
    return Marked(
        tuple(piece for is_same, text, _ in runs for piece in _pieces(text, not is_same)),
        tuple(piece for is_same, _, text in runs for piece in _pieces(text, not is_same)),
    )


def _pieces(text: str, is_marked: bool) -> Iterator[Piece]:
    """A mark begins and ends with a word: a marked blank at a line's end is a stain. Where nothing
    but blanks differs they are marked."""
    words = text.strip()
    if not (is_marked and words):
        if text:
            yield Piece(text, is_marked)
        return
    before, _, after = text.partition(words)
    for piece in (Piece(before), Piece(words, is_marked=True), Piece(after)):
        if piece.text:
            yield piece


def _joined(
    alignment: Alignment, old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[bool, str, str]]:
    """Runs that are the same and runs that differ, in turn, as (is the same, old, new): a blank
    between two changed words belongs to the change."""
    held = ["", ""]
    codes = alignment.get_opcodes()
    for index, (code, a, b, c, d) in enumerate(codes):
        before, after = "".join(old[a:b]), "".join(new[c:d])
        is_inner = 0 < index < len(codes) - 1
        if code != "equal" or (is_inner and not before.strip() and "\n" not in before):
            held = [held[0] + before, held[1] + after]
            continue
        if any(held):
            yield False, *held
            held = ["", ""]
        yield True, before, after
    if any(held):
        yield False, *held
