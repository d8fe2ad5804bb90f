"""Entries of BibTeX."""

import re

import pytest

from articles.core.citations import Piece, as_bibtex
from articles.core.citations.bibtex import escape
from tests.core.citations.test_styles import make_page


def fields(page):
    """{name: value} of an entry, its own pair of braces taken off; the key is ""."""
    entry = as_bibtex(page)
    (key,) = re.findall(r"\A@misc\{([a-z0-9-]+),$", entry, re.MULTILINE)
    found = dict(re.findall(r"^  (\w+) = (.*),$", entry, re.MULTILINE))
    assert entry.endswith("\n}")
    return {name: re.sub(r"\A\{(.*)\}\Z", r"\1", value) for name, value in found.items()} | {
        "": key
    }


def test_an_entry_of_the_site():
    assert fields(make_page()) == {
        "": "quicktakes2024-light",
        "author": "{QuickTakes}",
        "title": "{What is light?}",
        "howpublished": r"\url{https://a.example/learn/physics/questions/light}",
        "year": "2024",
        "month": "dec",
        "day": "7",
    }


def test_persons_and_the_site_are_named():
    found = fields(make_page(author="Dr. Émile van Roe, Jr. and The R&D Group"))
    assert found["author"] == "{Dr. Émile van Roe, Jr. and The R\\&D Group}"
    found = fields(make_page(author="Émile van Roe and Ann Poe"))
    assert found["author"] == "van Roe, Émile and Poe, Ann"
    assert found["howpublished"].startswith(r"QuickTakes, \url{")
    assert found[""] == "vanroe2024-light"
    assert fields(make_page(author="John Doe, Jr."))["author"] == "Doe, Jr., John"


@pytest.mark.parametrize("title", ["{", "}", "a { b", r"100 % \ $5 & #_^~<>|", "“ü”"])
def test_braces_are_balanced_whatever_a_title_holds(title):
    entry = as_bibtex(make_page(title))
    assert entry.count("{") == entry.count("}")
    assert "\\{" not in entry
    assert "\\}" not in entry


def test_signs_of_tex_are_escaped():
    assert escape("$5 & 10 % of #1_a") == r"\$5 \& 10 \% of \#1\_a"
    assert escape("é ∑ ?") == "é ∑ ?"


def test_a_formula_stays_one_unless_it_would_end_the_entry():
    whole = [Piece("What is "), Piece("x²", "x^{2}", is_verbatim=True), Piece("?")]
    broken = [Piece("What is "), Piece("f(x)", r"\left\{ x", is_verbatim=True), Piece("?")]
    assert fields(make_page(whole))["title"] == "{What is $x^{2}$?}"
    assert fields(make_page(broken))["title"] == "{What is f(x)?}"


def test_a_long_address_makes_a_short_key_and_no_date_no_fields():
    page = make_page(day=None)
    long = type(page)(page.title, page.authors, page.site, page.url, None, "a-word-" * 20 + "end")
    found = fields(long)
    assert found[""] == "quicktakes-a-word-a-word-a-word-a-word-a-word-a"
    assert found.keys() == {"", "author", "title", "howpublished"}
