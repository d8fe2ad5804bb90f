"""Words within edit distance two. Pure.

Two words within two edits of each other become equal by deleting at most two letters from each
(symmetric deletion, Wolf Garbe's SymSpell). So every known word is stored under its deletions, and
a mistyped word is looked up by its own. Only the first seven letters are varied, which bounds the
deletions to 29; the exact distance of each hit is then computed.
"""

from collections.abc import Iterator
from itertools import groupby
from zlib import crc32

SHORTEST_WORD = 3
_SHORTENED_LETTERS = 7
_ONE_MISTAKE_FROM, _TWO_MISTAKES_FROM = 4, 6
_WORD_BITS = 31


def allowed_edits(word: str) -> int:
    """Return how many mistakes a typed word may hold: none where nearly any other word is as near
    ("pee", "pet"), and two from six letters on ("burma" is no mistyped "burial")."""
    if len(word) < _ONE_MISTAKE_FROM:
        return 0
    return min(_deleted_letters(word), 1 if len(word) < _TWO_MISTAKES_FROM else 2)


def _deleted_letters(word: str) -> int:
    """With how many letters less a word is stored, and a typed one looked up: one more than it may
    be mistyped by where a letter was put into it."""
    if len(word) < SHORTEST_WORD or any(map(str.isdigit, word)):
        return 0
    return 1 if len(word) < 5 else 2


def shortened(word: str) -> set[str]:
    """Return the beginning of a word, and it without one letter and without two."""
    head = word[:_SHORTENED_LETTERS]
    most = min(_deleted_letters(word), len(head) - 1)
    found = {head}
    if most > 0:
        found.update([head[:at] + head[at + 1 :] for at in range(len(head))])
    if most > 1:
        found.update(
            [
                head[:one] + head[one + 1 : other] + head[other + 1 :]
                for one in range(len(head))
                for other in range(one + 1, len(head))
            ]
        )
    return found


def deletion_keys(word: str, word_id: int) -> Iterator[int]:
    """Yield the keys of SearchDeletion under which a word stands: a hash, then the word's key;
    none for one that is never corrected.

    That two shortened words may share a hash costs a comparison and nothing else.
    """
    if _deleted_letters(word):
        for start in deletion_ranges(word):
            yield start | word_id


def deletion_ranges(word: str) -> list[int]:
    """Return the first key of each range in which words near to this one stand."""
    return [crc32(text.encode()) << _WORD_BITS for text in shortened(word)]


RANGE_SIZE = 1 << _WORD_BITS
END_OF_KEYS = RANGE_SIZE << 32


def squeezed(word: str) -> str:
    """Return the word with each doubled letter once: doubling is what is mistaken most easily.

    >>> squeezed("adress") == squeezed("address")
    True
    """
    return "".join(letter for letter, _ in groupby(word))


def distance(one: str, other: str, limit: int) -> int:
    """Return the number of letters put in, left out, replaced or swapped with a neighbour (optimal
    string alignment), or `limit` + 1 where it is more than `limit`.

    >>> distance("photosynthesis", "photsynthesi", 2), distance("light", "ilght", 2)
    (2, 1)
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    one, other = _different_parts(one, other)
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, compared in enumerate(other, start=1):
            cost = min(
                above[column] + 1,
                current[column - 1] + 1,
                above[column - 1] + (letter != compared),
            )
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == compared:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return above[-1]


def _different_parts(one: str, other: str) -> tuple[str, str]:
    """Without the beginning and the end that the two share, which cost nothing."""
    shortest = min(len(one), len(other))
    start = 0
    while start < shortest and one[start] == other[start]:
        start += 1
    end = 0
    while end < shortest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
