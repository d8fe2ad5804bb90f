"""Phrases that can be topics of a subject. Pure.

A keyword says what an article is about, and 18 stand in each; most are general ("scalability",
"historical context") or nobody asks by them. A candidate is a keyword that also stands in
questions, and whose articles are more alike than any of the subject: without its own words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from articles.core.relatedness.signatures import cosine
from articles.core.relatedness.terms import term_of
from articles.core.topics.belonging import Profile
from articles.core.topics.described import Described
from articles.core.topics.likeness import centre_of, mean_likeness
from articles.core.topics.phrases import LONGEST_PHRASE, Phrase, places_of, says_something

_LEAST_QUESTIONS = 3
# Of those that have the phrase at all. A word of many questions and few keywords is a word of
# asking ("purpose", "structure").
_LEAST_SHARE_OF_QUESTIONS = 0.08
_LEAST_SHARE_OF_KEYWORDS = 0.3
# Of the questions that have the phrase: where so many have one and the same longer phrase around
# it, that is what they ask for ("Martin Luther" is King's name in two of three).
_MOST_WITHIN_ANOTHER = 0.5
# Of the subject's articles: what more of them have says nothing of one.
_MOST_OF_A_SUBJECT = 0.12
# How many times more alike than pairs of the subject, less where few ask by the phrase. Of 408
# phrases in 1,931 articles of one subject: "scalability" 1.9, "efficiency" 2.4, "Python" 3.4, "time
# complexity" 6.7, "subnet mask" 18.
_LEAST_COHESION = 3.0
# Where so few are left (a small subject, all of whose articles are alike), the best of those above.
_FEWEST = 20
_LEAST_COHESION_OF_FEW = 1.3
_MOST_COHESION = 10.0


class Candidate(NamedTuple):
    """`cohesion` is how many times more alike its articles are than pairs of the subject."""

    profile: Profile
    name: str
    cohesion: float


def find_candidates(articles: Sequence[Described]) -> list[Candidate]:
    """Return the candidates, the most cohesive first; the place of each is its profile's key."""
    asking, having = _holders(articles)
    names = _names(articles, asking)
    within = _within_others(articles, asking)
    usual = mean_likeness(each.signature for each in articles)
    most = _MOST_OF_A_SUBJECT * len(articles)
    weighed: list[tuple[float, float, Phrase, list[int]]] = []
    for phrase in sorted(asking):
        places = sorted({*asking[phrase], *having[phrase]})
        if not usual or len(places) > most or not _is_named_so(phrase, asking, having, places):
            continue
        if within[phrase] > _MOST_WITHIN_ANOTHER * len(asking[phrase]):
            continue
        own = {term_of(form) for word in phrase for form in (word, f"{word}s")}
        cohesion = mean_likeness((articles[i].signature for i in places), own) / usual
        weight = cohesion * min(1.0, 0.5 + len(asking[phrase]) / len(places))
        weighed.append((-weight, cohesion, phrase, places))
    weighed.sort()
    found: list[Candidate] = []
    for negative, cohesion, phrase, places in weighed:
        least = _LEAST_COHESION if len(found) >= _FEWEST else _LEAST_COHESION_OF_FEW
        if -negative < least:
            break
        asked = [articles[i] for i in asking[phrase]]
        profile = _profile(len(found), (phrase,), [articles[i] for i in places], asked)
        found.append(Candidate(profile, names[phrase], min(cohesion, _MOST_COHESION)))
    return found


def profile_of(key: int, phrases: Sequence[Phrase], articles: Iterable[Described]) -> Profile:
    """Return the profile of a topic that somebody named, by the articles that have a phrase of it:
    nothing is like it where none has."""
    having, asking = [], []
    for each in articles:
        if any(phrase in each.asked for phrase in phrases):
            asking.append(each)
            having.append(each)
        elif each.place_of(phrases) is not None:
            having.append(each)
    return _profile(key, phrases, having, asking or having)


def _profile(
    key: int,
    phrases: Sequence[Phrase],
    having: Sequence[Described],
    asking: Sequence[Described],
) -> Profile:
    centre = centre_of(each.signature for each in having)
    usual = median(cosine(each.signature, centre) for each in asking) if asking else 0.0
    return Profile(key, tuple(phrases), centre, usual)


def _is_named_so(
    phrase: Phrase,
    asking: Mapping[Phrase, Sequence[int]],
    having: Mapping[Phrase, Sequence[int]],
    places: Sequence[int],
) -> bool:
    """Whether enough ask by the phrase, and enough have it as a keyword."""
    return (
        len(asking[phrase]) >= max(_LEAST_QUESTIONS, _LEAST_SHARE_OF_QUESTIONS * len(places))
        and len(having[phrase]) >= _LEAST_SHARE_OF_KEYWORDS * len(places)
        and says_something(phrase)
    )


def _within_others(
    articles: Sequence[Described], asking: Mapping[Phrase, Sequence[int]]
) -> Counter[Phrase]:
    """{phrase: in how many questions the most frequent phrase stands that is longer by a word}."""
    longer = Counter(
        phrase
        for each in articles
        for phrase in each.asked
        if len(phrase) > 1 and says_something(phrase)
    )
    most: Counter[Phrase] = Counter()
    for phrase, count in longer.items():
        for part in (phrase[1:], phrase[:-1]):
            if part in asking:
                most[part] = max(most[part], count)
    return most


def _holders(
    articles: Sequence[Described],
) -> tuple[dict[Phrase, list[int]], dict[Phrase, list[int]]]:
    """({phrase: articles that ask by it}, {phrase: those that have it as a keyword}) of every
    keyword that stands in a question; articles by their places."""
    known = {phrase for each in articles for phrase in each.places if len(phrase) <= LONGEST_PHRASE}
    asking: dict[Phrase, list[int]] = defaultdict(list)
    having: dict[Phrase, list[int]] = defaultdict(list)
    for place, each in enumerate(articles):
        for phrase in each.asked & known:
            asking[phrase].append(place)
        for phrase in each.places:
            having[phrase].append(place)
    return asking, having


def _names(
    articles: Sequence[Described], asking: Mapping[Phrase, Sequence[int]]
) -> dict[Phrase, str]:
    """{phrase: how most questions write it}, beginning with a capital. The first word of a question
    has one whatever it is, and does not count unless there is no other."""
    written: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for each in articles:
        for phrase, shown, is_first in places_of(each.question):
            if phrase in asking:
                written[phrase][shown] += 0 if is_first else 1
    return {
        phrase: _capitalised(min(counts, key=lambda shown: (-counts[shown], shown)))
        for phrase, counts in written.items()
    }


def _capitalised(name: str) -> str:
    """
    >>> _capitalised("time complexity"), _capitalised("iOS")
    ('Time complexity', 'iOS')
    """
    first = name.split()[0]
    return name if first != first.lower() else name[0].upper() + name[1:]
