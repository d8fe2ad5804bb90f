"""Quality checks on an article's texts. They change nothing.

The kinds are those of docs/corpus.md, "Findings for editors", tuned on the publisher's files for
precision, because editors ignore a list with many false positives. Each rule first looks for a rare
substring and only then applies its pattern: patterns over every answer would take longer than
reading the files.
"""

import re
from collections.abc import Iterator
from typing import Protocol

from articles.core.text.description_length import is_damaged
from articles.core.text.lost_letters import restore_letters
from articles.core.text.markdown_scanner import Kind, find_spans
from articles.core.text.problem_kinds import Problem
from articles.core.text.structure_checks import inspect_structure
from articles.core.text.title_checks import inspect_title
from articles.core.text.truncation import breaks_off


class Texts(Protocol):
    """What is inspected: an ArticleContent, or anything with these fields."""

    title: str
    answer: str
    seo_description: str
    seo_keywords: str


_REFUSAL = re.compile(
    r"\W*(?:I(?:['’]m| am) (?:sorry|unable to)|I apologi[sz]e|Sorry, (?:but )?I\b|As an AI\b"
    r"|I (?:cannot|can['’]t|can not|do not have|don['’]t have) |Unfortunately, I (?:cannot|can['’]t"
    r"|do not|don['’]t|am))",
    re.IGNORECASE,
)
_GATHERED = re.compile(
    r"\bthe gathered (?:information|data|insights?|sources?|context|content|materials?|documents?)"
    r"(?! (?:is|are|was|were|can|could|may|will|should|helps?|to|and) )"
    r"|\bgathered information,? (?:point )?\d"
    r"|\b(?:based on|according to|from|in) gathered information\b"
    r"|\bcannot answer (?:this|the|that) question\b"
    r"|\b(?:in|from|on|by|to) (?:the|this) (?:provided|retrieved) (?:context|information|content"
    r"|texts?|documents?|sources?|passages?|excerpts?|materials?)\b"
    r"|\bin the (?:context|information|text) provided"
    r"(?=[.,]| (?:do|does|did|here|above)\b)"
    r"|\bthe (?:provided|retrieved) (?:context|information|content|texts?|documents?|sources?"
    r"|passages?|excerpts?) (?:do|does|did|mentions?|states?|indicates?|suggests?|discusses)\b",
    re.IGNORECASE,
)
_GATHERED_STEMS = (
    *("gathered ", "Gathered ", "cannot answer", "he provided ", "this provided ", "he retrieved "),
    *("in the context provided", "in the information provided", "in the text provided"),
)
_CLOSING = re.compile(
    r"\b(?:let me know|feel free to (?:ask|reach|contact)|hope (?:this|that) helps"
    r"|I(?:['’]d| would|['’]m| am)(?: be)? (?:happy|glad) to (?:help|assist|provide|elaborate"
    r"|answer)|if you (?:have|need) (?:any )?(?:more|further|other|additional)"
    r"|if you have any (?:specific |other )?questions|would you like (?:me|more|to know))\b",
    re.IGNORECASE,
)
_REMNANTS = re.compile(
    r"\bet al\.,? Citation ?\d{4}|[a-z]Citation\d{4}|\[edit\]|【|oaicite|contentReference"
    r"|\((?:source|document) \d+(?=[,;)])|\bAll rights reserved\b"
    r"|\bSkip to (?:main )?content\b|\bClick here to\b|\bBack to top\b|(?:^|\n)Read more:?(?:\n|$)"
    r"|\bSubscribe to our\b"
)
_REMNANT_STEMS = (
    *("Citation", "[edit]", "【", "oaicite", "contentReference", "(source ", "(document "),
    *("All rights", "Skip to", "Click here", "Back to top", "Read more", "Subscribe to"),
)
_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@((?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24})\b")
_MADE_UP_DOMAIN = re.compile(
    r"(?:.*\.)?(?:example|domain|yourdomain|mydomain|company|yourcompany|test|site|website"
    r"|localhost|mail|email|server|host|provider|university|school)\.[a-z.]+",
    re.IGNORECASE,
)
# Addresses of an office, not of a person, and names that stand for any name.
_ROLE = re.compile(
    r"(?:info|information|contact|support|admin|help|helpdesk|sales|office|press|media|hello|noreply"
    r"|no-reply|webmaster|postmaster|enquir(?:y|ies)|inquir(?:y|ies)|service|team|feedback|editor"
    r"|admissions|library|jobs|careers|user\w*|you\w*|name|first\w*|email|john\W?doe|jane\W?doe"
    r"|someone|somebody|alice|bob|root|git)\d*",
    re.IGNORECASE,
)
_CLOSING_LENGTH = 300
_CLOSING_STEMS = ("let me know", "feel free", "helps", "happy to", "glad to", "if you", "would you")


