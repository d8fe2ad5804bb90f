import pytest

from articles.core.rendering import render


def unclosed(text):
    return [(p.line, p.detail) for p in render(text).problems if p.kind == "formula-unclosed"]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (r"It is $\frac{a}{b} here.", r"$\frac{a}{b} here."),
        ("so $x = 5 holds.\n\nMore $y$.", "$x = 5 holds."),
        ("$$\nx^2 + 1\n\nand more", "$$"),
        (r"\[ \frac12 and no end", r"\[ \frac12 and no end"),
        (r"\begin{align} x &= 1", r"\begin{align} x &= 1"),
    ],
)
def test_a_formula_without_an_end_is_found(text, detail):
    assert unclosed(text) == [(1, detail)]


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and more.",
        "Prices run from $5 to $10.",
        "US$ 5, US$5 or $USD.",
        "Set $HOME/bin first.",
        r"An escaped \$x^2.",
        "`$x = 5` is code.",
        "```\n$x = 5\n```",
        r"A bracket \[sic\] and \(so on\).",
        "$a$, $$b$$ and more.",
        "",
    ],
)
def test_prices_code_and_whole_formulas_are_none(text):
    assert unclosed(text) == []


def test_it_has_its_line():
    assert unclosed("One.\n\nTwo $x^2 ends.")[0][0] == 3


def test_many_signs_give_a_bounded_list_in_bounded_time():
    assert len(unclosed("\\begin{align} x^2\n\n" * 5_000)) == 20
