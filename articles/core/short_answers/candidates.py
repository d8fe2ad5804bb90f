"""What of an answer could be its short answer: one or two of its sentences that stand by
themselves.

Most answers open with what they are about, and end with what they have shown: of 227 that were
read, about half say the answer itself in the first or second sentence, a third in the closing
paragraph alone ("In summary, …"), and the rest list it ("… for several reasons:").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import escape

from articles.core.short_answers.list_leads import leads
from articles.core.short_answers.listed_names import names_behind
from articles.core.short_answers.paragraphs import (
    Paragraph,
    Sentence,
    paragraphs,
    plain,
    sentences,
)
from articles.core.short_answers.wordings import (
    ADDS_NOTHING,
    CLOSES,
    ENDS_WHOLE,
    LEANS,
    OPENS_WITH,
    POINTS,
    SAYS_THESE,
)
from articles.core.text.description_choice import telling_words
from articles.core.text.description_openings import capitalise

LIMIT = 320
_SHORTEST = 25
_MOST_SENTENCES = 2
# Three are welcome where they say no more than two of the usual length.
_LONGEST_OF_THREE = 200


class Place(StrEnum):
    """Where a short answer stands in the text: as its first sentences, behind them, in the closing
    paragraph, or as a list's names."""

    OPENING = "opening"
    BODY = "body"
    FORMULA = "formula"
    CLOSING = "closing"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Candidate:
    """`text` is one line, `html` the same with its formulas. `spot` is where its paragraph begins
    and it ends in the answer's HTML, if it stands at the beginning of one of the first paragraphs;
    `added` is the HTML of a sentence from further down behind it. `is_far`: it stands at the end of
    the answer."""

    text: str
    html: str
    place: Place
    spot: tuple[int, int] | None = None
    is_far: bool = False
    added: str = ""


_DISPLAY = re.compile(
    r'\s*<p>\s*<span class="math-display[^>]*>\s*(<math\b.*?</math>)</span>\s*</p>', re.DOTALL
)
_LONGEST_FORMULA = 90


def candidates(html: str, plain_text: str, *, has_two_parts: bool = False) -> Iterator[Candidate]:
    """Every short answer that an answer has to offer; `plain_text` is the answer's.
    `has_two_parts`: the question asks two things, of which the beginning may answer the first and a
    sentence of another paragraph the second."""
    found = list(_single(html, plain_text))
    yield from found
    if has_two_parts:
        yield from _joined(found)


def _joined(found: list[Candidate]) -> Iterator[Candidate]:
    """The answer's first sentence with a sentence from another paragraph behind it; of those at the
    end only what sums up, since the last of several matters says nothing of the others."""
    head = next((each for each in found if each.place is Place.OPENING and each.spot), None)
    for other in found:
        sums_up = other.is_far and other.place is not Place.BODY
        is_near = other.spot and head and other.spot[0] != head.spot[0]
        is_elsewhere = sums_up or (is_near and not other.is_far)
        if head and is_elsewhere and len(head.text) + len(other.text) < LIMIT:
            yield Candidate(
                f"{head.text} {other.text}",
                f"{head.html} {other.html}",
                Place.OPENING,
                head.spot,
                added=other.html,
            )


def _single(html: str, plain_text: str) -> Iterator[Candidate]:
    prose = list(paragraphs(html))
    texts = [each for each in prose if not each.is_formula]
    if not texts:
        return
    first = texts[0]
    yield from _of_opening(first, is_at_head=not html[: first.start].strip())
    yield from _of_announcement(html, first, plain_text)
    for paragraph in texts[1:3]:
        if paragraph.follows_heading or paragraph is texts[1]:
            yield from _of_body(paragraph)
    for paragraph in texts[-2:]:
        if paragraph is not first:
            yield from _of_closing(paragraph, html, is_last=paragraph is texts[-1])


def _of_opening(paragraph: Paragraph, *, is_at_head: bool) -> Iterator[Candidate]:
    found = sentences(paragraph.html)
    for start in range(min(2, len(found))):
        for run in _runs(found, start):
            text, cut = _without(OPENS_WITH, run)
            if start and LEANS.match(text):
                continue
            place = Place.OPENING if start == 0 and is_at_head else Place.BODY
            yield Candidate(text, _html(run, cut), place, _spot(paragraph, run, start, cut))


def _of_body(paragraph: Paragraph) -> Iterator[Candidate]:
    found = sentences(paragraph.html)
    for run in _runs(found, 0):
        if not LEANS.match(run[0].text) and not CLOSES.match(run[0].text):
            yield Candidate(_text(run), _html(run), Place.BODY, _spot(paragraph, run))


