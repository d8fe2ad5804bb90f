"""A list's names as a row of words within a sentence."""

import re
from functools import lru_cache

from articles.core.rendering.plain_text import listed_names

_FEWEST = 3
# So many letters are enough to know a word in another form: "structure" and "structural".
_STEM = 6
_NUMBER = re.compile(r"\d{1,2}[.)] ")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TITLED = re.compile(r"[A-Z][a-z]+(?:['’]s)?\Z")
# What ends so is no name of a person or place, though the answer writes it with a capital only.
_COMMON = re.compile(
    r"(?:tion|sion|ment|ments|ity|ities|ness|ance|ence|ing|ings|ive|ship|ships|ology|ical|ful|less"
    r"|able|ible|tions|ments|ally|ated|ous)\Z"
)
_SMALL = frozenset(
    (
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "the",
        "a",
        "an",
        "to",
        "for",
        "with",
        "by",
        "from",
        "as",
        "vs",
    )
)


def names_behind(html: str, text: str, room: int) -> str:
    """The names of the list that stands right at the beginning of `html`, as "a, b, and c."; "" for
    fewer than three. Where there is no room for all, it breaks off with "…". `text` is the whole
    answer's: a word that it writes small somewhere is no proper name.

    >>> names_behind("<ul><li><strong>Heat Flow</strong>…", "Heat is a flow of heat.", 40)
    ''
    """
    names = _in_a_sentence([_NUMBER.sub("", name) for name in names_in(html)], text)
    if len(names) < _FEWEST:
        return ""
    whole = ", ".join(names[:-1]) + f", and {names[-1]}."
    if len(whole) <= room:
        return whole
    fitting: list[str] = []
    for name in names:
        if len(", ".join((*fitting, name))) + 1 > room:
            break
        fitting.append(name)
    return f"{', '.join(fitting)}…" if len(fitting) >= _FEWEST else ""


def names_in(html: str) -> tuple[str, ...]:
    """The names of the list that stands right at the beginning of `html`."""
    return _names_in(html.lstrip("\n"))


@lru_cache(maxsize=4)  # asked for with each lead of one list, and for what sums it up
def _names_in(html: str) -> tuple[str, ...]:
    return tuple(listed_names(html))


def _in_a_sentence(names: list[str], text: str) -> list[str]:
    """The names with small letters where each of their words is a common one, else as they are
    written: some of them small would look like a mistake."""

    def is_common(word: str) -> bool:
        lower = word.lower()
        if lower in _SMALL or _COMMON.search(word):
            return True
        return f" {lower[:_STEM]}" in text or f"-{lower[:_STEM]}" in text

    words = [word for name in names for word in _WORD.findall(name) if _TITLED.match(word)]
    if not all(map(is_common, words)):
        return names
    return [_WORD.sub(_small, name) for name in names]


def _small(match: re.Match[str]) -> str:
    return match[0].lower() if _TITLED.match(match[0]) else match[0]
