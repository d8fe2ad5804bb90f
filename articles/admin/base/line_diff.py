"""Line diff of two texts as rows for a unified or side-by-side view. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from articles.admin.base.word_diff import MOST_STEPS, Marked, Piece, mark_words
from articles.core.text.sequence_diff import Alignment, Effort

_CONTEXT_LINES = 2
# Longer texts are shown whole, one after the other: the longest real answer has 300 lines.
_MOST_LINES = 3_000
# Pairs of lines that are compared in one changed place, to find which became which.
_MOST_TRIES = 200


class Kind(StrEnum):
    """SAME and GAP are on both sides; of CHANGED, words are marked where it is one line changed."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `old` and `new` in pieces, None on the side that lacks it. The numbers count from
    1. Of a GAP, `skipped` says how many equal lines are left out."""

    kind: Kind
    old: tuple[Piece, ...] | None = None
    new: tuple[Piece, ...] | None = None
    old_number: int | None = None
    new_number: int | None = None
    skipped: int = 0


def diff_rows(old: str, new: str) -> list[Row]:
    """Return the lines that differ, each with two equal ones around it.

    Lines end at "\\n" alone. A paragraph is one line, so that the words are marked inside it.
    """
    before, after = old.split("\n") if old else [], new.split("\n") if new else []
    if max(len(before), len(after)) > _MOST_LINES:
        return [*_removed(before, 0), *_added(after, 0)]
    effort = Effort(MOST_STEPS)
    alignment = Alignment(before, after, effort)
    rows: list[Row] = []
    end = 0
    for group in alignment.get_grouped_opcodes(_CONTEXT_LINES):
        rows += _gap(group[0][1] - end)
        for code, a, b, c, d in group:
            if code == "equal":
                rows += (_same(before[a + n], a + n, c + n) for n in range(b - a))
            else:
                rows += _replaced(before[a:b], after[c:d], a, c, effort)
        end = group[-1][2]
    return [*rows, *(_gap(len(before) - end) if rows else ())]


def _gap(lines: int) -> list[Row]:
    return [Row(Kind.GAP, skipped=lines)] if lines > 0 else []


def _same(text: str, old_at: int, new_at: int) -> Row:
    line = (Piece(text),)
    return Row(Kind.SAME, line, line, old_at + 1, new_at + 1)


def _replaced(
    before: Sequence[str], after: Sequence[str], old_at: int, new_at: int, effort: Effort
) -> Iterator[Row]:
    """Each line across from the one that it became; what lies between such pairs across from each
    other as it comes."""
    old_end = new_end = 0
    for old, new, marked in _alike_lines(before, after, effort):
        yield from _across(
            before[old_end:old], after[new_end:new], old_at + old_end, new_at + new_end
        )
        yield Row(Kind.CHANGED, marked.old, marked.new, old_at + old + 1, new_at + new + 1)
        old_end, new_end = old + 1, new + 1
    yield from _across(before[old_end:], after[new_end:], old_at + old_end, new_at + new_end)


def _alike_lines(
    before: Sequence[str], after: Sequence[str], effort: Effort
) -> Iterator[tuple[int, int, Marked]]:
    """Yield (index before, index after, words marked) of lines that are one line changed, in order:
    for each old one the first new one behind the last pair."""
    tries = _MOST_TRIES
    start = 0
    for old, line in enumerate(before):
        for new in range(start, len(after)):
            tries -= 1
            if tries < 0:
                return
            marked = mark_words(line, after[new], effort=effort)
            if marked.is_alike:
                yield old, new, marked
                start = new + 1
                break


def _across(old: Sequence[str], new: Sequence[str], old_at: int, new_at: int) -> Iterator[Row]:
    both = min(len(old), len(new))
    for n in range(both):
        pieces = (Piece(old[n]),), (Piece(new[n]),)
        yield Row(Kind.CHANGED, *pieces, old_at + n + 1, new_at + n + 1)
    yield from _removed(old[both:], old_at + both)
    yield from _added(new[both:], new_at + both)


def _removed(lines: Sequence[str], at: int) -> Iterator[Row]:
    for number, line in enumerate(lines, start=at + 1):
        yield Row(Kind.REMOVED, old=(Piece(line),), old_number=number)


def _added(lines: Sequence[str], at: int) -> Iterator[Row]:
    for number, line in enumerate(lines, start=at + 1):
        yield Row(Kind.ADDED, new=(Piece(line),), new_number=number)
