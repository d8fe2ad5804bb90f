"""What relatedness needs to know of a library: `Library`, and its words."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from articles.core.relatedness.signatures import Signature

LINKS = "links"
TEXT = "text"

# An article that hundreds lead to says nothing of those that do; and so much is read at most.
MOST_INBOUND = 100


class Node(NamedTuple):
    """What choosing needs to know of an article. `text` is its own key or its canonical's; equal
    `question`s are the same question."""

    pk: int
    text: int
    is_indexable: bool
    question: Hashable


class Link(NamedTuple):
    """A stored related question. `waits_for` stands for the address, where no article has it."""

    article: int
    target: int | None
    waits_for: Hashable


class Library(Protocol):
    """Articles known by numbers, of which a lower one is an older article."""

    def nodes(self, keys: Iterable[int]) -> dict[int, Node]:
        """Return what is known of the articles that exist."""

    def twins(self, texts: Collection[int]) -> Collection[int]:
        """Return the articles that have one of these as their canonical."""

    def short_of(self, count: int, keys: Sequence[int]) -> list[int]:
        """Return those, in their order, that readers see and that show fewer own questions."""

    def links_from(self, keys: Collection[int], *, waiting: bool = False) -> Iterable[Link]:
        """Return the links of the articles; those that wait for their article only if `waiting`."""

    def links_to(self, keys: Collection[int]) -> Iterable[Link]:
        """Return the links to the articles; none to one that more than `MOST_INBOUND` lead to."""

    def links_waiting(self, addresses: Collection[Hashable]) -> Iterable[Link]:
        """Return the links that wait for the same, likewise."""

    def signatures(self, keys: Collection[int]) -> Mapping[int, Signature]:
        """Return the signatures of the articles that have one."""

    def holders(self, terms: Collection[int], most: int) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield each term, in ascending order, and the indexable articles that have it among their
        strongest; at most so many in all."""


def question_of(title: str) -> str:
    """Return what two titles have in common that ask the same.

    >>> question_of("What  is LAW?")
    'what is law?'
    """
    return " ".join(title.casefold().split())
