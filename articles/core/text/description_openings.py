"""Openings of descriptions that speak of the text instead of its matter."""

import re
from typing import NamedTuple

from articles.core.text.sentences import find_sentence_ends

# "This content discusses…" and its variants say nothing about the article. Verbs that only
# announce go with their subject; verbs that say what is done stay, as in "Compares A with B".
_OPENING = re.compile(
    r"(?:this|the)\s+(?:content|article|text|document|discussion|analysis|guide|section|passage"
    r"|response|answer|overview|piece|essay|explanation|summary|material|resource|page)\s+"
    r"(?:(?!only\b)\w+ly\s+)?"
    r"(?:(?P<announces>discusses|explains|explores|outlines|provides|describes|examines|covers"
    r"|details|presents|addresses|analyzes|analyses|elaborates\s+on|delves\s+into|focuses\s+on"
    r"|offers|gives|investigates)\s+(?:that\s+)?(?:about\s+)?"
    r"|(?=(?:compares|differentiates|distinguishes|contrasts|defines|summarizes|summarises"
    r"|highlights|lists|evaluates|identifies|illustrates|introduces|clarifies|demonstrates"
    r"|emphasizes|reviews|traces|reflects|argues|shows|critiques|assesses)\s))",
    re.IGNORECASE,
)
# A second thing that the text does: "…, discusses", "and explains". Some of these words are nouns
# as well, which a preposition or the end of their phrase shows ("and contrasts in emotion").
_SECOND_VERB = re.compile(
    r"(?:(?P<joined>,? (?:and|or|but|while))|,)\s+(?:also\s+|then\s+|\w+ly\s+)?"
    r"(?:(?:discusses|explains|explores|provides|describes|examines|presents|analyzes|elaborates"
    r"|delves|gives|investigates|compares|differentiates|distinguishes|defines|summarizes"
    r"|summarises|evaluates|identifies|illustrates|introduces|clarifies|demonstrates|emphasizes"
    r"|emphasises|argues|assesses|mentions|includes|underscores|concludes|suggests|considers"
    r"|calculates|derives|contextualizes|interprets)\b"
    r"|(?:analyses|outlines|covers|details|addresses|focuses|offers|contrasts|highlights|lists"
    r"|reviews|traces|reflects|shows|critiques|notes|touches|poses|links|connects|uses)\b"
    r"(?!\s*(?:[,.;]|of\b|in\b|for\b|from\b|between\b|and\b|$)))"
)
# "It also covers…": what "it" was has gone with the opening.
_GOES_ON = re.compile(
    r"\s*(?:it|(?:this|the) (?:content|article|text|document|discussion|analysis|guide|section))\s",
    re.IGNORECASE,
)
_SHORTEST_ALONE = 60
_MIXED_CASE = re.compile(r"[a-z]+[A-Z]")


class Opened(NamedTuple):
    """A description without its opening: what the text does (`verb`, "" where a verb begins what
    is left), and what to (`rest`)."""

    verb: str
    rest: str


def speaks_of_the_text(text: str) -> bool:
    """Return whether a description begins with "This content explains" or the like."""
    return _OPENING.match(text) is not None


def take_off_opening(text: str) -> Opened | None:
    """Return the two parts of a description behind its opening, None where it has none.

    Sentences that go on with "It …" are left out with what they speak of.

    >>> take_off_opening("This content explains how tides work. It covers the moon.")
    Opened(verb='explains ', rest='how tides work. It covers the moon.')
    """
    opening = _OPENING.match(text)
    if not opening or opening.end() >= len(text):
        return None
    verb = text[opening.start("announces") : opening.end()] if opening["announces"] else ""
    return Opened(verb, _first_sentences(text[opening.end() :]))


def find_second_verb(text: str) -> int | None:
    """Return where a second thing that the text does begins, with its "and" or comma; None where
    there is none: then what remains is a clause or a noun phrase that needs no verb.

    >>> find_second_verb("tides and compares them."), find_second_verb("tides and their causes.")
    (5, None)
    """
    matches = list(_SECOND_VERB.finditer(text))
    # A comma alone may close what was put between: "how Job, among others, addresses justice".
    if not any(match["joined"] for match in matches):
        return None
    return matches[0].start()


def _first_sentences(text: str) -> str:
    """The text up to a sentence that goes on about it, where enough stands before."""
    for end in find_sentence_ends(text):
        if end >= _SHORTEST_ALONE and _GOES_ON.match(text, end):
            return text[:end]
    return text


def capitalise(text: str) -> str:
    """Return the text with a capital, unless its first word has one elsewhere: pH, mRNA, iPhone."""
    if _MIXED_CASE.match(text):
        return text
    return text[0].upper() + text[1:]
