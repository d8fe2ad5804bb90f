"""What formulas of one article have in common: definitions, numbers, references; and findings."""

import re

import pytest

from articles.core.rendering import render
from articles.core.rendering.definitions import MAX_DEFINITIONS, expand_definitions
from articles.core.rendering.equation_numbers import number_equations
from tests.core.rendering.reading import read


def kinds(markdown):
    return [problem.kind for problem in render(markdown).problems]


@pytest.mark.parametrize(
    ("formulas", "expected"),
    [
        ([r"\newcommand{\R}{\mathbb{R}} x\in\R", r"\R^2"], [r"x\in\mathbb{R}", r"\mathbb{R}^2"]),
        ([r"\newcommand\R{\mathbb R}", r"\R"], ["", r"\mathbb R"]),
        ([r"\newcommand{\v}[2]{(#1,#2)} \v{a}{b}"], ["(a,b)"]),
        ([r"\newcommand{\p}[2][2]{#2^#1} \p{x}+\p[3]{y}"], ["x^2+y^3"]),
        ([r"\def\v#1#2{#1/#2} \v ab"], ["a/b"]),
        ([r"\renewcommand{\epsilon}{\varepsilon}", r"\epsilon"], ["", r"\varepsilon"]),
        ([r"\providecommand{\x}{1}\providecommand{\x}{2} \x"], ["1"]),
        ([r"\DeclareMathOperator{\Hom}{Hom} \Hom(A)"], [r"\operatorname{Hom}(A)"]),
        ([r"\DeclareMathOperator*{\arg}{arg} \arg_x"], [r"\operatorname*{arg}_x"]),
        ([r"\let\b\beta \b"], [r"\beta"]),
        ([r"\let\o\vec \renewcommand{\vec}[1]{\o{\mathbf{#1}}} \vec v"], [r"\vec{\mathbf{v}}"]),
        ([r"\newcommand{\a}{\b}\newcommand{\b}{x} \a"], ["x"]),
        ([r"\newcommand{\a}[1]{#1x} \a{\alpha}"], [r"\alpha x"]),
        ([r"\R", r"\def\R{x}\R"], [r"\R", "x"]),
        (["a", r"\frac12"], ["a", r"\frac12"]),
        # Beyond the limits, or unreadable.
        ([r"\def\a{\a\a}\a"], [None]),
        ([r"\def\a{x\a}\a"], [None]),
        ([r"\newcommand{\a}"], [None]),
        ([r"\newcommand{\a}[x]{b}"], [None]),
        ([r"\newcommand{\a}[1]{#1} \a"], [None]),
    ],
)
def test_definitions_hold_for_the_rest_of_the_article(formulas, expected):
    assert expand_definitions(formulas) == expected


def test_the_number_of_definitions_is_limited():
    names = [
        f"\\def\\{chr(97 + i // 26)}{chr(97 + i % 26)}{{x}}" for i in range(MAX_DEFINITIONS + 1)
    ]
    assert expand_definitions(names)[-2:] == ["", None]


def test_a_definition_alone_shows_nothing():
    rendered = render("$\\newcommand{\\R}{\\mathbb{R}}$\n\nso $x\\in\\R$")
    assert rendered.html.startswith("<p>so <math>")
    assert (rendered.formula_count, rendered.problems) == (1, ())
    assert rendered.plain_text == "so x∈ℝ"


