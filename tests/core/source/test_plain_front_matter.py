"""What is read line by line is what the YAML parser reads; all else is left to the parser."""

from random import Random

import pytest

from articles.core.source.front_matter import parse_front_matter
from articles.core.source.plain_front_matter import read_plainly

SEED = 20250217
WHOLE = """\
_schema: default
id: 117818
date: 2024-12-11
title: >-
    Is it 5 o'clock: "yes" or 'no' # really?
seo:
  title: QuickTakes | Physics
  page_description: >-
    What: is heat?
author: QuickTakes
answer: >-
    - 100% of it\\n\\n**is** [text] & {more}
score: -1.0
url: /learn/physics/questions/what-is-heat
no_index:
related_article1:
    id: 117822
    title: >-
        Was ist Wärme?
    subject: null
"""


def parsed(text):
    return parse_front_matter(text, path="a.md", first_line=1)


def test_a_whole_file_of_the_usual_form_is_read_as_by_the_parser():
    values = read_plainly(WHOLE)
    assert values == parsed(WHOLE)
    assert list(values) == list(parsed(WHOLE))
    assert values["seo"] == {"title": "QuickTakes | Physics", "page_description": "What: is heat?"}
    assert values["no_index"] is values["related_article1"]["subject"] is None


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n",
        "a: null\nb:\nc: Null\n",
        "a: x:y and z#\n",
        "a: -1\nb: 2025-02-17\nc: /learn\n",
        "a: >-\n  trailing blanks stay  \nb: 1\n",
        "a:\n  b:\nc: 1\n",
        "a:\n      b: 1\n      c: 2\nd:\n  e: 3\n",
        "a: d'être — “so” 東京 😀\n",
    ],
)
def test_these_are_read_plainly(text):
    assert read_plainly(text) == parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a: 1",  # no line's end
        "a: 'quoted'\n",
        'a: "quoted"\n',
        "a: [1, 2]\n",
        "a: {b: 1}\n",
        "- a\n",
        "a: 1\na: 2\n",  # refused by the parser
        "a: b: c\n",  # refused
        "a: b:\n",  # refused
        "a: b # a comment\n",
        "a: b \n",
        "a: b\n c\n",  # goes on in the next line
        "a:  b\n",
        "a: &anchor b\n",
        "a: *alias\n",
        "a: !tag b\n",
        "a: - b\n",
        "a: >\n  b\n",
        "a: |-\n  b\n",
        "a: >-\n  b\n  c\n",
        "a: >-\n  b\n\n  c\n",
        "a: >-\n  b\n\nc: 1\n",
        "a: >-\n b\n c: 1\n",
        "a: >-\nb: 1\n",
        "a:\n  b: >-\n  c\n",
        "a:\n  b:\n    c: 1\n",  # two levels
        "a:\n  b: 1\n c: 2\n",  # refused
        "  a: 1\nb: 2\n",  # refused
        "a: 1\n  b: 2\n",  # refused
        "# a comment\na: 1\n",
        "a: 1\n...\nb: 2\n",
        "a: 1\n--- \nb: 2\n",
        "a:\tb\n",
        "a: b\tc\n",
        "a: b\u2028c\n",
        "a: b\x85c\n",
        "a: ~\n",
        "a b: 1\n",
        "1: 2\n",
        "? a\n: b\n",
        "\ufeffa: 1\n",
    ],
)
def test_these_are_left_to_the_parser(text):
    assert read_plainly(text) is None


def test_more_values_than_are_allowed_are_left_to_the_parser():
    lines = [f"key{number}: 1\n" for number in range(2_001)]
    assert read_plainly("".join(lines)) is None
    assert len(read_plainly("".join(lines[:2_000]))) == 2_000


def test_damaged_texts_are_read_as_by_the_parser_or_not_at_all():
    print(f"seed {SEED}")  # noqa: T201 - shown where the test fails
    rng = Random(SEED)
    signs = [*"\n :#-'\"[]{}>|&*!%@`?,~\t\\=<.aA0_/\xa0é\u2028\x85", "\n  ", "\n    ", ": ", " #"]
    signs += ["null", "---\n", "...\n", "\n\n", ">-\n", ">-", ":\n", "- ", "? ", "  "]
    read = 0
    for _ in range(8_000):
        lines = WHOLE.split("\n")
        start = rng.randrange(len(lines))
        text = "\n".join(lines[start : start + rng.randint(1, 8)]).lstrip() + "\n"
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(text) + 1)
            text = text[:place] + rng.choice(signs) + text[place + rng.choice((0, 0, 1, 2)) :]
        values = read_plainly(text)
        if values is not None:
            read += 1
            assert values == parsed(text), text
    assert read > 500


def test_blanks_without_end_are_left_to_the_parser_at_once():
    """Else it would take minutes: each of the blanks was looked on from."""
    assert read_plainly("title: What is heat?\n" + " " * 300_000 + "x\n") is None
