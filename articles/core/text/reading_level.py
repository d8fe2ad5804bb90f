"""Reading level of an English text: the Flesch-Kincaid grade.

J. P. Kincaid et al., "Derivation of New Readability Formulas", Research Branch Report 8-75, 1975:
0.39 × words a sentence + 11.8 × syllables a word − 15.59. The number is about that of the school
years that a reader needs.
"""

import re
from dataclasses import dataclass

from articles.core.text.sentences import find_sentence_ends

# Of the publisher's answers fewer than one in a hundred are above it; half are above 15.
HARD_GRADE = 20.0
# Fewer words say nothing about a text.
FEWEST_WORDS = 60
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_VOWELS = re.compile(r"[aeiouy]+")
# An "e" that is not spoken: "makes" and "walked", but neither "table" nor "wanted".
_SILENT = re.compile(r"(?<![aeiouyl])e$|(?<=[^aeioutd])ed$|(?<=[^aeiouysxz])es$")
# Headings, cells and labels are no sentences.
_FEWEST_IN_A_LINE = 5


@dataclass(frozen=True, slots=True)
class ReadingLevel:
    """`grade` is about a number of school years; 0 where the text has too few words."""

    grade: float
    words: int
    sentences: int

    @property
    def is_hard(self) -> bool:
        return self.grade > HARD_GRADE


def reading_level(plain_text: str) -> ReadingLevel:
    """Return the level of a text that has a block a line.

    >>> round(reading_level("The cat sat on the mat. " * 20).grade, 1)
    -1.4
    """
    words = sentences = syllables = 0
    for line in plain_text.split("\n"):
        found = _WORD.findall(line)
        if len(found) < _FEWEST_IN_A_LINE:
            continue
        words += len(found)
        sentences += max(1, sum(1 for _ in find_sentence_ends(line)))
        syllables += sum(map(_syllables, found))
    if words < FEWEST_WORDS:
        return ReadingLevel(0.0, words, sentences)
    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    return ReadingLevel(grade, words, sentences)


def _syllables(word: str) -> int:
    """About how many: groups of vowels, without a silent "e"."""
    word = word.lower()
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word))))
