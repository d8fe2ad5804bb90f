"""Widths of texts in a search engine's list of results, and where they are cut.

Google sets results in Arial and cuts them by their width, not by their characters. It publishes no
limits; these are those that people who measured its pages agree on: 600 pixels of a title and two
lines (920) of a description on a desktop, two lines of a title and 680 pixels of a description on a
phone. `script/arial_widths` measures the typeface.
"""

import json
from dataclasses import dataclass
from pathlib import Path

_UNITS = 2_048
_TABLE: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("arial_widths.json").read_text(encoding="utf-8")
)
_WIDTHS = {character: int(width) for width, group in _TABLE.items() for character in group}
# Ideographs, kana, hangul and signs that Arial lacks are as wide as they are high; other letters
# are about as wide as a digit.
_WIDE, _OTHER = _UNITS, 1_139
_FIRST_WIDE = "\u1100"
_ELLIPSIS = " ..."


@dataclass(frozen=True, slots=True)
class Limit:
    """How much is shown of a text: `pixels` in all its lines, set in `size` pixels."""

    pixels: int
    size: int


TITLE = {"desktop": Limit(600, 20), "phone": Limit(656, 20)}
DESCRIPTION = {"desktop": Limit(920, 14), "phone": Limit(680, 14)}


@dataclass(frozen=True, slots=True)
class Fitted:
    """`shown` is what a list shows of a text that is `pixels` of `limit` pixels wide."""

    shown: str
    pixels: int
    limit: int

    @property
    def is_cut(self) -> bool:
        return self.pixels > self.limit


def width_of(text: str, size: int) -> float:
    """Return how many pixels wide a text is in Arial of `size` pixels, without kerning.

    >>> round(width_of("What is light?", 20), 1)
    118.9
    """
    return sum(map(_width, text)) * size / _UNITS


def fit(text: str, limit: Limit) -> Fitted:
    """Return what a list of results shows of a text of one line: whole words and " ..." where it
    is too wide; a first word that is too wide by itself is cut within."""
    whole = width_of(text, limit.size)
    if whole <= limit.pixels:
        return Fitted(text, round(whole), limit.pixels)
    room = (limit.pixels - width_of(_ELLIPSIS, limit.size)) * _UNITS / limit.size
    end = 0
    for character in text:
        room -= _width(character)
        if room < 0:
            break
        end += 1
    shown = text[:end]
    if end < len(text) and not text[end].isspace() and " " in shown.strip():
        shown = shown.rsplit(" ", 1)[0]
    # Never less than one pixel beyond, so that what is cut is said to be.
    pixels = max(round(whole), limit.pixels + 1)
    return Fitted(shown.rstrip(" ,;:–—-") + _ELLIPSIS, pixels, limit.pixels)


def _width(character: str) -> int:
    return _WIDTHS.get(character) or (_WIDE if character >= _FIRST_WIDE else _OTHER)
