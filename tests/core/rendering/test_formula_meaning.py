"""Formulas that once said something else without a word: each as the line that a reader sees.

The right values were checked with KaTeX and MathJax, and the manuals of the packages named.
"""

import pytest

from articles.core.rendering.units import number
from tests.core.rendering.reading import read, read_one


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"Ag+(aq) + Cl-(aq) -> AgCl(s)", "Ag^(+)(aq)+Cl^(−)(aq)⟶AgCl(s)"),
        (r"OH-(aq)", "OH^(−)(aq)"),
        (r"2H+(aq)", "2H^(+)(aq)"),
        (r"NH4+(aq, sat)", "NH_(4)^(+)(aq,sat)"),
        (r"SO4^2-(aq)", "SO_(4)^(2−)(aq)"),
        (r"[Cu(NH3)4]^2+(aq)", "[Cu(NH_(3))_(4)]^(2+)(aq)"),
        (r"e-(g)", "e^(−)(g)"),
        (r"CH3-(CH2)4-CH3", "CH_(3)−(CH_(2))_(4)−CH_(3)"),
        (r"A+B", "A+B"),
        (r"A\bond{-}B", "A−B"),
        (r"A\bond{#}B\bond{...}C", "A≡B⋯C"),
    ],
)
def test_a_charge_stands_before_a_state(formula, expected):
    assert read_one(rf"\ce{{{formula}}}") == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\qty{5}{kg}", "5kg"),
        (r"T_{1/2}=\qty{8.0197}{days}", "T_(1/2)=8.0197days"),
        (r"\qty{5}{\kilogram}", "5kg"),
        (r"\SI{5}{\metre\per\second}", "5ms^(−1)"),
        (r"\SI{9.81}{m.s^{-2}}", "9.81ms^(−2)"),
        (r"\qty{3}{\kilo\watt\hour}", "3kWh"),
        (r"\qty{25}{\degreeCelsius}", "25^(∘)C"),
        (r"\qty{90}{\degree}", "90^(∘)"),
        (r"\qty{50}{\percent}", "50%"),
        (r"\unit{kg.m/s^2}", "kgm/s^(2)"),
        (r"\unit{\kilogram\metre\per\second\squared}", "kgms^(−2)"),
        (r"\si{\micro\metre}", "μm"),
        (r"\si{\square\metre}", "m^(2)"),
        (r"\unit[5]{kg}", "5kg"),
        (r"\num{1e5}", "1×10^(5)"),
        (r"\num{-1.5e-3}", "−1.5×10^(−3)"),
        (r"\num{e5}", "10^(5)"),
        (r"\num{.5}", "0.5"),
        (r"\num{1,5}", "1.5"),
        (r"\num{1.23(4)}", "1.23(4)"),
        (r"\num{3+-0.2}", "3±0.2"),
        (r"\num{2x3}", "2×3"),
        (r"\ang{30}", "30^(∘)"),
        (r"\ang{12;3;4}", "12^(∘)3′4″"),
        (r"\numrange{1}{5}", "1\xa0to\xa05"),
        (r"\qtyrange{1}{5}{\metre}", "1m\xa0to\xa05m"),
        (r"\numlist{1;2;3}", "1,\xa02\xa0and\xa03"),
    ],
)
def test_siunitx(tex, expected):
    assert read_one(tex) == expected


def test_digits_stand_in_groups_of_three():
    assert number("12345.67891") == r"12\,345.678\,91"
    assert number("1234.5678") == "1234.5678"


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\pu{8.314 J mol-1 K-1}", "8.314Jmol^(−1)K^(−1)"),
        (r"\pu{1.2e3 J}", "1.2⋅10^(3)J"),
        (r"\pu{1.2E3 J}", "1.2×10^(3)J"),
        (r"\pu{123 kJ/mol}", "123kJ/mol"),
        (r"\pu{123 kJ//mol}", "123(kJ)/(mol)"),
        (r"\pu{25 °C}", "25^(∘)C"),
        (r"\pu{5 m^2}", "5m^(2)"),
        (r"\pu{kJ*mol-1}", "kJ⋅mol^(−1)"),
        (r"\pu{50 %}", "50%"),
    ],
)
def test_physical_units_of_mhchem(tex, expected):
    assert read_one(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\dv{x} f(x)", "(d)/(dx)f(x)"),
        (r"\dv{f}{x}", "(df)/(dx)"),
        (r"\dv[2]{f}{x}", "(d^(2)f)/(dx^(2))"),
        (r"\dv*{f}{x}", "df/dx"),
        (r"\pdv{x}", "(∂)/(∂x)"),
        (r"\pdv{f}{x}{y}", "(∂^(2)f)/(∂x∂y)"),
        (r"\int x \dd{x}", "∫xdx"),
        (r"\int x \dd x", "∫xdx"),
        (r"\qty(\frac{a}{b})", "((a)/(b))"),
        (r"\qty[x]", "[x]"),
        (r"\qty{x}", "{x}"),
        (r"\abs*{x}", "|x|"),
        (r"\norm{x}", "‖x‖"),
        (r"\comm{A}{B}", "[A,B]"),
        (r"\mel{a}{B}{c}", "⟨a|B|c⟩"),
    ],
)
def test_physics_package(tex, expected):
    assert read_one(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"a = 1 \newline b = 2", "[a=1 ; b=2]"),
        (r"a = 1 \cr b = 2", "[a=1 ; b=2]"),
        (r"\begin{aligned}[t] a &= b \end{aligned}", "[a & =b]"),
        (r"\begin{gathered}[b] a \end{gathered}", "[a]"),
        (r"\begin{array}[t]{c} a \end{array}", "[a]"),
        (r"\begin{array}{@{}l p{2cm} *{2}{c}}a&b&c&d\end{array}", "[a & b & c & d]"),
        (r"\begin{pmatrix*}[r]1&2\end{pmatrix*}", "([1 & 2])"),
        (r"[t] = 1", "[t]=1"),
        ("40\\ \\le\\\n44", "40\xa0≤\xa044"),
        ("√2 + √(x+1)", "sqrt(2)+sqrt(x+1)"),
        ("∛8", "root(8, 3)"),
        (r"\left<a\right>", "⟨a⟩"),
        ("a < b", "a<b"),
        (r"\text{``ab''}", "“ab”"),
        ("f''", "f″"),
    ],
)
def test_spellings_of_other_engines(tex, expected):
    assert read_one(tex, display=True) == expected


HEAD = "| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (HEAD + r"| $P(A\|B)$ | x |", ["P(A|B)"]),
        (r"| $P(A\|B)$ | x |" + "\n|---|---|\n| a | b |", ["P(A|B)"]),
        (HEAD + r"| \(\{x \| x>0\}\) | x |", ["{x|x>0}"]),
        (HEAD + r"| $|x|$ | $\|y\|$ |", ["|x|", "‖y‖"]),
        (HEAD + "| 1 | 2 |\n\n" + r"and $\|y\|$", ["‖y‖"]),
        (r"$\|y\|$", ["‖y‖"]),
        (r"a | b and $P(A\|B)$", ["P(A‖B)"]),
    ],
)
def test_an_escaped_bar_of_a_table_is_one_bar(markdown, expected):
    assert read(markdown) == expected
