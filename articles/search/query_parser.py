"""Parser of a query string into words. Pure; any input is valid."""

import unicodedata
from dataclasses import dataclass

from articles.core.text.search_words import words_of

MAX_WORDS = 16
# What is read of a text at all: sixteen long words and their neighbours.
_MAX_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is what was typed, cleaned; `words` its first sixteen words, folded, in order.

    `is_open`: the last word may be the beginning of a longer one, since nothing follows it.
    """

    text: str
    words: tuple[str, ...]
    is_open: bool

    @property
    def lead(self) -> str:
        """The folded words as the beginning of a question."""
        return " ".join(self.words)


def parse(text: str) -> Query:
    """Return the query of a typed text.

    NUL and lone surrogates are dropped (PostgreSQL takes neither), signs are separators, nothing is
    an operator.

    >>> parse('photosynthesis AND "light"').words
    ('photosynthesis', 'and', 'light')
    """
    cleaned = text[:_MAX_CHARACTERS].replace("\0", "")
    cleaned = cleaned.encode("utf-8", "ignore").decode()
    cleaned = " ".join(unicodedata.normalize("NFC", cleaned).split())
    words = words_of(cleaned)
    is_open = len(words) <= MAX_WORDS and text[-1:].isalnum()
    return Query(cleaned, tuple(words[:MAX_WORDS]), is_open)
