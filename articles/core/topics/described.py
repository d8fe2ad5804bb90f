"""`Described`: what is known of an article when its topics are looked for. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from articles.core.relatedness.signatures import Signature
from articles.core.topics.phrases import Phrase, phrase_of, phrases_in


@dataclass
class Described:
    """`key` is the article's; `keywords` as the publisher wrote them, in order; `signature` is its
    text's."""

    key: int
    question: str
    keywords: Sequence[str]
    signature: Signature

    @cached_property
    def asked(self) -> set[Phrase]:
        """The phrases that stand in the question."""
        return phrases_in(phrase_of(self.question))

    @cached_property
    def places(self) -> dict[Phrase, int]:
        """{keyword: its place, the first is 0}."""
        places: dict[Phrase, int] = {}
        for keyword in self.keywords:
            if phrase := phrase_of(keyword):
                places.setdefault(phrase, len(places))
        return places

    @cached_property
    def parts(self) -> set[Phrase]:
        """The phrases that stand within a keyword: "array" in "Java arrays"."""
        return {part for phrase in self.places for part in phrases_in(phrase)}

    def place_of(self, phrases: Iterable[Phrase]) -> int | None:
        """Where the first of some phrases stands among the keywords; None: nowhere."""
        found = [self.places[phrase] for phrase in phrases if phrase in self.places]
        return min(found, default=None)
