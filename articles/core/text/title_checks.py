"""Quality checks on a question as it stands in a title: whether it can be understood by itself, and
whether its answer grows old with a date.

Each rule first looks for a rare substring, as `articles/core/text/quality_checks.py` does.
"""

import re
from collections.abc import Iterator

from articles.core.text.problem_kinds import Problem

_THING = (
    "figure|diagram|passage|excerpt|text|chapter|article|document|outline|lecture|lesson|video|graph"
    "|picture|photo|slides?|handout|worksheet|case study|scenario|exam content|code snippet|snippet"
)
# What is cited or acts as if the reader had it before him.
_SOURCE = (
    "series|author|speaker|narrator|passage|poem|story|study|video|presentation|documentary|text"
    "|excerpt|report|article|lecture"
)
_ACTS = (
    "address|suggest|encourage|emphasi[sz]e|balance|describe|explain|define|present|illustrate"
    "|argue|portray|discuss|conclude|propose|recommend|mention|depict|characteri[sz]e"
)
# Nothing follows: neither a list behind a colon nor words behind the question mark.
_NOTHING_FOLLOWS = r"(?=[^:?]*[?.]?\s*$)"
_LOST_CONTEXT = re.compile(
    r"\b(?:the|this) (?:course|textbook|lecture|lesson|module|syllabus|outline|handout|worksheet"
    r"|code snippet|exam(?:ination)? content|case study)(?! (?:of|by|that|to)\b)(?!['’])"
    r"(?=[ ,.?;)]|$)"
    r"|\bthe (?:professor|instructor|facilitator|lecturer)\b"
    rf"|\bthis (?:{_THING}|study|class|image|poem|story|book|series|problem|question|paper)\b"
    rf"|\bin the (?:{_THING}|series|study|exam)(?=[?,]|$)"
    r"|\bin the series (?=to\b|for\b)"
    rf"|\baccording to the (?:{_SOURCE}|{_THING})(?=[?,]|$)"
    rf"|\b(?:does|do|did) the (?:{_SOURCE})s? (?=(?:{_ACTS})\b)"
    rf"|\b(?:above|following|given|provided) (?:{_THING}|image|code|equation|data|table|context)\b"
    rf"|\b(?:{_THING}|image|code|equation|table) (?:above|below|provided|given|shown)\b"
    r"|\b(?:shown|mentioned|described|discussed|depicted) (?:above|below)\b"
    r"|\b(?:which|what|who|any|one|two|all|each|none) of the following\b" + _NOTHING_FOLLOWS + "|"
    r"\b(?:solve|consider|evaluate|simplify|classify|balance|identify|translate|complete|match)"
    r" the following\b" + _NOTHING_FOLLOWS + "|"
    r"\bthese (?:topics|questions|problems|figures|images|passages|equations|sentences"
    r"|statements)\b(?! of\b)"
    r"|_{3}"
    r"|\b(?:figure|activity|module|exercise|worksheet) \d+(?:\.\d+)?\b",
    re.IGNORECASE,
)
# A question in the past tense asks about history, which does not grow old: "What caused the crisis
# of 2022?" Neither does the law of a year.
_YEAR = re.compile(r"\b20[1-3]\d\b")
_HISTORY = re.compile(
    r"\b(?:did|was|were|had|won|led|caused|happened|occurred)\b"
    r"|\b(?:Act|Rules|Bill|Code|Law|Treaty|Agreement|Convention|Directive|Regulations?|Protocol"
    r"|Amendment|Constitution)(?: of)?,? \(?20\d\d",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\b(?:recent|recently|latest|currently|nowadays|upcoming)\b"
    r"|\btoday\b"
    r"|(?<!electric )(?<!alternating )(?<!direct )(?<!induced )\bcurrent (?:[a-z-]+ ){0,2}(?:state"
    r"|status|trends?|research|debates?|understanding|situation|dynamics|developments?|policy"
    r"|policies|methods?|techniques?|challenges|concerns|issues|events?|level of|patterns"
    r"|approach(?:es)?|climate|roadmap|members|prospects|practices|theories|models|projects?"
    r"|technolog\w+|efforts|views?|perspectives?|leaders?|president|government|standards?"
    r"|limitations|applications|knowledge|rate of|conditions?|relations|position|capabilities)\b",
    re.IGNORECASE,
)
_TODAY_STEMS = ("recent", "latest", "current", "nowadays", "upcoming", "today")
_LOST_CONTEXT_STEMS = (
    *("course", "textbook", "lecture", "lesson", "module", "syllabus", "outline", "handout"),
    *("worksheet", "snippet", "exam", "case study", "professor", "instructor", "___"),
    *("facilitator", "this ", "these ", "in the ", "above", "below", "following", "given"),
    *("provided", "shown", "figure", "activity", "exercise", "according to the ", " the author"),
    *("the s", "the narrator", "the p", "the video", "the documentary", "the text", "the excerpt"),
)


def inspect_title(title: str) -> Iterator[Problem]:
    """Yield what an editor should look at in a question: that it refers to something not shown,
    and the year or the words that bind it to its time, of which the year comes first."""
    lower = title.lower()
    if any(stem in lower for stem in _LOST_CONTEXT_STEMS) and (lost := _LOST_CONTEXT.search(title)):
        yield Problem("lost-context", "title", None, lost[0].strip())
    if dated := _dated(title, lower):
        yield Problem("dated-title", "title", None, dated)


def _dated(title: str, lower: str) -> str:
    if "20" in lower and (year := _YEAR.search(title)) and not _HISTORY.search(title):
        return year[0]
    if any(stem in lower for stem in _TODAY_STEMS) and (found := _TODAY.search(title)):
        return found[0]
    return ""
