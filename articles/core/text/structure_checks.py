"""Checks on how an answer is built: headings, images, telephone numbers.

Of the publisher's 11,573 answers none leaves out a level of headings or holds an image, and two
print a telephone number. Each rule first looks for a rare substring, as those of
`articles.core.text.quality_checks` do.
"""

import re
from collections.abc import Iterator, Sequence

from articles.core.images.image_names import read_address
from articles.core.text.markdown_scanner import Span, find_spans
from articles.core.text.problem_kinds import Problem

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+\S[^\n]*", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\](?:\([^)\s]|\[)")
# What the page shows as its alternative text (articles/core/rendering/html_elements.py): an address
# of another host, which would be told who reads what, and one that is no path from the site's root.
_FOREIGN = re.compile(
    r"!\[[^\]\n]{0,300}\]\((?!<?/(?![/\\]))<?([^\s)>][^\s)>]{0,300})[^)\n]{0,300}\)"
)
_HTML_IMAGE = re.compile(r"<img\b[^<>]{0,500}>", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"""\balt\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s]|[^\s"'>])""", re.IGNORECASE)
# The North American form with its separators, and international numbers with their plus sign:
# digits alone are measures and years.
_PHONE = re.compile(
    r"(?<![\w.+/=$-])(?:\+?1[ .-])?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-]|\.\d)"
    r"|(?<![\w.+/=$-])\+\d{1,3}(?:[ -]\(?\d{2,4}\)?){3,5}(?![\w-]|\.\d)"
)
# Numbers that are printed for everybody (freephone), and those kept for fiction (555-01xx).
_NOBODYS = re.compile(r"\+?1?[ .-]?\(?8(?:00|33|44|55|66|77|88)\b|.*\b555\)?[ .-]")
# What stands near a number that somebody shall call. The pattern alone, over every answer, would
# take an eighth of an import.
_PHONE_STEMS = ("phone", "Phone", "call ", "Call ", "Tel", "tel:", "ontact", "@", " +", "(+", "Fax")
_MOST = 20


def inspect_structure(answer: str) -> Iterator[Problem]:
    """Yield what is wrong with how an answer is built, at most 20 of each kind."""
    has_headings = "# " in answer or "#\t" in answer
    has_images = "![" in answer or "<img" in answer.lower()
    has_numbers = any(stem in answer for stem in _PHONE_STEMS)
    phones = list(_PHONE.finditer(answer)) if has_numbers else []
    headings = list(_HEADING.finditer(answer)) if has_headings else []
    if not (has_images or phones or len(headings) > 1):
        return
    spans = find_spans(answer)
    yield from _headings_without_parent(answer, [x for x in headings if not _is_in(x, spans)])
    if has_images:
        yield from _images_without_text(answer, spans)
        foreign = [
            match
            for match in _FOREIGN.finditer(answer)
            if not (_is_in(match, spans) or read_address(match[1]))
        ]
        for match in foreign[:_MOST]:
            yield _problem("image-foreign", answer, match)
    numbers = [x for x in phones if not (_is_in(x, spans) or _NOBODYS.match(x[0]))]
    for match in numbers[:_MOST]:
        yield _problem("phone-number", answer, match)


def _headings_without_parent(answer: str, headings: Sequence[re.Match[str]]) -> Iterator[Problem]:
    """Headings that stand two levels or more below the one before; the first may have any."""
    before = 6
    found = 0
    for match in headings:
        level = len(match[1])
        if level > before + 1 and found < _MOST:
            found += 1
            yield _problem("heading-order", answer, match)
        before = level


def _images_without_text(answer: str, spans: Sequence[Span]) -> Iterator[Problem]:
    found = [match for match in _IMAGE.finditer(answer) if not match[1].strip()]
    found += [tag for tag in _HTML_IMAGE.finditer(answer) if not _ALTERNATIVE.search(tag[0])]
    for match in [match for match in found if not _is_in(match, spans)][:_MOST]:
        end = answer.find(")", match.start()) + 1
        words = answer[match.start() : end or match.end()]
        yield Problem("image-alt-missing", "answer", _line(answer, match), words[:200])


def _problem(kind: str, answer: str, match: re.Match[str]) -> Problem:
    return Problem(kind, "answer", _line(answer, match), match[0].strip()[:200])


def _line(answer: str, match: re.Match[str]) -> int:
    return answer.count("\n", 0, match.start()) + 1


def _is_in(match: re.Match[str], spans: Sequence[Span]) -> bool:
    """Whether it stands in code or in a formula, where nothing is a heading, image or number."""
    return any(span.start <= match.start() < span.end for span in spans)
