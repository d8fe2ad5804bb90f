"""What a whole answer becomes: headings, formulas in every position, text, problems, limits."""

import re
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.rendering import Heading, render
from articles.core.rendering.sanitizer import sanitize

FORMULA = re.compile(r"<math.*?</math>", re.DOTALL)


def shape(markdown):
    """The HTML with each formula as its TeX between ⟨ and ⟩."""
    html = FORMULA.sub(
        lambda match: "⟨" + re.search(r"x-tex\">(.*?)</ann", match[0])[1] + "⟩",
        render(markdown).html,
    )
    return re.sub(r'<span class="math-display"(?: tabindex="0")?>(⟨.*?⟩)</span>', r"[\1]", html)


def levels(markdown):
    return [heading.level for heading in render(markdown).headings]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("### a\n#### b\n### c", [3, 4, 3]),
        ("# a\n## b", [3, 4]),
        ("#### a\n#### b", [3, 3]),
        ("## a\n#### b\n## c", [3, 4, 3]),
        ("#### a\n### b\n#### c", [3, 3, 4]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", [3, 4, 5, 6, 6, 6]),
        ("a\n=\n\nb\n-", [3, 4]),
        ("no heading", []),
        ("```\n# no heading\n```", []),
        ("#no heading", []),
    ],
)
def test_heading_levels_start_at_3_and_have_no_gaps(markdown, expected):
    assert levels(markdown) == expected


def test_headings_have_unique_ids_with_our_prefix():
    rendered = render("### Why *now*?\n\n### Why now?\n\n### ???\n\n### Ä & $x^2$")
    assert rendered.headings == (
        Heading(3, "section-why-now", "Why now?"),
        Heading(3, "section-why-now-1", "Why now?"),
        Heading(3, "section-heading", "???"),
        Heading(3, "section-ä--x2", "Ä & x²"),
    )
    for heading in rendered.headings:
        assert f'<h3 id="{heading.id}">' in rendered.html


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a $x_1*y_1*z$ b", "<p>a ⟨x_1*y_1*z⟩ b</p>"),
        (r"a \(x_1\) b", "<p>a ⟨x_1⟩ b</p>"),
        ("**$x$** *$y$* ~~$z$~~", "<p><strong>⟨x⟩</strong> <em>⟨y⟩</em> <del>⟨z⟩</del></p>"),
        ("**Mass:** $m$", "<p><strong>Mass:</strong> ⟨m⟩</p>"),
        ("[$x$](/a)", '<p><a href="/a">⟨x⟩</a></p>'),
        ("- $$\n  x\n  $$\n- b", "<ul>\n<li>[⟨x⟩]</li>\n<li>b</li>\n</ul>"),
        ("1. a\n   $$x$$\n2. b", "<ol>\n<li>a\n[⟨x⟩]</li>\n<li>b</li>\n</ol>"),
        ("> $$\n> x\n> + y\n> $$", "<blockquote>\n<p>[⟨x + y⟩]</p>\n</blockquote>"),
        ("a\n\n$$\nx\n\\ge y\n$$\n\nb", "<p>a</p>\n<p>[⟨x \\ge y⟩]</p>\n<p>b</p>"),
        ("$a < b$ and $c & d$", "<p>⟨a &lt; b⟩ and ⟨c &amp; d⟩</p>"),
        ("`$x$`", "<p><code>$x$</code></p>"),
        ("costs $5 or $6", "<p>costs $5 or $6</p>"),
    ],
)
def test_formula_survives_markdown(markdown, expected):
    assert shape(markdown).rstrip("\n") == expected


def test_bars_in_a_formula_do_not_split_a_cell():
    html = shape("| a | b |\n|---|---|\n| $|x|$ | $\\|y\\|$ |")
    assert "<td>⟨|x|⟩</td>\n<td>⟨\\|y\\|⟩</td>" in html


