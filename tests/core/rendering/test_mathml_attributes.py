"""Nothing that the converter says about a formula is lost between it and the page.

Each sample of cases/commands.json is one line of commands of a kind. What math-core writes for it
is kept, turned into a class, or named with the reason why it is not: a new version of math-core
with another attribute fails here.
"""

import json
import re
from pathlib import Path

import pytest

from articles.core.rendering import mathml, render
from articles.core.rendering.mathml_attributes import (
    BACK_CLASSES,
    REFUSED_STYLES,
    STYLE_CLASSES,
    dress_mathml,
)
from articles.core.rendering.sanitizer import sanitize
from articles.core.rendering.tex_colors import COLOURS, nearest
from tests.core.rendering.reading import read_one

SAMPLES = json.loads((Path(__file__).parent / "cases" / "commands.json").read_text("utf-8"))
STYLES = Path(__file__).parents[3] / "static" / "css"
STYLE_SHEET = STYLES / "mathematics.css"
CLASSES = {*STYLE_CLASSES.values(), *BACK_CLASSES.values()}


@pytest.fixture
def raw(monkeypatch):
    """What math-core writes for a formula, with all that comes before it and nothing behind."""

    def convert(tex):
        seen = []
        monkeypatch.setattr(mathml, "dress_mathml", lambda html, tex: seen.append(html) or html)
        mathml.to_mathml.__wrapped__(tex, is_display=True)
        monkeypatch.undo()
        assert seen, f"not converted: {tex}"
        return seen[0]

    return convert


@pytest.mark.parametrize("tex", SAMPLES)
def test_every_style_has_a_class_or_a_reason(raw, tex):
    for style in re.findall(r' style="([^"]*)"', raw(tex)):
        for part in filter(None, (part.strip() for part in style.split(";"))):
            is_back = part.startswith("margin-left:-")
            is_refused = any(re.fullmatch(pattern, part) for pattern in REFUSED_STYLES)
            assert part in STYLE_CLASSES or is_back or is_refused, part


def attributes(html):
    """Element, name and value of each attribute, in order."""
    return [
        (element[1], name, value)
        for element in re.finditer(r"<(\w+)((?: [^<>]*)?)/?>", html)
        for name, value in re.findall(r'([\w-]+)="([^"]*)"', element[2])
    ]


@pytest.mark.parametrize("tex", SAMPLES)
def test_every_attribute_is_kept(raw, tex):
    dressed = dress_mathml(raw(tex), "x")
    assert attributes(sanitize(dressed)) == attributes(dressed)


@pytest.mark.parametrize("name", sorted(CLASSES - {"math-on-plain"}))
def test_every_class_has_a_rule(name):
    assert re.search(rf"\.{name}(?![\w-])", STYLE_SHEET.read_text("utf-8"))


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\dfrac{1}{2}", '<mstyle displaystyle="true"><mfrac>'),
        (
            r"\fcolorbox{red}{yellow}{x}",
            '<mrow class="math-red"><menclose notation="box"><mrow class="math-plain">'
            '<mrow class="math-on-gold"><mtext>x',
        ),
        (
            r"\begin{alignat*}{2}a&b&c&d\end{alignat*}",
            '<mtd class="math-right math-flush-right math-flush-left"><mi>c',
        ),
        (r"\tfrac12", '<mstyle displaystyle="false"><mfrac>'),
        (r"\cfrac12", 'scriptlevel="0"><mfrac class="math-fraction-room">'),
        (r"\dbinom nk", '<mstyle displaystyle="true"><mfrac linethickness="0">'),
        (r"\displaystyle\sum_i x", '<mstyle displaystyle="true" scriptlevel="0"><munder>'),
        (r"\scriptstyle x", '<mstyle displaystyle="false" scriptlevel="1">'),
        (r"\color{red}{x}", '<mrow class="math-red">'),
        (r"\textcolor{#228B22}{F}", '<mrow class="math-green">'),
        (r"\textcolor[RGB]{0,0,200}{F}", '<mrow class="math-blue">'),
        (r"\colorbox{yellow}{x}", '<mrow class="math-on-gold">'),
        (r"\red{x}", '<mrow class="math-red">'),
        (r"a\hspace{-0.5em}b", '<mspace class="math-back-half">'),
    ],
)  # fmt: skip
def test_style_reaches_the_page(tex, shown):
    assert shown in render(f"${tex}$").html


def test_an_unknown_colour_is_shown_and_reported():
    assert [p.kind for p in render(r"$\color{nosuch}{x}$").problems] == ["formula-unconverted"]


@pytest.mark.parametrize(
    ("colour", "model", "name"),
    [
        ("red", None, "red"), ("#f00", None, "red"), ("FF0000", "HTML", "red"),
        ("255,0,0", "RGB", "red"), ("1,0.5,0", "rgb", "orange"), ("yellow", None, "gold"),
        ("#00f", None, "blue"), ("ForestGreen", None, "green"), ("teal", None, "teal"),
        ("magenta", None, "pink"), ("gray", None, "grey"), ("0.5", "gray", "grey"),
        ("darkgreen", None, "green"), ("DodgerBlue", None, "blue"), ("navy", None, "blue"),
        ("black", None, "plain"), ("white", None, "plain"), ("red!50", None, "red"),
        ("nosuch", None, None), ("300,0,0", "RGB", None), ("x,y", "rgb", None), ("", None, None),
    ],
)  # fmt: skip
def test_nearest_colour(colour, model, name):
    assert nearest(colour, model) == name


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("scheme", "ground", "ink"), [("", "#ffffff", "#1a1d21"), ("dark", "#14171a", "#e3e6e8")]
)
@pytest.mark.parametrize("name", [name for name in COLOURS if name != "plain"])
def test_colours_can_be_read_in_both_schemes(scheme, ground, ink, name):
    """WCAG 2.2, 1.4.3: 4.5:1 for the colour on the page, and for the ink on the ground."""
    light, dark = (STYLES / "tokens.css").read_text("utf-8").split("prefers-color-scheme: dark")[:2]
    css = dark if scheme else light
    colour = re.search(rf"--math-{name}: (#[0-9a-f]{{6}})", css)[1]
    box = re.search(rf"--math-on-{name}: (#[0-9a-f]{{6}})", css)[1]
    assert contrast(colour, ground) >= 4.5
    assert contrast(ink, box) >= 4.5


@pytest.mark.parametrize(
    "rows", [r"1 & 2 & 3 \\ \hline", r"1 & 2 & 3 \\ \hline 4 & 5 & 6 \\ \hline"]
)
def test_the_rule_below_a_table_is_under_all_columns(rows):
    html = render(rf"$\begin{{array}}{{|c|c|c|}} \hline {rows} \end{{array}}$").html
    last = html[html.rindex("<mtr>") : html.rindex("</mtr>")]
    assert last.count("math-rule-top") == 3
    assert read_one(r"\begin{array}{c|c} a & b \end{array}") == "[a & b]"
