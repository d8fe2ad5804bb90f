"""Three-way merge over ArticleContent: base (last import), theirs (file) and ours (article).

A field that one side changed takes that side's value, and so does a field that both changed alike.
If both changed it differently, answer and sources are merged line by line as `git merge-file` does,
related questions are merged row by row, and any other field is a conflict. In a conflict the
editor's value stays: `ours`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from articles.core.article_content import FIELDS, ArticleContent
from articles.core.related_merging import merge_related, take_rows
from articles.core.text.sequence_diff import Alignment, Effort

# Below this similarity a file under a new id is another answer on an occupied address. Of the 311
# answers that real deliveries changed, every one came under a new id, with a median of 0.29 and
# none above 0.75 (docs/corpus.md, "Deliveries"): each was another answer, and no correction came
# under a new id. To merge such a file with an editor's correction would leave the old answer with
# the new one's id, description and date.
REPLACEMENT_SIMILARITY = 0.9

_IN_LINES = frozenset(("answer", "sources"))
# The longest real answer has a few hundred lines; a longer text is merged as a whole.
_MOST_LINES = 5_000
_MOST_WORDS = 20_000
# What lining up two texts may cost, in comparisons (`Effort`). The dearest two of 800 real answers
# took 4,000 by lines and 220,000 by words. What is given up is a difference: so a merge has more
# conflicts than it might, and never a change less.
_MOST_STEPS = 2_000_000

_Lines = Sequence[str]
_Block = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that both sides changed differently; the values are those of ArticleContent.

    `taken` is what the field shall be where the file's word is taken: of related questions, the
    merged ones with the file's word in the rows in conflict; of all others, `theirs`.
    """

    field: str
    base: object
    ours: object
    theirs: object
    taken: object


@dataclass(frozen=True, slots=True)
class Merge:
    """`content` is what shall be live: the merge, with ours where there is a conflict."""

    content: ArticleContent
    conflicts: tuple[FieldConflict, ...]

    def taking_theirs(self) -> ArticleContent:
        """Return the merge with theirs where there is a conflict."""
        return replace(self.content, **{each.field: each.taken for each in self.conflicts})


def merge(base: ArticleContent, theirs: ArticleContent, ours: ArticleContent) -> Merge:
    """Merge field by field. Never raises; nothing changed on one side gives the other side."""
    values: dict[str, object] = {}
    conflicts = []
    for name in FIELDS:
        sides = getattr(base, name), getattr(theirs, name), getattr(ours, name)
        values[name], conflict = _merge_field(name, *sides)
        if conflict:
            conflicts.append(conflict)
    return Merge(replace(ours, **values), tuple(conflicts))


def _merge_field(
    name: str, base: object, theirs: object, ours: object
) -> tuple[object, FieldConflict | None]:
    if theirs in (base, ours):
        return ours, None
    if ours == base:
        return theirs, None
    value, taken = ours, theirs
    if name == "related":
        merged = merge_related(base, theirs, ours)
        if not merged.conflicts:
            return merged.links, None
        value, taken = merged.links, take_rows(base, merged.links, theirs, merged.conflicts)
    elif name in _IN_LINES:
        lines = merge_lines(base, theirs, ours)
        if lines is not None:
            return lines, None
    return value, FieldConflict(name, base=base, ours=ours, theirs=theirs, taken=taken)


def merge_lines(base: str, theirs: str, ours: str) -> str | None:
    """Return the merged text, None where both sides changed the same lines, or lines that touch, or
    where nothing with words says in which place an inserted line belongs (`common_blocks`).

    Lines end at "\\n" alone (never `splitlines`, which breaks at a form feed, too).

    >>> merge_lines("a\\nb\\nc", "A\\nb\\nc", "a\\nb\\nC")
    'A\\nb\\nC'
    >>> merge_lines("a\\nb\\nc", "A\\nb\\nc", "X\\nb\\nc") is None
    True
    """
    texts = [text.split("\n") for text in (base, theirs, ours)]
    if max(map(len, texts)) > _MOST_LINES:
        return None
    merged: list[str] = []
    blocks = common_blocks(*texts)
    for block, (before, theirs_here, ours_here) in zip(blocks, _hunks(blocks, *texts), strict=True):
        if theirs_here in (before, ours_here):
            merged += ours_here
        elif ours_here == before:
            merged += theirs_here
        else:
            return None
        merged += texts[0][block[0] : block[0] + block[3]]
    return "\n".join(merged)