@pytest.mark.parametrize(
    "tex",
    [
        r"x^{a}^{b}", r"A_mB_n_{(s)}", r"\vec{J} \tag{1}", r"\text{if $x$ is even}",
        r"\text{max_value}", r"\begin{eqnarray}a&=&b\end{eqnarray}", r"a &= b", r"\left( x",
        r"x \label{eq}", r"\small x", r"x \nonumber", r"\hline x", r"\cancel{x} \boxed{y}",
        r"\begin{gathered}a\\b\end{gathered}", r"\begin{array}{|c|}\hline a\\\hline\end{array}",
        r"\$5", r"\text{€ 5}", r"\mathbb{R}\mathcal{L}\mathfrak{g}", r"\ce{2H2 + O2 -> 2H2O}",
    ],
)  # fmt: skip
def test_formula_is_converted(tex):
    rendered = render(f"$$\n{tex}\n$$")
    assert rendered.problems == ()
    assert "<math" in rendered.html
    assert " style=" not in rendered.html
    assert sanitize(rendered.html) == rendered.html


@pytest.mark.parametrize(
    "tex",
    [r"\frac{a}{", r"\unknown{x}", r"x^", r"x_", r"\frac{1}", r"{x", r"x}", r"\begin{matrix}a",
     r"\href{javascript:x}{y}", r"\ref{x}", r"\sqrt"],
)  # fmt: skip
def test_broken_tex_is_shown_and_reported(tex):
    rendered = render(f"one\n\n$$\n{tex}\n$$")
    [problem] = rendered.problems
    assert (problem.kind, problem.field, problem.line) == ("formula-unconverted", "answer", 3)
    assert problem.detail == tex
    assert f'<code class="tex-source">{tex}</code>' in rendered.html
    assert "<math" not in rendered.html
    assert rendered.formula_count == 1


def test_a_percent_sign_swallows_nothing():
    assert "y" in re.sub(r"<annotation.*?</annotation>", "", render(r"$$5% \cdot y$$").html)


def test_plain_text_has_a_block_a_line():
    markdown = (
        "### T\n\na **b** &lt;\n\n- c\n- d\n\n| e | f |\n|---|---|\n| 1 | 2 |\n\n```\ng  h\n```"
    )
    assert render(markdown).plain_text == "T\na b <\nc\nd\ne \tf\n1 \t2\ng  h"


def test_excerpt_ends_with_a_sentence_or_a_word():
    sentence = "A sentence of some sixty characters stands here for a test. "
    assert render(sentence * 5).excerpt == (sentence * 3).strip()
    words = render("word " * 100).excerpt
    assert len(words) <= 200
    assert words.endswith("word…")
    assert len(render("x" * 1000).excerpt) == 200


