"""Which topics an article belongs to. Pure.

A topic's phrase in the question speaks most, in the keywords less, the likeness of the texts alone
least; each must be borne out by the text: an article that is not like those that ask for the topic
only mentions it, or means something else by its name ("Java" the island).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from articles.core.relatedness.signatures import Signature, cosine
from articles.core.topics.described import Described
from articles.core.topics.phrases import Phrase

MOST_TOPICS_OF_AN_ARTICLE = 3

# Likeness to the topic's centre, as a share of what is usual among those that ask for it. Read in
# samples of three subjects: below these, articles only mention the topic.
_LEAST_OF_A_QUESTION = 0.45
_LEAST_OF_A_FIRST_KEYWORD = 0.75
_LEAST_OF_A_KEYWORD = 1.0
_LEAST_OF_A_TEXT = 0.95
_LEAST_OF_A_VOTED_TEXT = 0.65
_LEAST_VOTES = 2
_FIRST_KEYWORDS = 3
# What each is worth beside the others, multiplied with that share.
_QUESTION, _FIRST_KEYWORD, _KEYWORD, _TEXT = 1.0, 0.65, 0.55, 0.4
# Beyond this share more likeness says no more.
_MOST_LIKENESS = 1.3


class Profile(NamedTuple):
    """A topic as articles are held against it. `usual` is the median likeness to the centre of
    those whose question has a phrase of it."""

    key: int
    phrases: Sequence[Phrase]
    centre: Signature
    usual: float


def score_in(article: Described, topic: Profile) -> float:
    """Return how much speaks for an article in a topic by its words; 0: it does not belong. A part
    of a keyword speaks as a late keyword does."""
    is_asked = any(phrase in article.asked for phrase in topic.phrases)
    place = article.place_of(topic.phrases)
    if not is_asked and place is None and article.parts.isdisjoint(topic.phrases):
        return 0.0
    share = _share(article, topic)
    if is_asked:
        worth, least = _QUESTION, _LEAST_OF_A_QUESTION
    elif place is not None and place < _FIRST_KEYWORDS:
        worth, least = _FIRST_KEYWORD, _LEAST_OF_A_FIRST_KEYWORD
    else:
        worth, least = _KEYWORD, _LEAST_OF_A_KEYWORD
    return worth * min(share, _MOST_LIKENESS) if share >= least else 0.0


def topics_by_words(article: Described, topics: Iterable[Profile]) -> list[tuple[int, float]]:
    """Return (key of a topic, score) of at most three that the article's words speak for, the best
    first."""
    found = ((-score_in(article, topic), topic.key) for topic in topics)
    best = sorted(pair for pair in found if pair[0])[:MOST_TOPICS_OF_AN_ARTICLE]
    return [(key, -negative) for negative, key in best]


def topics_by_texts(
    article: Described, topics: Iterable[Profile], votes: Mapping[int, int]
) -> list[tuple[int, float]]:
    """Return the one topic, if any, of an article that no words speak for: its text is as like the
    topic's as theirs are, or nearly so and at least two related articles belong there.

    `votes`: {key of a topic: how many of the related articles its words speak for}.
    """
    found: list[tuple[float, int]] = []
    for topic in topics:
        share = _share(article, topic)
        is_voted = votes.get(topic.key, 0) >= _LEAST_VOTES
        if share >= (_LEAST_OF_A_VOTED_TEXT if is_voted else _LEAST_OF_A_TEXT):
            found.append((-share, topic.key))
    return [(key, _TEXT * min(-negative, _MOST_LIKENESS)) for negative, key in sorted(found)[:1]]


def _share(article: Described, topic: Profile) -> float:
    """The article's likeness to the centre, as a share of the usual one."""
    return cosine(article.signature, topic.centre) / topic.usual if topic.usual else 0.0