@pytest.mark.parametrize(
    ("displays", "expected", "numbers"),
    [
        ([r"x\label{a}"], [r"x\tag{1}"], {"a": "1"}),
        ([r"\begin{equation*}x\end{equation*}"], [r"\begin{equation*}x\end{equation*}"], {}),
        ([r"\begin{equation}x\end{equation}", r"y\label{b}"],
         [r"\begin{equation}x\tag{1}\end{equation}", r"y\tag{2}"], {"b": "2"}),
        ([r"\begin{align}a&=1\\b&=2\notag\\c&=3\label{c}\end{align}"],
         [r"\begin{align}a&=1\tag{1}\\b&=2\\c&=3\tag{2}\end{align}"], {"c": "2"}),
        ([r"\begin{align*}a\\b\tag{A}\label{b}\end{align*}"],
         [r"\begin{align*}a\\b\tag{A}\end{align*}"], {"b": "A"}),
        ([r"\begin{gather}\begin{matrix}a\\b\end{matrix}\\c\end{gather}"],
         [r"\begin{gather}\begin{matrix}a\\b\end{matrix}\tag{1}\\c\tag{2}\end{gather}"], {}),
        ([r"\begin{multline}a\\b\end{multline}"],
         [r"\begin{multline}a\\b\tag{1}\end{multline}"], {}),
        ([r"\begin{align}a\\\end{align}"], [r"\begin{align}a\tag{1}\\\end{align}"], {}),
        ([r"\begin{aligned}a\\b\end{aligned}"], [r"\begin{aligned}a\\b\end{aligned}"], {}),
        ([r"x\label{a}", r"y\label{a}"], [r"x\tag{1}", r"y\tag{2}"], {"a": "1"}),
    ],
)  # fmt: skip
def test_numbers_are_latex_s(displays, expected, numbers):
    numbered, found = number_equations([(tex, True) for tex in displays])
    assert [formula.tex for formula in numbered] == expected
    assert found == numbers


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (r"$$x\tag{1}$$", ["[ & x & (1)]"]),
        (r"$$x\tag*{A}$$", ["[ & x & A]"]),
        (r"$$x\tag{A'}$$", ["[ & x & (A')]"]),
        (r"$$x\tag{$\star$}$$", ["[ & x & (⋆)]"]),
        (r"$$a\\b\tag{1}$$", ["[ & [a ; b] & (1)]"]),
        (r"$$\begin{equation}a\end{equation}$$", ["[ & a & (1)]"]),
        (r"\begin{align}a&=1\\b&=2\end{align}", ["[ & a & =1 & (1) ;  & b & =2 & (2)]"]),
        (r"\begin{align*}a&=1\\b&=2\end{align*}", ["[a & =1 ; b & =2]"]),
        (r"$$\begin{alignat}{2}a&=1\end{alignat}$$", ["[ & a & =1 & (1)]"]),
        (r"$x\tag{1}$", ["x\xa0(1)"]),
    ],
)
def test_a_number_stands_in_a_column_of_its_own(markdown, expected):
    assert [line.replace("\u2003", "") for line in read(markdown)] == expected or read(
        markdown
    ) == [expected[0].replace("\xa0", "")]


def test_a_reference_leads_to_its_formula():
    html = render("By \\eqref{eq:e} and $\\ref{eq:e}$:\n\n$$E=mc^2\\label{eq:e}$$").html
    anchor = re.search(r'<span class="math-display" id="(section-equation-eqe-[0-9a-f]{6})"', html)[
        1
    ]
    assert f'By <a href="#{anchor}">(1)</a> and <a href="#{anchor}">1</a>:' in html


def test_anchors_of_two_texts_differ():
    ids = [
        re.search(r' id="([^"]+)"', render(t + "\n\n$$x\\label{a}$$").html)[1] for t in ("a", "b")
    ]
    assert ids[0] != ids[1]


def test_a_reference_within_a_formula_is_its_number():
    assert read("$$x\\label{a}$$\n\n$y = \\eqref{a}$")[1] == "y=(1)"
    assert render("$$x\\label{a}$$\n\n$y = \\eqref{a}$").plain_text == "x (1)\ny = (1)"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (r"$\eqref{eq:1}$", ["formula-unconverted"]),
        (r"see \eqref{eq:1}", ["reference-unresolved"]),
        (r"code `\eqref{eq:1}`", []),
        (r"$$\\frac{a}{b} = \\sqrt{2}$$", ["formula-doubled"]),
        (r"$x\\_1$", ["formula-doubled"]),
        (r"$5\\%$", ["formula-doubled"]),
        (r"$\\{1,2\\}$", ["formula-doubled"]),
        (r"$\begin{matrix}a\\b\end{matrix}$", []),
        (r"$\begin{matrix}a\\\alpha\end{matrix}$", []),
        (r"$\begin{matrix}a\\{b}\end{matrix}$", []),
        (r"$$a\\xy$$", []),
    ],
)
def test_an_editor_is_told(markdown, expected):
    assert kinds(markdown) == expected


def test_braces_with_two_backslashes_are_braces():
    assert read(r"$\\{1,2\\}$") == ["[{1,2}]"]
