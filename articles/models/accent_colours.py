"""Validation of accent colours: sufficient contrast on every background of the pages. Pure."""

import re

from django.core.exceptions import ValidationError

# The grounds of static/css/tokens.css on which an accent stands as text; tests/web/test_styles.py
# compares them with the sheet.
LIGHT_GROUNDS = ("#ffffff", "#f6f7f9")
DARK_GROUNDS = ("#14171a", "#1c2025")
# WCAG 2.2, 1.4.3: text of any size.
LEAST_CONTRAST = 4.5

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


def relative_luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, of `#rrggbb` (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> round(contrast("#ffffff", "#767676"), 2)
    4.54
    """
    dark, light = sorted((relative_luminance(one), relative_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def is_legible(colour: str, grounds: tuple[str, ...]) -> bool:
    """Return whether `#rrggbb` may be the colour of text on all of the grounds."""
    return bool(_COLOUR.match(colour)) and least_contrast(colour, grounds) >= LEAST_CONTRAST


def least_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    """The lowest of the colour's contrasts with the grounds."""
    return min(contrast(colour, ground) for ground in grounds)


def validate_light_accent(colour: str) -> None:
    """Raise ValidationError, in a sentence, where the colour is pale on the light pages."""
    _validate(colour, LIGHT_GROUNDS, page="light", remedy="darker")


def validate_dark_accent(colour: str) -> None:
    """Raise ValidationError, in a sentence, where the colour is dim on the dark pages."""
    _validate(colour, DARK_GROUNDS, page="dark", remedy="lighter")


def _validate(colour: str, grounds: tuple[str, ...], *, page: str, remedy: str) -> None:
    if not _COLOUR.match(colour):
        raise ValidationError("Write the colour as # and six digits 0 to 9, a to f: #0b4f8a.")
    found = least_contrast(colour, grounds)
    if found < LEAST_CONTRAST:
        raise ValidationError(
            f"On the {page} page this colour has a contrast of {found:.1f} : 1, and links in it"
            f" would be hard to read; WCAG asks for {LEAST_CONTRAST} : 1. Choose a {remedy} one."
        )
