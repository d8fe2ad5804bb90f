"""Sketches: near duplicates share numbers, other texts do not."""

from articles.core.duplicates.sketches import BANDS, LEAST_SHARED, folded_words, sketch

WORDS = [f"word{n * n % 997}" for n in range(300)]


def shared(one, other):
    return len(set(sketch(one)) & set(sketch(other)))


def test_one_text_has_one_sketch_whatever_its_case_and_signs():
    one = folded_words(" ".join(WORDS))
    assert sketch(one) == sketch(folded_words("! ".join(WORDS).upper()))
    assert len(sketch(one)) == BANDS


def test_a_text_with_a_few_other_words_shares_enough():
    changed = [*WORDS[:100], "another", *WORDS[103:200], "sentence", "came", *WORDS[205:]]
    assert shared(WORDS, changed) >= LEAST_SHARED


def test_another_text_shares_nothing():
    assert shared(WORDS, [f"other{n * n % 997}" for n in range(300)]) == 0


def test_a_text_too_short_has_none():
    assert sketch(WORDS[:20]) == ()
    assert len(sketch(WORDS[:21])) == BANDS


def test_the_numbers_fit_the_column():
    assert all(0 <= number < 2**63 for number in sketch(WORDS))