BOMBS = {
    "quotes": ">" * 100_000,
    "quotes and lists": "> - " * 20_000 + "x",
    "brackets": "[" * 1_000_000,
    "images": "![" * 200_000,
    "stars": "*" * 1_000_000,
    "emphasis": "*a _b " * 50_000,
    "backticks": " ".join("`" * n for n in range(600)),
    "dollars": "$" * 500_000,
    "formulas that never close": "$x " * 100_000,
    "parentheses that never close": "\\(" * 100_000,
    "environments that never close": "".join(f"\\begin{{{'a' * n}}}" for n in range(900)),
    "tags": "<b>" * 100_000,
    "tags that never close": "<b " * 100_000,
    "comments": "<!--" * 50_000,
    "entities": "&" * 100_000,
    "bars": "|" * 100_000 + "\n" + "|-" * 1000,
    "a table of padding": "|a" * 500 + "\n" + "|-" * 500 + "\n" + "|a\n" * 65_000,
    "fences": "```python\n" * 20_000,
    "strings that never close": '```python\n"""' + "'\"" * 50_000 + "\n```",
    "comments that never close": ("```c\n" + "/*" * 5_000 + "\n```\n\n") * 20,
    "headings": "# a\n" * 20_000,
    "blank lines": "\n" * 500_000,
    "spaces": " " * 500_000 + "x",
    "mixed newlines": "a \n" * 100_000,
    "deep TeX": "$$" + r"\frac{" * 2_000 + "x" + "}{y}" * 2_000 + "$$",
    "chained TeX": "$$" + r"\sqrt" * 2_000 + " x$$",
    "switches": "$$" + r"\color{red}" * 1_000 + "x$$",
    "open brackets": "$" + "f(g[" * 30 + "$",
    "open brackets among closed ones": "$" + "({)}" * 40 + "$",
    "sides that never close": "$" + r"\left( y " * 35 + "$",
    "sides in the wrong groups": "$" + r"{ \left( } \right| y " * 35 + "$",
    "sides that close others": "$" + r"\left( \left( y \right| * " * 35 + "$",
    "sized brackets": "$" + r"\log(" * 30 + "$",
    "brackets of other scripts": "$" + "⟨a+" * 40 + "$",
    "big brackets": "$" + r"\bigl(a+" * 40 + "$",
    "openers with one distant closer": r"\[" + r" \[" * 5_000 + r" the cat \]",
    "blanks in a listing": "```c\na" + " " * 11_000 + "b\n```",
    "blank lines in a listing": "```c\na" + "\n" * 11_000 + "b\n```",
    "long TeX": "$$" + "x+" * 100_000 + "x$$",
    "macros": r"$\def\a{\a\a}\a$",
    "braces": "$" + "{" * 9_000 + "$",
    "scripts": "$x" + "^{x" * 3_000 + "}" * 3_000 + "$",
    "many small formulas": r"$((((((((((x$ " * 2_000,
    "quantities": "$" + r"\SI{" * 2_400 + "$",
    "quantities in each other": "$" + r"\qty(" * 1_500 + "x" + ")" * 1_500 + "$",
    "derivatives": "$" + r"\dv{" * 1_000 + "x" + "}{y}" * 1_000 + "$",
    "colours": "$" + r"\textcolor{red}{" * 500 + "x" + "}" * 500 + "$",
    "definitions that double": "$"
    + "".join(rf"\def\{chr(97 + i)}{{\{chr(98 + i)}\{chr(98 + i)}}}" for i in range(24))
    + r"\a$",
    "many definitions": r"$\def\a{x}\a$ " * 5_000,
    "labels": r"$$x\label{a}$$ \eqref{a} " * 5_000,
    "rows": r"$$\begin{align}" + "a\\\\" * 2_000 + r"\end{align}$$",
    "words that never close": r"$\text{ " * 10_000,
    "words with dollars": r"$\text{$" * 10_000,
    "code formulas": "$`x`$ " * 20_000,
    "code formulas that never close": "$`x " * 20_000,
    "prices": "5 $ und 10 $ " * 15_000,
    "math fences": "```math\nx\n```\n" * 10_000,
    "blocks": "<details>\n" * 15_000,
    "blocks that close": "<details>\n</details>\n" * 8_000,
    "closers of blocks": "</details>\n" * 15_000,
    "attributes": "<td" + " a=b" * 40_000 + "></td>",
    "links of HTML": '<a href="https://x.y">' * 8_000,
    "links of HTML that close": '<a href="/x">y</a>' * 10_000,
    "tags without end with addresses": "<a https://" * 15_000,
    "footnotes": "a[^1] " * 20_000 + "\n\n[^1]: b",
    "definitions of footnotes": "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(8_000)),
    "tight bold": "**a:**b" * 25_000,
    "bold that never closes": "**a:" * 40_000 + "**b",
    "alerts": "> [!NOTE]\n> a\n\n" * 10_000,
    "escaped bars": "| a |\n|---|\n" + "| $a\\|b$ |\n" * 10_000,
    "delimiter rows": "|---|\n" * 20_000 + "$a\\|b$ " * 1_000,
    "roots": "$$" + "√(" * 3_000 + "$$",
    "chemistry": r"$\ce{" + "{" * 5_000 + "}$",
}


@pytest.fixture
def patience():
    """Ends what has used 40 seconds of CPU: each text below takes two at most, and one that takes
    quadratic time takes minutes."""

    def end(*_):
        raise TimeoutError("this text takes more than linear time")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, 40)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.usefixtures("patience")
def test_a_bomb_is_rendered(name):
    rendered = render(BOMBS[name])
    assert sanitize(rendered.html) == rendered.html


