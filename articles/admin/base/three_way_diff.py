"""Side-by-side comparison of base, ours and theirs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby

from articles.admin.base.word_diff import MOST_STEPS, Piece, mark_words
from articles.core.merging import common_blocks
from articles.core.text.sequence_diff import Effort

_CONTEXT_LINES = 1
_MOST_LINES = 3_000


class Kind(StrEnum):
    """Who changed the lines: nobody, one side, both alike, or each in its own way (BOTH)."""

    SAME = "same"
    OURS = "ours"
    THEIRS = "theirs"
    ALIKE = "alike"
    BOTH = "both"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines of all three texts that stand across from each other, as pieces; marked is what the
    side changed, and in the base what either did. Of a GAP, `skipped` lines are left out."""

    kind: Kind
    base: tuple[Piece, ...] = ()
    ours: tuple[Piece, ...] = ()
    theirs: tuple[Piece, ...] = ()
    skipped: int = 0


_Lines = Sequence[str]


def panes(base: str, ours: str, theirs: str) -> list[Chunk]:
    """Return the three texts in chunks, long runs that all share cut to their ends."""
    effort = Effort(MOST_STEPS)
    chunks: list[Chunk] = []
    found = _chunks(base, ours, theirs)
    for index, (kind, *sides) in enumerate(found):
        if kind == Kind.SAME:
            is_end = index == len(found) - 1
            chunks += _shared(sides[0], is_start=index == 0, is_end=is_end)
        else:
            chunks.append(_changed(kind, *("\n".join(side) for side in sides), effort))
    return chunks


def join_changes(base: str, ours: str, theirs: str) -> str:
    """Return the base with the changes of both sides; ours, where both changed the same lines.

    >>> join_changes("a\\nb\\nc", "A\\nb\\nc", "x\\nb\\nC")
    'A\\nb\\nC'
    """
    lines: list[str] = []
    for kind, _, our_lines, their_lines in _chunks(base, ours, theirs):
        lines += their_lines if kind == Kind.THEIRS else our_lines
    return "\n".join(lines)


def _chunks(base: str, ours: str, theirs: str) -> list[tuple[Kind, _Lines, _Lines, _Lines]]:
    texts = [text.split("\n") for text in (base, theirs, ours)]
    base_lines, their_lines, our_lines = texts
    if max(map(len, texts)) > _MOST_LINES:
        return [(Kind.BOTH, base_lines, our_lines, their_lines)]
    chunks = []
    at = their_at = our_at = 0
    for start, their_start, our_start, length in common_blocks(*texts):
        sides = base_lines[at:start], our_lines[our_at:our_start], their_lines[their_at:their_start]
        if any(sides):
            chunks.append((_kind(*sides), *sides))
        if length:
            chunks.append((Kind.SAME, *[base_lines[start : start + length]] * 3))
        at, their_at, our_at = start + length, their_start + length, our_start + length
    return _united(chunks)


def _united(chunks: list) -> list[tuple[Kind, _Lines, _Lines, _Lines]]:
    """Neighbours of one kind as one."""
    return [
        (kind, *(list(chain(*lines)) for lines in list(zip(*group, strict=True))[1:]))
        for kind, group in groupby(chunks, key=lambda chunk: chunk[0])
    ]


def _kind(base: _Lines, ours: _Lines, theirs: _Lines) -> Kind:
    if ours == theirs:
        return Kind.ALIKE
    if theirs == base:
        return Kind.OURS
    return Kind.THEIRS if ours == base else Kind.BOTH


def _shared(lines: _Lines, *, is_start: bool, is_end: bool) -> list[Chunk]:
    before = 0 if is_start else _CONTEXT_LINES
    after = 0 if is_end else _CONTEXT_LINES
    skipped = len(lines) - before - after
    if skipped <= _CONTEXT_LINES:
        return [_same(lines)]
    middle = Chunk(Kind.GAP, skipped=skipped)
    first, last = lines[:before], lines[len(lines) - after :]
    return [*([_same(first)] if first else ()), middle, *([_same(last)] if last else ())]


def _same(lines: _Lines) -> Chunk:
    pieces = (Piece("\n".join(lines)),)
    return Chunk(Kind.SAME, pieces, pieces, pieces)


def _changed(kind: Kind, base: str, ours: str, theirs: str, effort: Effort) -> Chunk:
    ours_marked = mark_words(base, ours, effort=effort)
    theirs_marked = mark_words(base, theirs, effort=effort)
    marks = [_marked_at(side.old) for side in (ours_marked, theirs_marked)]
    pieces = (
        Piece("".join(letter for letter, _ in run), is_marked)
        for is_marked, run in groupby(
            zip(base, map(max, *marks), strict=True), key=lambda pair: pair[1]
        )
    )
    return Chunk(kind, tuple(pieces), ours_marked.new, theirs_marked.new)


def _marked_at(pieces: Sequence[Piece]) -> list[bool]:
    """For each letter, whether it is marked."""
    return [piece.is_marked for piece in pieces for _ in piece.text]
