"""The tasks of an editor's hour, and the articles that they are done with."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.side_by_side.library import Entry

_WORDS = 4
# Between two keys, where it matters how fast somebody types: 20 keys a second.
PAUSE_MS = 50


@dataclass(frozen=True)
class Job:
    """What one round needs: an article with a phrase to be mended, another one to be linked, and
    what is typed."""

    entry: Entry
    other: Entry
    picture: Path
    due: datetime
    leftover: str
    description: str = "What an editor writes here is shown below the title in search results."
    formula: str = r"\frac{a+b}{2}"
    alternative: str = "A field that grows lighter to the right"
    sentence: str = " This sentence is written and the tab is closed before it is at its en"

    @property
    def words(self) -> str:
        """Words of the article's title."""
        return longest_words(self.entry.title)

    @property
    def other_words(self) -> str:
        """Words of the other article's title."""
        return longest_words(self.other.title)


def longest_words(title: str) -> str:
    """Return the longest words of a title, in their order.

    >>> longest_words("How did paper travel from China to Europe?")
    'paper travel China Europe'
    """
    words = "".join(sign if sign.isalnum() else " " for sign in title).split()
    chosen = sorted(range(len(words)), key=lambda place: -len(words[place]))[:_WORDS]
    return " ".join(words[place] for place in sorted(chosen))
