"""Cuts of a description that is too long: where it is whole, or hurts least."""

import re

from articles.core.text.finite_verbs import has_verb
from articles.core.text.sentences import cut_at_word, find_sentence_ends

LIMIT = 155
SHORTEST_SENTENCES = 90
_SHORTEST_CLAUSE = 70

# The clause that may go when a description is too long: it only lists particulars.
_TAIL = re.compile(
    r", (?:including|highlighting|such as|focusing on|emphasizing|emphasising|detailing|covering"
    r"|outlining|showcasing|particularly|along with|as well as)\b"
)
_QUESTION = re.compile(r"(?:how|why|what|when|where|that) ", re.IGNORECASE)
# What adds to a clause that is complete without it. A participle may as well be an item of a list
# ("by exposing its divisions, contributing to its defeat"): what stands before is whole anyway.
_ADDITION = re.compile(
    r", (?:which|where|while|whereas|although|though|making|leading|allowing|resulting|ultimately"
    r"|exemplified|thereby|thus|despite|essential|crucial|rather than|enabling|causing|marking"
    r"|reflecting|providing|offering|helping|ensuring|creating|contributing|influencing|impacting"
    r"|shaping|driven|characterized|characterised|with (?:each|some|both|significant))\b"
)
_SHORTEST_ADDED_TO = 100
# A whole sentence is better than one that breaks off, unless it says much less.
_MOST_LOST = 40
# What a list may follow within a clause.
_LIST = re.compile(r"\b(?:by|through|such as|including|due to|via|like)(?= )")
# One item alone that has lost its object with the others, or hardly says anything.
_TOO_LITTLE = re.compile(r"(?:how|why|what) (?:\S+ ){0,2}\S+|(?:the|its|their|his|her) \S+")
# "detailing how inertia, acceleration and force": the list is the subject of a clause.
_CLAUSE = re.compile(r"\s*(?:how|that|why|what|when|where)\b")
# "emphasizing that while catalysts speed up reactions": what follows is the matter.
_HALF_A_CLAUSE = re.compile(r"\b(?:that|how|why) (?:while|although|though|if|when|despite)\b")
_ING = re.compile(r"(?:\w+ly )?\w+ing\b")
_NO_ITEM = re.compile(
    r"(?:which|where|who|whose|while|with|as|despite|although|though|but|so|thus|ultimately|often"
    r"|particularly|especially|both|rather|each|it|they|this|these|he|she|making|in|on|at|during"
    r"|whether|from|to|for|such|including|like|highlighting|focusing|detailing|covering"
    r"|\w+s (?:the|a|an|how|why|that|its|their|to|by|what|when))\b"
)
# A clause that waits for its main one: "While gold is soft".
_SUBORDINATE = re.compile(r"\A(?:while|although|though|if|when|because|since|as)\b[^,]*\Z", re.I)
_PARTICIPLE = re.compile(r", (?:\w+ly )?\w+ing\b")
_AND = re.compile(r"(?:and|or) ")
# "a model that consists of link, internet, transport": the one item is a sentence's beginning with
# the first word of a list.
_ONE_WORD = re.compile(r", (?!and\b|or\b)\w+,")
# Which of several words before a comma is no end of a list.
_ADJECTIVE = re.compile(r"(?:al|ic|ive|ous|ary|ory|ful|able|ible|less|que|ian|ean|ern)\Z")
_NOUN = re.compile(
    r"(?:s|tion|sion|ment|ity|ness|ism|ance|ence|ure|age|gy|phy|try|cy|ship|dom|ery)\Z"
)
_ASKS_FOR_MORE = frozenset(
    (
        *("and", "or", "the", "a", "an", "of", "in", "on", "for", "with", "to", "by", "from", "as"),
        *("its", "their", "such"),
    )
)


