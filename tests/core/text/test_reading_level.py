import pytest

from articles.core.text.reading_level import FEWEST_WORDS, reading_level

EASY = "The cat sat on the mat. It was warm there, and she slept. " * 10
HARD = (
    "Notwithstanding considerable methodological heterogeneity, contemporary interdisciplinary"
    " investigations demonstrate that institutional configurations systematically determine"
    " distributional outcomes across representative populations. "
) * 5


def test_long_words_and_sentences_are_hard():
    assert reading_level(HARD).is_hard
    assert reading_level(EASY).grade < 5


def test_the_grade_is_that_of_the_formula():
    """Six words, six syllables, one sentence: 0.39 × 6 + 11.8 − 15.59."""
    assert reading_level("The cat sat on the mat. " * 20).grade == pytest.approx(-1.45)


def test_headings_and_labels_are_no_sentences():
    assert reading_level(f"Cats\n{EASY}\nOn mats") == reading_level(EASY)


@pytest.mark.parametrize("text", ["", "Short.", "猫は暖かい。" * 50, "The cat sat on it. " * 3])
def test_few_words_say_nothing(text):
    level = reading_level(text)
    assert level.words < FEWEST_WORDS
    assert (level.grade, level.is_hard) == (0.0, False)
