"""A text that a “#” ends: YAML's rule, and nobody's wish."""

import pytest

from tests.core.source.files import kinds, read

CUT = [
    ("title", "What is #1 in C#?", "#1 in C#?"),
    ("title", "Why is issue #42 open?", "#42 open?"),
    ("question", "What is\n  item #3?", "#3?"),
    ("author", "The team #1", "#1"),
    ("answer", "See #4 for more.", "#4 for more."),
    ("subject", "Physics #2", "#2"),
    ("summary", "Of # signs", "# signs"),
    ("seo", "\n  page_description: The #1 answer", "#1 answer"),
    ("tags", "\n  - physics #1", "#1"),
    ("question", "#hashtag", "#hashtag"),
]
WHOLE = [
    ("title", "'What is #1 in C#?'"),
    ("title", '"What is #1?" # a comment'),
    ("title", ">-\n    What is #1 in C#?"),
    ("title", "> # a comment\n    What is heat?"),
    ("title", "What is C#?"),
    ("title", "C#1"),
    ("id", "12 # the first"),
    ("date", "2024-12-07 # when it was written"),
    ("date_format", "MMM DD, YYYY # moment.js"),
    ("score", "-1.0 # not scored"),
    ("no_index", "true # for now"),
    ("draft", "false # done"),
    ("url", "/learn/physics/questions/how-do-tides-work # the old one"),
    ("no_index", "# to be decided"),
]


@pytest.mark.parametrize(("field", "value", "words"), CUT)
def test_a_text_that_is_cut_is_told(field, value, words):
    document = read(**{field: value})
    told = [(x.field, x.detail) for x in document.problems if x.kind == "comment-in-text"]
    name = {"seo": "seo.page_description"}.get(field, field)
    assert told == [(name, words)]


@pytest.mark.parametrize(("field", "value"), WHOLE)
def test_a_comment_that_cuts_nothing_is_not(field, value):
    assert "comment-in-text" not in kinds(read(**{field: value}))


def test_a_comment_on_a_line_of_its_own_is_not():
    assert kinds(read(author="QuickTakes\n# a comment\n  # another")) == []
