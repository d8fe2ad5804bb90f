"""Formulas in one line, as text on, above and below it."""

import pytest

from articles.core.cards.formula_typesetting import formula_pieces, prose_pieces


def written(pieces):
    """`x^2_1` in braces, so that a case can be read; blanks that hold as blanks."""
    signs = {0: "{}", 1: "^[{}]", -1: "_[{}]"}
    return "".join(signs[piece.shift].format(piece.text) for piece in pieces).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("x", "𝑥"),
        ("h", "ℎ"),
        ("E = mc^2", "𝐸 = 𝑚𝑐^[2]"),
        ("E=mc^2", "𝐸 = 𝑚𝑐^[2]"),
        ("x^{10}", "𝑥^[10]"),
        ("x^2y", "𝑥^[2]𝑦"),
        ("x^{2y}", "𝑥^[2𝑦]"),
        ("x_{n+1}", "𝑥_[𝑛+1]"),
        ("x^{n - 1}", "𝑥^[𝑛−1]"),
        (r"e^{-x^2}", "𝑒^[−𝑥²]"),
        (r"\int_0^\infty", "∫_[0]^[∞]"),
        (r"\sum_{i=1}^{n} i^2", "∑_[𝑖=1]^[𝑛] 𝑖^[2]"),
        (r"\frac{1}{2}mv^2", "^[1]⁄_[2]𝑚𝑣^[2]"),
        (r"\frac{a+b}{2}", "(𝑎 + 𝑏)/2"),
        (r"\sqrt{\pi}", "√π"),
        ("a-b", "𝑎 − 𝑏"),
        ("-1", "−1"),
        ("x = -1", "𝑥 = −1"),
        ("f'(x)", "𝑓′(𝑥)"),
        (r"\sin^2\theta", "sin^[2]θ"),
        (r"x \in \mathbb{R}", "𝑥 ∈ ℝ"),
        (r"\text{if } x", "if 𝑥"),
        (r"\ce{H2O}", "H_[2]O"),
        (r"\ce{Cr2O7^2-}", "Cr_[2]O_[7]^[2−]"),
        (r"\ce{2H2 + O2 -> 2H2O}", "2 H_[2] + O_[2] ⟶ 2 H_[2]O"),
    ],
)
def test_a_formula_reads_as_it_is_set(tex, shown):
    assert written(formula_pieces(tex)) == shown


@pytest.mark.parametrize(
    "tex",
    [
        "",
        "^",
        "_",
        "{",
        "}",
        "\\",
        "x^",
        "x_{",
        r"\frac",
        r"\frac{1}",
        r"\sqrt[",
        "{{{{",
        "^^__",
        r"\begin{matrix} a & b \\ c & d \end{matrix}",
        "x^{" * 60,
        "\\left( x",
        "x" * 5000,
    ],
)
def test_no_formula_is_too_broken(tex):
    pieces = formula_pieces(tex)
    assert all(piece.text for piece in pieces)
    assert not any("\\" in piece.text for piece in pieces[:-1])


def test_a_short_formula_is_never_broken_and_a_longer_one_before_its_relations():
    assert " " not in "".join(piece.text for piece in formula_pieces("a + b = c"))
    text = "".join(piece.text for piece in formula_pieces("aaaa + bbbb = cccc + dddd"))
    assert text.split(" ") == ["𝑎𝑎𝑎𝑎\xa0+\xa0𝑏𝑏𝑏𝑏", "=\xa0𝑐𝑐𝑐𝑐\xa0+\xa0𝑑𝑑𝑑𝑑"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Is it O(n^2)?", "Is it O(n^[2])?"),
        ("Is it 10^23?", "Is it 10^[23]?"),
        ("What is a ^ b?", "What is a ^ b?"),
        ("What is x^foo?", "What is x^foo?"),
        ("What is snake_case?", "What is snake_case?"),
    ],
)
def test_a_typed_power_is_raised(text, shown):
    assert written(prose_pieces(text)) == shown