def shorten(text: str, limit: int = LIMIT) -> str:
    """The text in at most `limit` characters, cut where it hurts least: at a sentence's end, within
    a list of particulars, before it, before what is added to a clause, else after a word."""
    if len(text) <= limit:
        return text
    ends = [end for end in find_sentence_ends(text) if SHORTEST_SENTENCES <= end <= limit]
    if ends:
        return text[: ends[-1]]
    tails = list(_TAIL.finditer(text, _SHORTEST_CLAUSE, limit))
    for tail in tails:
        if not _waits(text, tail.start()) and (cut := cut_in_list(text, tail.end(), limit)):
            return cut
    if tails:
        return with_a_stop(text[: tails[-1].start()])
    at_word = cut_at_word(text, limit)
    whole = cut_before_addition(text, limit) or max(
        (
            cut_in_list(text, list_.end(), limit, fewest=2)
            for list_ in _LIST.finditer(text, _SHORTEST_CLAUSE // 2, limit)
            if not _waits(text, list_.start())
        ),
        key=len,
        default="",
    )
    return whole if whole and len(whole) >= len(at_word) - _MOST_LOST else at_word


def _waits(text: str, end: int) -> bool:
    """Whether a clause waits for its verb there: "How the traits of a phase, including its size,
    affect it"."""
    return _QUESTION.match(text) is not None and not has_verb(text[:end])


def cut_in_list(text: str, start: int, limit: int, *, fewest: int = 1) -> str:
    """The text up to an item of the list that begins at `start`, its last two joined by "and"; ""
    where not even the `fewest` items fit.

    >>> cut_in_list("Gases, including helium, neon gas, argon gas, and radon.", 16, 43)
    'Gases, including helium and neon gas.'
    """
    commas = [match.start() for match in re.finditer(",(?= )", text) if match.start() > start]
    for comma in reversed(commas):
        if comma >= limit:
            continue
        items = text[start:comma].split(", ")
        if len(items) < fewest or (len(items) == 1 and _ONE_WORD.match(text, comma)):
            break
        if not _are_items(items) or text.count("(", 0, comma) > text.count(")", 0, comma):
            continue
        closed = [number for number, item in enumerate(items) if _AND.match(item)]
        if closed and closed[0] < len(items) - 1:
            continue
        if _CLAUSE.match(items[0]) and not has_verb(items[0]):
            break
        if len(items) > 1 and not closed:
            before = text[: comma - len(items[-1]) - 2]
            joint = ", and" if " and " in items[-1] else " and"
            cut = with_a_stop(f"{before}{joint} {items[-1]}")
        else:
            cut = with_a_stop(text[:comma])
        if len(cut) <= limit:
            return cut
    return ""


def _are_items(items: list[str]) -> bool:
    """Whether a list can end with the last of these: not with the first of several adjectives
    ("legal, social, and economic factors"), nor with a word that asks for another, nor with what is
    no item but an addition ("by trade, leading to wars")."""
    text = items[-1]
    if len(items) > 1 and (
        _NO_ITEM.match(text) or bool(_ING.match(text)) != bool(_ING.match(items[0].lstrip()))
    ):
        return False
    words = text.split()
    if len(items) == 1 and (len(words) < 2 or _TOO_LITTLE.fullmatch(text.strip())):
        return False
    if any(_ADJECTIVE.search(item) or _HALF_A_CLAUSE.search(item) for item in items):
        return False
    is_one_of_two = " between " in f" {text} " and " and " not in text
    if not words or is_one_of_two or words[-1].lower() in _ASKS_FOR_MORE:
        return False
    return len(words) > 1 or words[0][0].isupper() or _NOUN.search(words[0]) is not None


def cut_before_addition(text: str, limit: int) -> str:
    """The text up to a clause or participle that only adds something, with a full stop; "" where
    none stands late enough.

    >>> cut_before_addition("Heat flows from hot to cold bodies in contact, which warms them.", 60)
    ''
    """
    found = _ADDITION.finditer(text, _SHORTEST_ADDED_TO)
    additions = [match.start() for match in found if match.start() < limit]
    for start in reversed(additions):
        head = text[:start]
        is_in_a_row = _PARTICIPLE.match(head[head.rfind(",") :]) is not None
        if head.count("(") <= head.count(")") and not is_in_a_row and not _SUBORDINATE.search(head):
            return with_a_stop(head)
    return ""


def with_a_stop(text: str) -> str:
    """Return the text with a full stop; one that ends in an abbreviation has it."""
    return text if text.endswith(".") else f"{text}."
