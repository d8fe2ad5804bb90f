"""Choice of a subject's topics: those that cover most of what none covers yet. Pure."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from articles.core.topics.belonging import Profile, score_in
from articles.core.topics.candidates import find_candidates
from articles.core.topics.described import Described

_FEWEST_TOPICS = 10
_MOST_TOPICS = 60
_ARTICLES_A_TOPIC = 16
# Articles of a topic that no other covers: fewer are no reason for a page.
_LEAST_NEW = 3
_COVERED = 0.5


class FoundTopic(NamedTuple):
    """A new topic: its name as questions write it, and its profile (with no key yet)."""

    name: str
    profile: Profile


def most_topics(article_count: int) -> int:
    """Return how many topics a subject of so many articles has at most: 10 to 60."""
    return max(_FEWEST_TOPICS, min(_MOST_TOPICS, article_count // _ARTICLES_A_TOPIC))


def choose_topics(articles: Sequence[Described], known: Sequence[Profile]) -> list[FoundTopic]:
    """Return the topics to add to the `known` ones of a subject, the weightiest first.

    Greedy: each time the candidate with the most score that no chosen one gives already, times
    the root of its cohesion. Known ones were chosen before and stay; so the same articles in any
    order give the same topics, and more articles more of them. Terms of a known one lead to no
    second topic of that name.
    """
    ordered = sorted(articles, key=lambda each: each.key)
    covered = dict.fromkeys(range(len(ordered)), 0.0)
    taken = {phrase for profile in known for phrase in profile.phrases}
    for profile in known:
        _cover(covered, _members(ordered, profile))
    pool = {
        candidate.profile.key: (candidate, _members(ordered, candidate.profile))
        for candidate in find_candidates(ordered)
        if not taken.intersection(candidate.profile.phrases)
    }
    chosen: list[FoundTopic] = []
    while pool and len(known) + len(chosen) < most_topics(len(ordered)):
        worth = {
            key: sqrt(candidate.cohesion) * _gain(members, covered)
            for key, (candidate, members) in pool.items()
        }
        best = min(worth, key=lambda key: (-worth[key], key))
        candidate, members = pool.pop(best)
        if sum(covered[place] < _COVERED for place in members) < _LEAST_NEW:
            continue
        chosen.append(FoundTopic(candidate.name, candidate.profile))
        _cover(covered, members)
    return chosen


def _members(articles: Sequence[Described], profile: Profile) -> dict[int, float]:
    """{place of an article: its score} of those that belong to a topic by its words."""
    scores = {place: score_in(each, profile) for place, each in enumerate(articles)}
    return {place: score for place, score in scores.items() if score}


def _gain(members: Mapping[int, float], covered: Mapping[int, float]) -> float:
    return sum([max(score - covered[place], 0.0) for place, score in members.items()])


def _cover(covered: dict[int, float], members: Mapping[int, float]) -> None:
    for place, score in members.items():
        covered[place] = max(covered[place], score)
