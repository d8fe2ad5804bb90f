import pytest

from articles.seo.result_widths import DESCRIPTION, TITLE, Limit, fit, width_of

LIMIT = Limit(200, 20)
LONG = "What is the difference between correlation and causation?"


@pytest.mark.parametrize(
    ("character", "units"),
    # The advance widths of Arial, from its own `hmtx` table: i, a, W, @, digits, euro.
    [("i", 455), ("a", 1139), ("W", 1933), ("@", 2079), ("7", 1139), ("€", 1139)],
)
def test_widths_are_those_of_arial(character, units):
    assert width_of(character, 2048) == units


def test_signs_that_the_typeface_lacks_have_a_width():
    assert width_of("東", 20) == 20
    assert 0 < width_of("ا", 20) < 20


def test_a_text_that_fits_is_shown_whole():
    fitted = fit("What is light?", LIMIT)
    assert (fitted.shown, fitted.is_cut) == ("What is light?", False)
    assert fitted.pixels == round(width_of("What is light?", 20))


def test_a_text_that_is_too_wide_is_cut_at_a_word():
    fitted = fit(LONG, LIMIT)
    assert fitted.is_cut
    assert fitted.shown.endswith(" ...")
    assert width_of(fitted.shown, 20) <= 200
    words = fitted.shown.removesuffix(" ...")
    assert LONG.startswith(f"{words} ")


def test_a_word_without_blanks_is_cut_within():
    fitted = fit("x" * 100, LIMIT)
    assert 2 < len(fitted.shown) < 30


def test_narrow_letters_fit_where_wide_ones_do_not():
    assert not fit("i" * 80, TITLE["desktop"]).is_cut
    assert fit("W" * 80, TITLE["desktop"]).is_cut


@pytest.mark.parametrize("text", ["", " ", "x", "x" * 100_000, " " * 5_000, "東" * 99])
def test_any_text_fits(text):
    for limit in (*TITLE.values(), *DESCRIPTION.values()):
        fitted = fit(text, limit)
        assert fitted.is_cut == (fitted.shown != text)


def test_two_lines_are_broken_at_words():
    """On a phone a title has two lines, each of which loses what the next word does not fill."""
    first, second = "What is the", "difference ..."
    fitted = fit(LONG, Limit(180, 20, lines=2))
    assert width_of(f"{first} difference", 20) > 180
    assert width_of("difference between ...", 20) > 180
    assert fitted.shown == f"{first} {second}"
    assert (fitted.is_cut, fitted.limit) == (True, 360)


def test_what_fits_two_lines_is_whole():
    text = "What is the difference between"
    assert fit(text, Limit(200, 20, lines=2)).shown == text
