"""Formulas in the forms in which other systems take them, and commands that KaTeX knows."""

import pytest

from articles.core.rendering import render
from articles.core.text.markdown_scanner import find_spans
from tests.core.rendering.reading import read, read_one


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (r"$x = \text{if $y>0$ then } 1$", ["x=if\xa0y>0\xa0then\xa01"]),
        (r"$x = \mbox{if $y = \text{a $z$}$}$", ["x=if\xa0y=a\xa0z"]),
        (r"pays $5 if $x = \text{a $y$}$", ["x=a\xa0y"]),
        (r"$$x = \text{if $y$}$$", ["x=if\xa0y"]),
        (r"$\text{a \(b\)}$", ["a\xa0b"]),
        (r"$\text{5 $\Omega$}$", ["5\xa0Ω"]),
        (r"$\hbox{$x$}$", ["x"]),
        ("$f(x)=\n\\begin{cases}\n1 & x>0\\\\\n0\n\\end{cases}$", ["f(x)={[1 & x>0 ; 0]"]),
        ("$x_1\n= y_1\n= z_1$", ["x_(1)=y_(1)=z_(1)"]),
        ("```math\nx^2\n```", ["x^(2)"]),
        ("~~~ math\nx\n~~~", ["x"]),
        ("- a\n  ```math\n  y\n  ```\n- b", ["y"]),
        ("> ```math\n> x\n> + y\n> ```", ["x+y"]),
        ("so $`x^2`$ and $`a|b`$", ["x^(2)", "a|b"]),
        ("a `$` and `$` b", []),
        ("`$HOME` and `$PATH`", []),
        ("```mathematica\nx^2\n```", []),
        ("```math\n```", []),
        ("costs $5\nor more\nor $6\nand $7", []),
        ("- costs $5\n- or\n- $x_1$", ["x_(1)"]),
        (r"$\text{``ab''}$", ["“ab”"]),
    ],
)
def test_a_formula_is_found_whole(markdown, expected):
    assert read(markdown) == expected
    assert render(markdown).problems == ()


def test_the_scanner_takes_a_math_fence_for_a_display():
    [span] = find_spans("a\n```math\nx\n```\nb")
    assert (span.kind.name, span.start, span.end) == ("DISPLAY_MATH", 2, 15)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\dotsb\dotsm\dotsi", "⋯⋯⋯"), (r"\dotsc\dotso", "......"),
        (r"\smallsetminus", "∖"), (r"\thickapprox\thicksim", "≈∼"), (r"\varpropto", "∝"),
        (r"\shortmid", "∣"), (r"\pmb{x}", "𝒙"), (r"\mathnormal{x}", "x"),
        (r"\textnormal{a}\textup{b}\textmd{c}", "abc"), (r"\LARGE x", "x"), (r"\Huge x", "x"),
        (r"\rlap{x}", "x"), (r"x\nobreak y\allowbreak z", "xyz"), (r"\TeX", "TeX"),
        (r"\varlimsup_x", "over(lim, ̲)_(x)"), (r"\smallsmile", "⌣"), (r"\AA", "Å"),
        (r"\mathclap{x}", "x"),
        (r"\verb|x|", "x"), (r"\verb+a_b+", "a_b"), (r"\utilde{x}", "under(x, ∼)"),
    ],
)  # fmt: skip
def test_commands_that_katex_knows(tex, expected):
    assert read_one(tex) == expected


@pytest.mark.parametrize(
    ("tex", "inline", "display"),
    [
        (r"\mathop{\rm arg\,max}_x", "argmax_(x)", "under(argmax, x)"),
        (r"\mathop{\rm arg\,max}\limits_x", "under(argmax, x)", "under(argmax, x)"),
        (r"\mathop{A}\nolimits_x^2", "A_(x)^(2)", "A_(x)^(2)"),
        (r"\mathop{\sum\sum}_{i}^n a", "∑∑_(i)^(n)a", "underover(∑∑, i, n)a"),
        (r"\varlimsup_n a", "over(lim, ̲)_(n)a", "under(over(lim, ̲), n)a"),
        (r"\frac{\mathop{A}_x}{2}", "(A_(x))/(2)", "(A_(x))/(2)"),
        (r"\mathop{\mathop{A}\limits_b}\limits_c", *["under(under(A, b), c)"] * 2),
    ],
)
def test_an_operator_that_a_formula_makes_has_its_limits_where_lim_has_them(tex, inline, display):
    assert (read_one(tex), read_one(tex, display=True)) == (inline, display)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r'\char"263A', "☺"), (r"\char65 b", "Ab"), (r"\char'101", "A"),
        (r'\text{\char"26 a}', "&a"), (r"x\hspace*{1em}y", "xy"), (r"\surd 2", "√2"),
        (r"\text{na\"ive Erd\H{o}s \c c \ss{} \'\i}", "naïve\xa0Erdős\xa0ç\xa0ß\xa0í"),
        (r"\mapsfrom", "↤"), (r"\textsl{a}", "a"), (r"\underbar{x}", "under(x, ̲)"),
    ],
)  # fmt: skip
def test_characters_and_accents(tex, expected):
    assert read_one(tex) == expected


