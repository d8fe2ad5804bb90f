"""Choice of the short answer among what an answer's text has to offer.

docs/short_answers.md has the rule, and how it was judged.
"""

import re

from articles.core.short_answers.candidates import Candidate, Place, candidates
from articles.core.short_answers.listed_names import names_in
from articles.core.short_answers.questions import Question
from articles.core.short_answers.wordings import ONLY_PRAISES, PRAISES, PROMISES
from articles.core.text.description_choice import telling_words

# Below it no candidate answers; of 100 answers about six have none.
_LEAST = 6.0
_FEWEST_NEW, _MOST_NEW = 3, 16
# A sentence that sums up repeats what the answer lists.
_MOST_NAMES = 6
# The least share of a question's telling words in an answer to it, in a sentence from the midst of
# the text, and what more than is worth nothing.
_LEAST_SHARED, _SHARED_IN_BODY, _SHARED_ENOUGH = 0.25, 0.5, 0.75
# A formula tells as much as so many words.
_OF_A_FORMULA = 4
# Within so many characters a sentence that may stand alone says what it is about.
_HEAD = 60
_USUAL_LENGTH = 240

_LISTS = re.compile(r"<(?:ul|ol)\b[^>]*>\s*<li\b[^>]*>(?:\s*<p>)?<strong>")
_DEFINES = re.compile(
    r"^[^,.]{1,60}\b(?:is|are) (?:\w+[ -]){0,4}\w+ (?:that|of|which|used|in|where|with|from)\b"
    r"|\b(?:is|are|was|were) (?:an?|the|one|any|those|specific|defined)\b|\brefers? to\b|\bmeans?\b"
    r"|\bstates? that\b|\bis defined\b|\bknown as\b",
    re.IGNORECASE,
)
_DEFINES_FULLY = re.compile(
    r"[^.]{1,110}?\b(?:states? that|refers? to|(?:is|are) defined as|is the \w+ (?:of|that|by)"
    r"|(?:means|posits|asserts|holds) that|measures|describes how)\b",
    re.IGNORECASE,
)
_GIVES_REASON = re.compile(
    r"\b(?:by \w+ing|because|due to|through|so that|leads? to|led to|which|allow\w*|enabl\w+"
    r"|result\w* in|caus\w+|since|whereas|while)\b",
    re.IGNORECASE,
)
_TELLS_APART = re.compile(
    r"\b(?:while|whereas|unlike|but|both|in contrast|differs? (?:in|from)|rather than)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"(?:yes|no)\b", re.IGNORECASE)
_SPEAKS_TO_YOU = re.compile(
    r"\b(?:understanding (?:the|these|this|of)|one can|you can|we can)\b", re.IGNORECASE
)


def choose(html: str, plain_text: str, question: str) -> Candidate | None:
    """The short answer to its question in an answer, as HTML and as plain text; None where no one
    or two sentences of it answer."""
    asked = Question.read(question)
    names = _names_in_list(html)
    best, best_score = None, _LEAST
    for candidate in candidates(html, plain_text, has_two_parts=asked.has_two_parts):
        score = _gains(candidate, asked, names)
        # What is taken off costs most of the time, and changes nothing for who is behind already.
        if score > best_score and (score := score - _losses(candidate)) > best_score:
            best, best_score = candidate, score
    return best


def _names_in_list(html: str) -> frozenset[str]:
    """The telling words of the names that the first list of names has."""
    start = _LISTS.search(html)
    return telling_words(" ".join(names_in(html[start.start() :]))) if start else frozenset()


def _gains(candidate: Candidate, question: Question, names: frozenset[str]) -> float:
    """How well a candidate answers a question: by what it tells beyond it, by whether it speaks of
    what is asked for, and by whether it has the form that is asked for. 0.0 where it does not."""
    text, place, asked = candidate.text, candidate.place, question.asked
    told = telling_words(text)
    new = len(told - asked) + (_OF_A_FORMULA if place is Place.FORMULA else 0)
    shared = len(told & asked) / max(1, len(asked))
    is_number = question.wants_number and any(sign.isdigit() for sign in text)
    if (new < _FEWEST_NEW and not is_number) or not _speaks_of(candidate, asked, shared):
        return 0.0
    score = 0.8 * min(new, _MOST_NEW) + 4.0 * min(shared, _SHARED_ENOUGH)
    if asked and shared < _LEAST_SHARED:
        score -= 6.0
    if place is not Place.LIST:
        score += 0.5 * min(_MOST_NAMES, len(told & names - asked))
    return score + _of_its_place(candidate, question) + _of_its_form(candidate, question)


def _losses(candidate: Candidate) -> float:
    """What a candidate loses by promises, praise, words to the reader, and length."""
    text = candidate.text
    lost = 1.0 * len(PRAISES.findall(text)) + 2.5 * len(ONLY_PRAISES.findall(text))
    lost += 2.0 * len(_SPEAKS_TO_YOU.findall(text)) + max(0, len(text) - _USUAL_LENGTH) / 40
    if candidate.place is not Place.LIST:
        lost += 3.0 * len(PROMISES.findall(text))
    return lost


def _speaks_of(candidate: Candidate, asked: frozenset[str], shared: float) -> bool:
    """Whether a candidate that stands within the text, or lists names, names what is asked for."""
    text = candidate.text
    if candidate.place is Place.BODY:
        return shared >= _SHARED_IN_BODY and bool(telling_words(text[:_HEAD]) & asked)
    if candidate.place is Place.LIST:
        return bool(telling_words(text[: text.rfind(":")]) & asked)
    return True


def _of_its_place(candidate: Candidate, question: Question) -> float:
    """A reader expects the answer at the beginning; names answer who asks for several things."""
    match candidate.place:
        case Place.OPENING:
            return 1.5
        case Place.BODY:
            return -4.0 if candidate.is_far else -3.0
        case Place.LIST:
            return 2.0 if question.wants_list else -2.0
        case _:
            return 0.0


def _of_its_form(candidate: Candidate, question: Question) -> float:
    """A definition for who asks what something is, a reason for who asks why, and so on."""
    text, place, score = candidate.text, candidate.place, 0.0
    if question.wants_definition and _DEFINES.search(text):
        score += 3.5 if place is Place.OPENING else 2.0
    if question.wants_definition and _DEFINES_FULLY.match(text):
        score += 2.0
    if question.wants_reason and _GIVES_REASON.search(text):
        score += 1.5
    if question.wants_difference:
        score += 2.0 if _TELLS_APART.search(text) else -2.0
    if question.wants_number:
        score += 2.0 if any(sign.isdigit() for sign in text) else -1.0
    if question.wants_yes_or_no and _YES_OR_NO.match(text):
        score += 6.0
    if question.wants_calculation and (place is Place.FORMULA or "=" in text or "≈" in text):
        score += 3.0
    return score
