"""Accents are refused where they would be hard to read."""

import pytest
from django.core.exceptions import ValidationError

from articles.models.accent_colours import contrast, validate_dark_accent, validate_light_accent


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == contrast("#ffffff", "#767676")
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("colour", ["#0b4f8a", "#8a1f11", "#000000"])
def test_a_dark_colour_is_an_accent_of_the_light_page(colour):
    validate_light_accent(colour)
    with pytest.raises(ValidationError, match="lighter"):
        validate_dark_accent(colour)


@pytest.mark.parametrize("colour", ["#93c4f0", "#ffd24d"])
def test_a_light_colour_is_an_accent_of_the_dark_page(colour):
    validate_dark_accent(colour)
    with pytest.raises(ValidationError, match=r"contrast of 1\.\d : 1"):
        validate_light_accent(colour)


def test_legible_on_white_is_not_enough_on_the_quiet_ground():
    with pytest.raises(ValidationError, match="darker"):
        validate_light_accent("#767676")


@pytest.mark.parametrize("colour", ["red", "#abc", "#0B4F8A", "#0b4f8a;", "#0b4f8a\n", ""])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValidationError, match="six digits"):
        validate_light_accent(colour)
