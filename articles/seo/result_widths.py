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
    """How much is shown of a text: `lines` of `width` pixels each, set in `size` pixels. A limit
    of one line holds for the whole text, wherever it is broken."""

    width: int
    size: int
    lines: int = 1

    @property
    def pixels(self) -> int:
        return self.width * self.lines


TITLE = {"desktop": Limit(600, 20), "phone": Limit(328, 20, lines=2)}
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
    is too wide; a word that is too wide by itself is cut within."""
    whole = width_of(text, limit.size)
    if whole <= limit.width:
        return Fitted(text, round(whole), limit.pixels)
    end = _end(text, limit, 0.0)
    if end == len(text):
        return Fitted(text, min(round(whole), limit.pixels), limit.pixels)
    end = _end(text, limit, width_of(_ELLIPSIS, limit.size))
    shown = text[:end]
    if not text[end].isspace() and " " in shown.strip():
        shown = shown.rsplit(" ", 1)[0]
    # Lines that are broken at words hold less than their width: what is cut is said to be.
    pixels = max(round(whole), limit.pixels + 1)
    return Fitted(shown.rstrip(" ,;:–—-") + _ELLIPSIS, pixels, limit.pixels)


def _end(text: str, limit: Limit, reserved: float) -> int:
    """Where the lines are full, `reserved` pixels of the last one kept free. Lines are broken
    behind their last blank, as a browser breaks them."""
    start = 0
    for line in range(limit.lines):
        is_last = line == limit.lines - 1
        end = _end_of_line(text, start, limit, reserved if is_last else 0.0)
        if end == len(text) or is_last:
            return end
        blank = text.rfind(" ", start, end + 1)
        start = blank + 1 if blank > start else end
    return start


def _end_of_line(text: str, start: int, limit: Limit, reserved: float) -> int:
    room = (limit.width - reserved) * _UNITS / limit.size
    for place in range(start, len(text)):
        room -= _width(text[place])
        if room < 0:
            return place
    return len(text)


def _width(character: str) -> int:
    return _WIDTHS.get(character) or (_WIDE if character >= _FIRST_WIDE else _OTHER)
