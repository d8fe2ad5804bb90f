"""Phrases of a text, compared without regard to case, plural and possessive. Pure."""

import re
from collections.abc import Iterator, Sequence

from articles.core.relatedness.terms import STOP_WORDS, stem

LONGEST_PHRASE = 4

# Words by which questions ask and which name no matter, as they stand at the end of a keyword
# ("historical context", "philosophical implications"); as `stem` leaves them.
_ASKING_WORDS = frozenset(
    re.findall(
        r"\w+",
        "advantage application aspect benefit challenge change characteristic component concept"
        " conflict context contribution difference development effect factor feature function idea"
        " impact implication influence limitation method part practice principle process property"
        " purpose qualification question reason responsibility significance strategy structure"
        " theme tool type year",
    )
)

# `stem` leaves words of four letters as they are, among them "laws", "ions" and "sets".
_NO_PLURALS = frozenset({"ares", "bias", "does", "has", "lens", "mars", "news"})

Phrase = tuple[str, ...]

# "C++" and "C#" are words of their own; a possessive belongs to its word until `_plain` takes it.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:\+\+|#(?!\w))?")


def phrase_of(text: str) -> Phrase:
    """Return the words of a text in the form in which phrases are compared.

    >>> phrase_of("Newton's Laws of Motion")
    ('newton', 'law', 'of', 'motion')
    """
    return tuple(_plain(match[0]) for match in _WORD.finditer(text))


def places_of(text: str) -> Iterator[tuple[Phrase, str, bool]]:
    """Yield every phrase of a text with the characters that stand there, and whether it is the
    first word's."""
    matches = list(_WORD.finditer(text))
    words = [_plain(match[0]) for match in matches]
    for start, end in _spans(len(words)):
        shown = text[matches[start].start() : matches[end - 1].end()]
        yield tuple(words[start:end]), _without_possessive(shown), start == 0


def phrases_in(words: Sequence[str]) -> set[Phrase]:
    """Return every run of one to four words."""
    return {tuple(words[start:end]) for start, end in _spans(len(words))}


def says_something(phrase: Phrase) -> bool:
    """Return whether a phrase can name a topic: no common word at its ends, and more than numbers
    or words of asking. A letter alone can (C, R), for its likeness is looked at as well."""
    ends = {phrase[0], phrase[-1]} if phrase else set()
    if not phrase or ends & STOP_WORDS or phrase[-1] in _ASKING_WORDS:
        return False
    return not all(word.isdigit() for word in phrase)


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for start in range(count):
        for end in range(start + 1, min(start + LONGEST_PHRASE, count) + 1):
            yield start, end


def _plain(word: str) -> str:
    """
    >>> _plain("Theories"), _plain("ions"), _plain("Mars"), _plain("gas")
    ('theory', 'ion', 'mars', 'gas')
    """
    word = stem(_without_possessive(word).lower())
    is_plural = len(word) == 4 and word[3] == "s" and word[2] not in "sui"
    return word[:3] if is_plural and word not in _NO_PLURALS else word


def _without_possessive(text: str) -> str:
    """
    >>> _without_possessive("Newton’s"), _without_possessive("O'Neill")
    ('Newton', "O'Neill")
    """
    return text[:-2] if text.endswith(("'s", "’s")) else text
