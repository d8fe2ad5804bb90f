"""Names of authors, taken apart as references need them.

A field holds what somebody typed: an organisation ("QuickTakes", "University of Oslo"), a person
("Dr. Jane Roe, PhD", "Roe, Jane", "Ludwig van Beethoven") or several. What cannot be told is left
as it stands, as one name: a wrong family name is worse than none.
"""

import re
from typing import NamedTuple


class Author(NamedTuple):
    """A person, or with no `given` name an organisation or a name that has but one part."""

    family: str
    given: str = ""
    suffix: str = ""


_ORGANISATION = re.compile(
    r"\b(?:team|staff|editors?|editorial|contributors|university|institute|department|faculty"
    r"|college|school|academy|library|museum|press|publishers?|media|news|group|committee|council"
    r"|board|commission|ministry|agency|office|bureau|association|society|foundation|federation"
    r"|union|organi[sz]ation|cent(?:er|re)|lab(?:oratory)?|project|network|company|corporation"
    r"|bank|inc|ltd|llc|gmbh|authority|service|services|admin|experts?)\b\.?",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:(?:dr|prof|professor|mr|mrs|ms|mx|sir|dame|rev|hon)\b\.?\s+)+", re.IGNORECASE
)
_DEGREE = re.compile(
    r"^(?:ph\.?\s?d|m\.?d|d\.?phil|m\.?sc|b\.?sc|m\.?a|b\.?a|m\.?b\.?a|ed\.?d|j\.?d|ll\.?[bm]|r\.?n"
    r"|m\.?p\.?h|d\.?d\.?s|esq|c\.?p\.?a|f\.?r\.?s)\.?$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"^(?:jr|sr)\.?$|^(?:ii|iii|iv)$", re.IGNORECASE)
_PARTICLES = frozenset(
    """af al bin da das de del della den der des di do dos du el ibn la le ten ter van vom von zu
    zum zur""".split()  # noqa: SIM905
)
_AND = re.compile(r"\s*(?:,\s*)?(?:\band\b|&)\s+", re.IGNORECASE)
_MOST_WORDS = 5


def read_authors(text: str, *, organisations: frozenset[str] = frozenset()) -> tuple[Author, ...]:
    """Return the authors that a field names, in order; none of an empty one. `organisations` are
    names that are no person's, such as the site's own.

    >>> read_authors("Dr. Jane van Roe, PhD")
    (Author(family='van Roe', given='Jane', suffix=''),)
    >>> read_authors("QuickTakes Team")
    (Author(family='QuickTakes Team', given='', suffix=''),)
    """
    text = " ".join(text.split())
    if not text:
        return ()
    if text in organisations or _is_organisation(text):
        return (Author(text),)
    names = [name for part in text.split(";") for name in _names_in(part.strip())]
    return tuple(_read_name(name) for name in names if name)


def _is_organisation(text: str) -> bool:
    has_odd_sign = any(sign.isdigit() or sign in "@/|" for sign in text)
    return has_odd_sign or text.startswith("The ") or _ORGANISATION.search(text) is not None


def _names_in(text: str) -> list[str]:
    """The names of a list; "Roe, Jane" and "Jane Roe, PhD" are one."""
    names = []
    for part in _AND.split(text):
        chunks = [chunk.strip() for chunk in part.split(",") if chunk.strip()]
        own = [chunk for chunk in chunks if not _DEGREE.match(chunk)]
        suffixes = [chunk for chunk in own if _SUFFIX.match(chunk)]
        own = [chunk for chunk in own if chunk not in suffixes]
        if len(own) > 1 and all(" " in chunk for chunk in own):
            names += own
        else:
            names.append(", ".join([*own, *suffixes]))
    return names


def _read_name(text: str) -> Author:
    """A person's name in either order; what has a single word, or too many, as it stands."""
    family, comma, rest = text.partition(",")
    if comma:
        parts = [part.strip() for part in rest.split(",") if part.strip()]
        suffix = next((part for part in parts if _SUFFIX.match(part)), "")
        given = " ".join(part for part in parts if part != suffix)
        if given:
            return Author(family.strip(), _without_title(given), suffix)
        return _in_order(family.strip(), suffix)
    return _in_order(text, "")


def _in_order(text: str, suffix: str) -> Author:
    words = _without_title(text).split()
    if len(words) > 2 and _SUFFIX.match(words[-1]):
        suffix = suffix or words.pop()
    if not 2 <= len(words) <= _MOST_WORDS or not any(word[0].isupper() for word in words):
        return Author(_without_title(text))
    first = next(
        (place for place, word in enumerate(words) if place and word in _PARTICLES), len(words) - 1
    )
    return Author(" ".join(words[first:]), " ".join(words[:first]), suffix)


def _without_title(text: str) -> str:
    return _TITLE.sub("", text).strip() or text
