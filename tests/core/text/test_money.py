"""Prices and formulas among dollar signs: two tables of sentences, none of which may go wrong."""

import json
from pathlib import Path

import pytest

from articles.core.text.markdown_scanner import Kind, find_spans

CASES = Path(__file__).parent / "cases"
MONEY = json.loads((CASES / "money.json").read_text("utf-8"))
FORMULAS = json.loads((CASES / "short_formulas.json").read_text("utf-8"))


def formulas(text):
    return [text[s.start : s.end] for s in find_spans(text) if s.kind >= Kind.INLINE_MATH]


def test_there_are_sixty_of_each():
    assert len(set(MONEY)) >= 60
    assert len({text for text, _ in FORMULAS}) >= 60


@pytest.mark.parametrize("text", MONEY)
def test_an_amount_is_no_formula(text):
    assert formulas(text) == []


@pytest.mark.parametrize(("text", "count"), FORMULAS)
def test_a_short_formula_is_one(text, count):
    assert len(formulas(text)) == count


@pytest.mark.parametrize("formula", ["$x$", "$a = 5$", "$\\alpha$"])
@pytest.mark.parametrize("text", MONEY)
def test_a_formula_behind_an_amount_is_found(text, formula):
    assert formulas(f"{text}\n\nSo {formula} holds.") == [formula]
