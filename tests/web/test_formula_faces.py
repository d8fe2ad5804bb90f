"""The files of the formulas' typeface: what is in which, and what an article fetches of them."""

import re
from itertools import combinations

import pytest
from django.conf import settings

FONTS = settings.BASE_DIR / "static" / "fonts"
STYLES = (settings.BASE_DIR / "static" / "css" / "mathematics.css").read_text("utf-8")
MAIN = "latin-modern-math"
NAMES = sorted(path.name.removesuffix(".unicodes.txt") for path in FONTS.glob("*.unicodes.txt"))
FACE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)
MOST_BYTES = 90 * 1024


def numbers(text: str) -> set[int]:
    """The code points of `2190-21FF`, or of `U+2190-21FF, U+2200`."""
    found = set()
    for first, last in re.findall(r"(?:U\+)?([0-9A-F]{4,5})(?:-([0-9A-F]{4,5}))?", text):
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def listed(name: str) -> set[int]:
    return numbers((FONTS / f"{name}.unicodes.txt").read_text("ascii"))


def size(name: str) -> int:
    return (FONTS / f"{name}.woff2").stat().st_size


def test_each_file_is_fetched_for_the_characters_of_its_list():
    ranges = {}
    for rule in FACE.findall(STYLES):
        name = re.search(r"fonts/(.*?)\.woff2", rule)[1]
        ranges[name] = numbers(rule.partition("unicode-range:")[2])
    assert ranges == {name: set() if name == MAIN else listed(name) for name in NAMES}


def test_no_character_is_in_two_files():
    for one, other in combinations(NAMES, 2):
        assert not listed(one) & listed(other), (one, other)


@pytest.mark.parametrize("sign", "(){}[]|√∫∬∮∯∑∏⋃⋂⨁→←↔⇒⇌⏞⏟⌊⌈⟨‖")
def test_what_stretches_is_in_the_first_file(sign):
    assert ord(sign) in listed(MAIN)


def test_an_article_fetches_at_most_ninety_kibibytes():
    """The heaviest of 1,660 real articles has letters of the files named here."""
    bold = size(MAIN) + size(f"{MAIN}-bold")
    assert bold + size(f"{MAIN}-bold-greek") <= MOST_BYTES
    assert bold + size(f"{MAIN}-letterlike") <= MOST_BYTES
    for name in NAMES:
        assert name == MAIN or size(MAIN) + size(name) <= MOST_BYTES
