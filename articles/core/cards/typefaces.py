"""Typefaces of cards: glyph coverage, and the choice of a typeface for each run of text.

Three ship with the software (fonts/README.md); a site may name more. What none has is left out.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont, features

_FOLDER = Path(__file__).resolve().parent / "fonts"
TEXT = str(_FOLDER / "literata-semibold.ttf")
MATHEMATICS = str(_FOLDER / "latin-modern-math.otf")
SYMBOLS = str(_FOLDER / "dejavu-sans-bold.ttf")

# Scripts are joined and turned around by Raqm, which asks FriBidi; where a machine lacks it,
# Arabic would fall apart into single letters, in the wrong order.
CAN_SET_RIGHT_TO_LEFT = features.check("raqm") and features.check("fribidi")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# An index or exponent, as a part of the size of what it belongs to.
SCRIPT_SIZE = 0.64
# Sizes are few: ten of headings, and their indices.
_FONTS_KEPT = 256
# The size at which texts are measured; nothing is hinted, so that widths grow with the size.
_MEASURE = 100


class Run(NamedTuple):
    """A stretch of text in one face; `shift` as a Piece of `formulas` has it."""

    text: str
    face: str
    shift: int = 0


def runs_of(text: str, faces: tuple[str, ...], *, shift: int = 0) -> tuple[list[Run], int]:
    """Cut a text into runs, each in the first of the faces that has its signs; also return how
    many signs were left out because none has them.

    A sign that combines stays with the one before it; one that prints nothing (a joiner, a
    direction) is neither shown nor missed, and neither is a blank.
    """
    runs: list[list] = []
    missing = 0
    for sign in text.replace("\xa0", " "):
        current = runs[-1][1] if runs else None
        if sign == " " or unicodedata.combining(sign):
            face = current if current and _has(current, sign) else _face_of(sign, faces)
        else:
            face = _face_of(sign, faces)
        if face is None:
            missing += unicodedata.category(sign) not in {"Cf", "Cc", "Mn", "Me"}
        elif face == current:
            runs[-1][0] += sign
        else:
            runs.append([sign, face])
    return [Run(run, face, shift) for run, face in runs], missing


def placed(runs: Sequence[Run]) -> tuple[list[tuple[Run, float]], float]:
    """Where each run begins, and where the last ends, as parts of the size: an exponent right
    behind an index stands over it."""
    places: list[tuple[Run, float]] = []
    x = end = 0.0
    before = 0
    for run in runs:
        if not (run.shift and run.shift == -before):
            x = end
        places.append((run, x))
        before = run.shift if x == end else 0
        end = max(end, x + run_width(run))
    return places, end


def run_width(run: Run) -> float:
    """The width of a run as a part of the size of the line."""
    return width(run.text, run.face) * (SCRIPT_SIZE if run.shift else 1)


@lru_cache(maxsize=_FONTS_KEPT)
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """The face at a size in pixels."""
    return ImageFont.truetype(face, size)


@lru_cache(maxsize=16_384)
def width(text: str, face: str) -> float:
    """How wide a text is, as a part of its size."""
    return font(face, _MEASURE).getlength(text) / _MEASURE


def has_right_to_left(text: str) -> bool:
    """Return whether a text holds a letter that is written to the left."""
    return any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)


def begins_right_to_left(text: str) -> bool:
    """Tell a text's direction by its first letter that has one (Unicode annex 9, rule P2)."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction == "L" or direction in _RIGHT_TO_LEFT:
            return direction != "L"
    return False


def _face_of(sign: str, faces: tuple[str, ...]) -> str | None:
    """Latin Modern's root hangs below the line: it is made to be built up by a typesetter."""
    return next(
        (face for face in faces if _has(face, sign) and not (face == MATHEMATICS and sign in "√⁄")),
        None,
    )


@lru_cache(maxsize=65_536)
def _has(face: str, sign: str) -> bool:
    """Whether a face has a picture of its own for a sign: not the box of what is missing."""
    if sign == " ":
        return True
    probe = ImageFont.truetype(face, 24, layout_engine=ImageFont.Layout.BASIC)
    mask = probe.getmask(sign)
    missing = probe.getmask("\U0010fffd")
    return (mask.size, bytes(mask)) != (missing.size, bytes(missing))