@pytest.mark.parametrize("tex", [r'\char"202E', r'\char"0', r"\char9999999", r"\mathop{"])
def test_a_character_that_nobody_sees_is_marked_source(tex):
    assert [problem.kind for problem in render(f"$${tex}$$").problems] == ["formula-unconverted"]


@pytest.mark.parametrize(
    "tex",
    [r"\begin{CD}A@>>B\end{CD}", r"\enclose{circle}{12}", r"\rule{1em}{2x}", r"\reflectbox{x}",
     r"\raisebox{2pt}{$x$}", r"\href{https://a.b}{x}", r"\includegraphics{a}", r"\htmlClass{a}{b}"],
)  # fmt: skip
def test_what_is_not_supported_is_marked_source(tex):
    rendered = render(f"$${tex}$$")
    assert [problem.kind for problem in rendered.problems] == ["formula-unconverted"]
    assert 'class="tex-source"' in rendered.html


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\begin{CD}A @>a>> B\end{CD}", "[A & over(→, over(a, )) & B]"),
        (r"\begin{CD}A @<a<b< B @= C\end{CD}",
         "[A & underover(←, under(b, ), over(a, )) & B & over(=, over(, )) & C]"),
        (r"\begin{CD}A @. B\\ @VaVV @AAbA\\ C @. D\end{CD}",
         "[A &  & B ; a↓ &  & ↑b ; C &  & D]"),
        (r"\begin{CD}A\\ @| @VV{V}V\\ B\end{CD}", "[A ; ‖ &  & ↓V ; B]"),
        (r"\enclose{longdiv}{12}", "over()12, ̲)"), (r"\enclose{box}[mathcolor=red]{x}", "x"),
        (r"\enclose{top bottom}{x}", "under(over(x, ̲), ̲)"), (r"\sout{x+y}", "x+y"),
        (r"a\rule{1em}{2pt}b", "ab"), (r"\widecheck{x}", "over(x, ˇ)"),
        (r"\left( a \\ b \right)", "([a ; b])"),
        (r"\left\{ a &= b \\ c &= d \right.", "{[a & =b ; c & =d]"),
        (r"\left( \left[ a \\ b \right] + \{c\} \right)", "([[a ; b]]+{c})"),
        (r"\left( \begin{array}{c} a \\ b \end{array} \right)", "([a ; b])"),
    ],
)  # fmt: skip
def test_drawings_and_rows(tex, expected):
    assert read_one(tex, display=True) == expected
    assert render(f"$${tex}$$").problems == ()


def test_a_rule_is_ink_and_a_strut_is_room():
    shown = render(r"$\rule[-2pt]{0.5em}{1em}\rule{0pt}{2ex}$").html
    assert '<mspace class="math-ink" width="0.5em" height="0.8em" depth="0.2em">' in shown
    assert '<mspace width="0em" height="0.86em" depth="0em">' in shown
    assert '<mspace class="math-ink" width="10em"' in render(r"$\rule{900em}{1em}$").html


def test_words_that_are_struck_out_have_a_class():
    assert '<mrow class="math-struck">' in render(r"$\sout{\textcolor{red}{x}+y}$").html


@pytest.mark.parametrize(
    ("tex", "expected"),
    [(r"\begin{CD}A @>a>> B\end{CD}", "A →[a] B"), (r"\enclose{longdiv}{12}", "12"),
     (r"\sout{x}\rule{1em}{1em}", "x")],
)  # fmt: skip
def test_drawings_as_text(tex, expected):
    assert render(f"$${tex}$$").plain_text == expected


def test_what_browsers_draw_badly_is_written_otherwise():
    assert read_one(r"\dddot{x}") == "over(x, ˙˙˙)"
    assert read_one(r"\left\lmoustache x \right\rmoustache") == "⟮x⟯"
    assert (
        '<mrow class="math-small">' in render(r"$\begin{psmallmatrix}1&2\end{psmallmatrix}$").html
    )
    # What is raised keeps its room: the box of a display cuts what reaches beyond it.
    raised = '<mspace width="0em" height="1.25em"></mspace><mpadded voffset="0.5em">'
    assert raised in render(r"$$\raisebox{0.5em}{a}$$").html
    assert '<mspace width="0em" depth="0.45em">' in render(r"$\raisebox{-2pt}{a}$").html
