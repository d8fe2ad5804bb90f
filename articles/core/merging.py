"""Three-way merge over ArticleContent: base (last import), theirs (file) and ours (article).

A field that one side changed takes that side's value, and so does a field that both changed alike.
If both changed it differently, the answer is merged line by line as `git merge-file` does, related
questions are merged by address, and any other field is a conflict. In a conflict the editor's value
stays: `ours`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.core.article_content import ArticleContent, RelatedLink
from articles.core.text.sequence_diff import Alignment, Effort

# Below this similarity a file under a new id is another answer on an occupied address. Of the 311
# answers that real deliveries changed, every one came under a new id, with a median of 0.29 and
# none above 0.9 (docs/corpus.md, "Deliveries"); a corrected text keeps well over half of its words
# in place.
REPLACEMENT_SIMILARITY = 0.5

# The longest real answer has a few hundred lines; a longer text is merged as a whole.
_MOST_LINES = 5_000
_MOST_WORDS = 20_000
# What lining up two texts may cost, in comparisons (`Effort`). The dearest two of 800 real answers
# took 4,000 by lines and 220,000 by words. What is given up is a difference: so a merge has more
# conflicts than it might, and never a change less.
_MOST_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that both sides changed differently; the values are those of ArticleContent."""

    field: str
    base: object
    ours: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Merge:
    """`content` is what shall be live: the merge, with ours where there is a conflict."""

    content: ArticleContent
    conflicts: tuple[FieldConflict, ...]


def merge(base: ArticleContent, theirs: ArticleContent, ours: ArticleContent) -> Merge:
    """Merge field by field. Never raises; nothing changed on one side gives the other side."""
    values: dict[str, object] = {}
    conflicts = []
    for name in ArticleContent.__dataclass_fields__:
        sides = getattr(base, name), getattr(theirs, name), getattr(ours, name)
        values[name], is_conflict = _merge_field(name, *sides)
        if is_conflict:
            conflicts.append(FieldConflict(name, base=sides[0], theirs=sides[1], ours=sides[2]))
    return Merge(replace(ours, **values), tuple(conflicts))


def _merge_field(name: str, base: object, theirs: object, ours: object) -> tuple[object, bool]:
    if theirs in (base, ours):
        return ours, False
    if ours == base:
        return theirs, False
    if name == "related":
        return merge_related(base, theirs, ours), False
    if name == "answer":
        merged = merge_lines(base, theirs, ours)
        return (ours, True) if merged is None else (merged, False)
    return ours, True


def merge_lines(base: str, theirs: str, ours: str) -> str | None:
    """Return the merged text, None where both sides changed the same lines, or lines that touch.

    Lines end at "\\n" alone (never `splitlines`, which breaks at a form feed, too).

    >>> merge_lines("a\\nb\\nc", "A\\nb\\nc", "a\\nb\\nC")
    'A\\nb\\nC'
    >>> merge_lines("a\\nb\\nc", "A\\nb\\nc", "X\\nb\\nc") is None
    True
    """
    texts = [text.split("\n") for text in (base, theirs, ours)]
    if max(map(len, texts)) > _MOST_LINES:
        return None
    base_lines, their_lines, our_lines = texts
    merged: list[str] = []
    at = their_at = our_at = 0
    for start, their_start, our_start, length in common_blocks(*texts):
        before = base_lines[at:start]
        theirs_here = their_lines[their_at:their_start]
        ours_here = our_lines[our_at:our_start]
        if theirs_here in (before, ours_here):
            merged += ours_here
        elif ours_here == before:
            merged += theirs_here
        else:
            return None
        merged += base_lines[start : start + length]
        at, their_at, our_at = start + length, their_start + length, our_start + length
    return "\n".join(merged)


def common_blocks(
    base: Sequence[str], theirs: Sequence[str], ours: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """The runs of lines that all three share, as (base start, their start, our start, length), in
    order; the last is an empty one at the end of all three (diff3's stable chunks)."""
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


def _matching_blocks(base: Sequence[str], side: Sequence[str]) -> list:
    blocks = Alignment(base, side, Effort(_MOST_STEPS)).get_matching_blocks()
    return [block for block in blocks if block.size]


def merge_related(
    base: Sequence[RelatedLink], theirs: Sequence[RelatedLink], ours: Sequence[RelatedLink]
) -> tuple[RelatedLink, ...]:
    """Return the merged list: what either side added, without what either side took away.

    A link that the editor picked is in neither file, so no file takes it away. The order is
    theirs while the editor only added and removed, else the editor's; a pick stands behind the
    link that it stood behind. A title that the file changed is taken where the editor left it.
    """
    was = {link.path: link for link in base}
    new = {link.path: link for link in theirs}
    own = {link.path: link for link in ours}
    kept = {path for path in {*new, *own} if (path in new and path in own) or path not in was}
    shared = [path for path in own if path in was and path in new]
    is_reordered = shared != [path for path in was if path in own and path in new]
    first, second = (own, new) if is_reordered else (new, own)
    order = _weave([p for p in first if p in kept], [p for p in second if p in kept])
    return tuple(_link(was.get(path), new.get(path), own.get(path)) for path in order)


def _weave(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The first list, with what only the second has behind its neighbour there."""
    known = set(first)
    behind = {
        neighbour: path
        for neighbour, path in zip([None, *second], second, strict=False)
        if path not in known
    }
    order: list[str] = []
    for path in [None, *first]:
        if path is not None:
            order.append(path)
        while (path := behind.get(path)) is not None:
            order.append(path)
    return order


def _link(was: RelatedLink | None, new: RelatedLink | None, own: RelatedLink | None) -> RelatedLink:
    if own is None or (was is not None and new is not None and own == was):
        return new
    return own


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