def common_blocks(base: _Lines, theirs: _Lines, ours: _Lines) -> list[_Block]:
    """The runs of lines that all three share, as (base start, their start, our start, length), in
    order; the last is an empty one at the end of all three (diff3's stable chunks).

    A run without a letter or digit ("$$", blank lines) is none where one side inserted words and
    the other rewrote the nearest lines with words before and behind them: it stands in many places
    of a text, and does not say to which of them the words belong.
    """
    blocks = _shared_runs(base, theirs, ours)
    loose = _placeless(blocks, base, theirs, ours)
    return [block for number, block in enumerate(blocks) if number not in loose]


def _shared_runs(base: _Lines, theirs: _Lines, ours: _Lines) -> list[_Block]:
    blocks = []
    matches = [_matching_blocks(base, side) for side in (theirs, ours)]
    first = second = 0
    while first < len(matches[0]) and second < len(matches[1]):
        a, b = matches[0][first], matches[1][second]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            blocks.append((start, a.b + start - a.a, b.b + start - b.a, end - start))
        if a.a + a.size < b.a + b.size:
            first += 1
        else:
            second += 1
    blocks.append((len(base), len(theirs), len(ours), 0))
    return blocks


def _placeless(blocks: Sequence[_Block], base: _Lines, theirs: _Lines, ours: _Lines) -> set[int]:
    """The numbers of the runs that hold inserted words between rewritten lines, and have none."""
    found: set[int] = set()
    # The last hunk in which one side alone rewrote words, and whether the other inserted any since.
    last, rewriter, is_parted = 0, "", False
    for number, (block, hunk) in enumerate(
        zip(blocks, _hunks(blocks, base, theirs, ours), strict=True)
    ):
        before, theirs_here, ours_here = hunk
        side = _changed_by(*hunk)
        if _have_words(before):
            if is_parted and side == rewriter:
                found.update(range(last, number))
            last, rewriter, is_parted = number, side, False
        elif rewriter and side not in ("", rewriter):
            is_parted |= _have_words(theirs_here if side == "theirs" else ours_here)
        if _have_words(base[block[0] : block[0] + block[3]]):
            rewriter, is_parted = "", False
    return found


def _hunks(
    blocks: Iterable[_Block], base: _Lines, theirs: _Lines, ours: _Lines
) -> Iterator[tuple[_Lines, _Lines, _Lines]]:
    """Yield what base, theirs and ours have before each of the blocks."""
    at = their_at = our_at = 0
    for start, their_start, our_start, length in blocks:
        yield base[at:start], theirs[their_at:their_start], ours[our_at:our_start]
        at, their_at, our_at = start + length, their_start + length, our_start + length


def _changed_by(before: _Lines, theirs: _Lines, ours: _Lines) -> str:
    """Which side alone changed the lines: "theirs", "ours", or "" (both, or neither)."""
    if theirs == before:
        return "" if ours == before else "ours"
    return "theirs" if ours == before else ""


def _have_words(lines: _Lines) -> bool:
    return any(sign.isalnum() for line in lines for sign in line)


def _matching_blocks(base: _Lines, side: _Lines) -> list:
    blocks = Alignment(base, side, Effort(_MOST_STEPS)).get_matching_blocks()
    return [block for block in blocks if block.size]


def similarity(one: str, other: str) -> float:
    """Return how much of two texts is the same words in the same order: 0.0 to 1.0, as
    `difflib.SequenceMatcher.ratio` has it; two texts without words are alike. A text of very many
    words, or of one word over and over, is taken to share less than it does: it may be held for
    an editor, and is not merged by mistake."""
    words, others = one.split(), other.split()
    if max(len(words), len(others)) > _MOST_WORDS:
        return 1.0 if words == others else 0.0
    return Alignment(words, others, Effort(_MOST_STEPS)).ratio()


def is_replacement(base: ArticleContent, theirs: ArticleContent, *, has_new_id: bool) -> bool:
    """Return whether the file is another answer on an occupied address, to be taken or refused as a
    whole: to merge it with an editor's correction would blend two articles."""
    return has_new_id and similarity(base.answer, theirs.answer) < REPLACEMENT_SIMILARITY