@pytest.mark.parametrize(
    "tex",
    ["(((((a)))))", r"\left(\left[\left\{x\right\}\right]\right)", "(a)(b)(c)" * 30, "[0, 1)" * 8,
     r"\frac{(a)}{(b)}" * 40, r"\sqrt{\sqrt{\sqrt{x}}}", "f(x) + " * 100 + "g", r"\alpha " * 200],
)  # fmt: skip
def test_an_ordinary_formula_is_within_the_limits(tex):
    assert render(f"$${tex}$$").problems == ()


def test_nesting_beyond_the_limit_is_shown_as_typed():
    html = render(">" * 200 + " a").html
    assert html.startswith('<pre tabindex="0"><code>&gt;&gt;&gt;')
    assert "<blockquote>" in render(">" * 50 + " a").html


@given(
    st.text(st.sampled_from(list("$\\`*_[](){}<>|#&~-+!\n ax1\"'^%\ue000\ud800\0é")), max_size=80)
)
def test_any_text_gives_well_formed_harmless_html(text):
    rendered = render(text)
    assert sanitize(rendered.html) == rendered.html
    assert len(rendered.excerpt) <= 200
    rendered.html.encode()
    rendered.plain_text.encode()


@given(st.text(max_size=60))
def test_a_word_is_never_lost(text):
    words = re.findall(r"[a-z]{3,}", text)
    shown = render(text).plain_text
    assert all(word in shown for word in words)


@pytest.mark.parametrize(
    "text", ["qz0&#102;99x $x$", "qz0<!-- -->f7x and $x$", "[a](/qz0&#102;9x) $x$"]
)
def test_no_text_passes_for_the_place_of_a_formula(text):
    assert render(text).html.count("<math") == 1


def test_the_place_of_another_text_s_formula_is_a_word():
    other = "qz0123456789abcdef0f"
    html = render(f"{other}0x $x$ [a](/{other}0x) `{other}7x`").html
    assert html.count("<math") == 1
    assert html.startswith(f"<p>{other}0x <math")
    assert f'href="/{other}0x"' in html
    assert f"<code>{other}7x</code>" in html


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\ufdd0", "\uffff", "\U0001fffe", "\U0010ffff"]
)
def test_what_is_no_character_is_replaced(character):
    """HTML knows none of them (found by `tests/fuzzing/`)."""
    assert render(f"a{character}b").html == "<p>a\ufffdb</p>\n"


def test_a_text_that_no_form_and_no_file_may_bring_is_shown_as_typed():
    rendered = render("<b>$x$" * 40_000)
    assert rendered.html == f"<pre><code>{'&lt;b&gt;$x$' * 40_000}</code></pre>\n"
    assert rendered.formula_count == 0
    assert render("a" * 200_000).html == f"<p>{'a' * 200_000}</p>\n"


@pytest.mark.parametrize(
    "tex", [r"\ce{" * 40_000, "a" + "_{{" * 50_000, r"\text{$" * 20_000, "\\\\[" * 60_000]
)
def test_a_formula_of_a_hundred_thousand_characters_is_its_source(tex):
    rendered = render(f"$$a {tex} b$$")
    assert [problem.kind for problem in rendered.problems] == ["formula-unconverted"]


@pytest.mark.parametrize(
    ("tex", "length"),
    [
        (r"a\hspace{900em}b", 'width="10em"'),
        (r"a\hspace{900cm}b", 'width="10rem"'),
        (r"a\mkern9000mu b", 'width="10em"'),
        (r"\raisebox{-900em}{x}", 'voffset="-10em"'),
        (r"\genfrac{(}{)}{900em}{}{a}{b}", 'linethickness="0.5em"'),
        (r"a\qquad b", 'width="2em"'),
        (r"a\hspace{9.5em}b", 'width="9.5em"'),
        (r"\genfrac{}{}{0.2em}{}{a}{b}", 'linethickness="0.2em"'),
    ],
)
def test_a_formula_cannot_push_the_page_out_of_the_window(tex, length):
    assert length in render(f"${tex}$").html


def test_every_table_of_an_answer_has_a_name_of_its_own():
    table = "| a |\n|---|\n| 1 |\n\n"
    html = render(table * 3).html
    assert re.findall(r'aria-label="([^"]+)"', html) == ["Table", "Table 2", "Table 3"]
    assert render(table * 120).html.count('aria-label="Table 99"') == 22
