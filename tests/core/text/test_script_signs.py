"""Superscripts and subscripts: which become signs, and that the search reads them as typed."""

import pytest

from articles.core.text.script_signs import set_scripts, set_typed_scripts
from articles.core.text.search_words import passages_of, words_of


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("What is O(n^2)?", "What is O(n²)?"),
        ("f(x) = (x + q)^n", "f(x) = (x + q)ⁿ"),
        ("-1.602 x 10^-19 coulombs", "-1.602 x 10⁻¹⁹ coulombs"),
        ("([H^+]) and [OH^-]", "([H⁺]) and [OH⁻]"),
        ("km^2, 3x^2, x^(n+1), 2^{10}", "km², 3x², xⁿ⁺¹, 2¹⁰"),
        ("O(1)", "O(1)"),
        ("a^b^c and C^*-algebra", "a^b^c and C^*-algebra"),
        ("regex ^abc$, ^_^ and foo^bar", "regex ^abc$, ^_^ and foo^bar"),
        ("snake_case x_1", "snake_case x_1"),
        ("a ^ b", "a ^ b"),
    ],
)
def test_only_what_is_plainly_mathematics_is_raised_in_prose(typed, shown):
    assert set_typed_scripts(typed) == shown


@pytest.mark.parametrize(
    "typed", ["x^2 + H2O", "a_n + x^n+1", "10^23 m^-1", "R_x^2 + C6H12O6", "CO^2 on 3^4"]
)
def test_the_search_reads_signs_as_they_are_typed(typed):
    shown = set_scripts(typed.replace("H2O", "H_2O").replace("^23", "^(23)"))
    assert shown != typed
    assert words_of(shown) == words_of(typed)
    assert passages_of(shown) == passages_of(typed)
