"""The rules of rendering as data: label, input, expected."""

import json
from pathlib import Path

import pytest

from articles.core.rendering import render
from articles.core.rendering.chemistry import expand_chemistry
from articles.core.rendering.tex_repair import normalise_tex
from articles.core.rendering.tex_to_text import to_plain_text, to_text

CASES = Path(__file__).parent / "cases"


def cases(name):
    return [
        pytest.param(case["input"], case["expected"], id=case["label"])
        for case in json.loads((CASES / f"{name}.json").read_text("utf-8"))
    ]


@pytest.mark.parametrize(("markdown", "expected"), cases("markdown"))
def test_markdown(markdown, expected):
    assert render(markdown).html.rstrip("\n") == expected


@pytest.mark.parametrize(("tex", "expected"), cases("tex_text"))
def test_formula_as_text(tex, expected):
    assert to_text(tex) == expected


@pytest.mark.parametrize(("tex", "expected"), cases("plain_tex"))
def test_formula_as_it_is_shown(tex, expected):
    assert to_plain_text(tex) == expected


@pytest.mark.parametrize(("tex", "expected"), cases("chemistry"))
def test_chemistry(tex, expected):
    assert expand_chemistry(tex) == expected


@pytest.mark.parametrize(("tex", "expected"), cases("normalise_tex"))
def test_normalise_tex(tex, expected):
    assert normalise_tex(tex) == expected


@pytest.mark.parametrize(("markdown", "expected"), cases("excerpt"))
def test_excerpt(markdown, expected):
    assert render(markdown).excerpt == expected