def inspect_texts(content: Texts) -> list[Problem]:
    """Everything in an article's texts that an editor should look at.

    Lengths are no finding: nearly every title and description is "too long", and the page makes
    the best of them. `line` counts in the answer; `detail` quotes what was found.
    """
    problems = list(_inspect_answer(content.answer))
    problems += inspect_structure(content.answer)
    problems += inspect_title(content.title)
    if is_damaged(content.seo_description):
        detail = content.seo_description[:200]
        problems.append(Problem("description-damaged", "seo_description", None, detail))
    elif lost := restore_letters(content.seo_description, content.answer).lost:
        problems.append(Problem("description-damaged", "seo_description", None, lost[0]))
    if is_damaged(content.seo_keywords):
        detail = content.seo_keywords[-200:]
        problems.append(Problem("keywords-damaged", "seo_keywords", None, detail))
    elif lost := restore_letters(content.seo_keywords, content.answer).lost:
        problems.append(Problem("keywords-damaged", "seo_keywords", None, lost[0]))
    return problems


def _inspect_answer(answer: str) -> Iterator[Problem]:
    refusal = _REFUSAL.match(answer)
    if refusal:
        yield _found("refusal", answer, 0)
    if any(stem in answer for stem in _GATHERED_STEMS):
        match = _GATHERED.search(answer)
        if match and not (refusal and match.start() < 200):
            yield _found("source-mention", answer, match.start())
    tail = answer[-_CLOSING_LENGTH:].lower()
    if any(stem in tail for stem in _CLOSING_STEMS):
        closing = _CLOSING.search(answer, max(0, len(answer) - _CLOSING_LENGTH))
        if closing:
            yield _found("chat-closing", answer, closing.start())
    if any(stem in answer for stem in _REMNANT_STEMS):
        match = _REMNANTS.search(answer)
        if match:
            yield _found("scrape-remnant", answer, match.start())
    if "@" in answer:
        yield from _find_addresses(answer)
    if breaks_off(answer):
        start = max(0, len(answer.rstrip()) - 80)
        yield Problem("cut-off", "answer", answer.rstrip().count("\n") + 1, answer[start:].strip())


def _found(kind: str, answer: str, position: int) -> Problem:
    """A problem that quotes the line from the word before `position` on."""
    end = answer.find("\n", position)
    end = min(end if end >= 0 else len(answer), position + 160)
    start = max(answer.rfind("\n", 0, position) + 1, position - 40)
    line = answer.count("\n", 0, position) + 1
    return Problem(kind, "answer", line, answer[start:end].strip())


def _find_addresses(answer: str) -> Iterator[Problem]:
    """Addresses of persons outside code and mathematics."""
    code = [span for span in find_spans(answer) if span.kind in (Kind.FENCE, Kind.CODE)]
    for match in _EMAIL.finditer(answer):
        if any(span.start <= match.start() < span.end for span in code):
            continue
        if _MADE_UP_DOMAIN.fullmatch(match[2]) or _ROLE.fullmatch(match[1]):
            continue
        line = answer.count("\n", 0, match.start()) + 1
        yield Problem("email-address", "answer", line, match[0])