def _of_closing(paragraph: Paragraph, html: str, *, is_last: bool) -> Iterator[Candidate]:
    """What a closing paragraph says, without its "In summary,"; a last one that says no such word
    may close as well. A result may stand in a display behind it."""
    found = sentences(paragraph.html)
    if not found or not (is_last or CLOSES.match(found[0].text)):
        return
    has_closed = CLOSES.match(found[0].text) is not None
    for start in range(min(2, len(found))):
        closes = CLOSES.match(found[start].text)
        if start and not closes and LEANS.match(found[start].text):
            continue
        for run in _runs(found, start):
            text, cut = _without(CLOSES, run)
            if not LEANS.match(text):
                place = Place.CLOSING if closes or has_closed else Place.BODY
                yield Candidate(text, _html(run, cut), place, is_far=True)
    last = found[-1]
    result = _with_display(last, html[paragraph.end :])
    closes = CLOSES.match(last.text)
    if result and closes:
        text, shown = result
        yield Candidate(
            capitalise(text[closes.end() :]),
            _cut_html(shown, closes[0]),
            Place.FORMULA,
            is_far=True,
        )


def _of_announcement(html: str, paragraph: Paragraph, plain_text: str) -> Iterator[Candidate]:
    """The first paragraph's last sentence with what it announces: a formula, or a list's names."""
    found = sentences(paragraph.html)
    if not found or not found[-1].text.endswith(":") or not found[-1].is_movable:
        return
    last, rest = found[-1], html[paragraph.end :]
    if result := _with_display(last, rest):
        if not LEANS.match(last.text) or len(found) == 1:
            yield Candidate(*result, Place.FORMULA)
        return
    for lead in leads([each.text for each in found]):
        names = names_behind(rest, plain_text, LIMIT - len(lead) - 2)
        if (
            names
            and not POINTS.search(lead)
            and len(telling_words(names) - telling_words(lead)) > 1
        ):
            text = f"{lead}: {names}"
            yield Candidate(text, escape(text, quote=False), Place.LIST)


def _with_display(sentence: Sentence, rest: str) -> tuple[str, str] | None:
    """The sentence and the display right behind it, as text and as HTML; None where there is none,
    or a long one."""
    match = _DISPLAY.match(rest) if sentence.text.endswith(":") else None
    if not match:
        return None
    formula = plain(match[0]).rstrip(" .,;")
    if not formula or len(formula) > _LONGEST_FORMULA:
        return None
    inline = match[1].replace(' display="block"', "", 1)
    return f"{sentence.text} {formula}.", f"{sentence.html} {inline}."


def _runs(found: Sequence[Sentence], start: int) -> Iterator[list[Sentence]]:
    """One sentence, and two (or three short ones), from `start` on, that are whole, short enough
    and point nowhere."""
    run: list[Sentence] = []
    length = 0
    for sentence in found[start : start + _MOST_SENTENCES + 1]:
        length += len(sentence.text) + bool(run)
        if length > (LIMIT if len(run) < _MOST_SENTENCES else _LONGEST_OF_THREE):
            return
        goes_on = ADDS_NOTHING.match(sentence.text) if run else SAYS_THESE.search(sentence.text)
        if goes_on or not _may_be_shown(sentence):
            return
        run = [*run, sentence]
        if length >= _SHORTEST:
            yield run


@lru_cache(maxsize=64)
def _may_be_shown(sentence: Sentence) -> bool:
    """Whether it is whole, points to nothing that is not shown with it, and may be moved."""
    text = sentence.text
    return bool(ENDS_WHOLE.search(text)) and not POINTS.search(text) and sentence.is_movable


def _text(run: list[Sentence]) -> str:
    return " ".join(each.text for each in run)


def _spot(
    paragraph: Paragraph, run: list[Sentence], start: int = 0, cut: str = ""
) -> tuple[int, int] | None:
    is_at_beginning = start == 0 and not cut
    return (
        (paragraph.start, paragraph.start + len("<p>") + run[-1].end) if is_at_beginning else None
    )


def _html(run: list[Sentence], cut: str = "") -> str:
    return _cut_html(" ".join(each.html for each in run), cut)


def _without(opening: re.Pattern[str], run: list[Sentence]) -> tuple[str, str]:
    """The run's text without an opening, and that opening, "" for none."""
    text = _text(run)
    match = opening.match(text)
    if not match or not text[match.end() :]:
        return text, ""
    return capitalise(text[match.end() :]), match[0]


def _cut_html(html: str, cut: str) -> str:
    """The same without an opening of plain words."""
    if not cut or not html.startswith(cut):
        return html
    rest = html[len(cut) :]
    return capitalise(rest) if not rest.startswith(("<", "&")) else rest
