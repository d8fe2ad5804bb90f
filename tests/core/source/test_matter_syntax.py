"""Front matter in TOML and JSON: the same values as in YAML, and errors with their line."""

import pytest

from articles.core.source.foreign_places import Origin
from articles.core.source.matter_syntax import Syntax, read_matter, syntax_of
from articles.core.source.read_errors import FrontMatterBroken, FrontMatterMissing
from articles.core.source.reader import read_document
from tests.core.source.files import PATH, kinds

TOML = """+++
title = "What is heat?"
date = 2024-12-07T10:00:00-05:00
draft = false
weight = 10
share = 1.5
tags = ["a", "b"]

[params]
colour = 'red'
+++

Heat is *energy*.
"""
JSON = """{
  "title": "What is heat?",
  "date": "2024-12-07",
  "draft": false,
  "weight": 10,
  "share": 1.5,
  "tags": ["a", "b"],
  "params": {"colour": "red", "none": null}
}

Heat is *energy*.
"""


@pytest.mark.parametrize(("text", "syntax"), [(TOML, Syntax.TOML), (JSON, Syntax.JSON)])
def test_values_are_strings_whatever_the_syntax(text, syntax):
    matter = read_matter(text, path=PATH, problems=[])
    assert matter.syntax is syntax
    assert matter.values["date"].startswith("2024-12-07")
    assert (matter.values["draft"], matter.values["weight"]) == ("false", "10")
    assert (matter.values["share"], matter.values["tags"]) == ("1.5", ["a", "b"])
    assert matter.values["params"]["colour"] == "red"
    assert matter.parts.body == "\nHeat is *energy*.\n"


@pytest.mark.parametrize(
    "text", [TOML, JSON, "\n\n" + TOML, "\n" + JSON, TOML.replace("\n", "\r\n")]
)
def test_such_a_file_is_an_article(text):
    document = read_document(text.encode(), path=PATH)
    content = document.content
    assert (content.title, content.answer) == ("What is heat?", "Heat is *energy*.")
    assert (str(content.published_on), content.seo_keywords) == ("2024-12-07", "a, b")
    assert document.extra.keys() == {"weight", "share", "params"}
    assert not document.is_draft


@pytest.mark.parametrize(("text", "mark"), [(TOML, "draft = false"), (JSON, '"draft": false')])
def test_a_draft_is_one(text, mark):
    data = text.replace(mark, mark.replace("false", "true")).encode()
    document = read_document(data, path=PATH)
    assert document.is_draft
    [problem] = [x for x in document.problems if x.kind == "marked-draft"]
    assert problem.line == 4


# The line to be changed holds HERE, which is taken out.
BROKEN = [
    ('+++\ntitle = "A"\ndate = "2024HERE\n+++\n', "TOML that cannot be read"),
    ('+++\ntitle = "A"\ntitle = "B"HERE\n+++\n', "TOML that cannot be read"),
    ("+++\ntitle = AHERE\n+++\n", "TOML that cannot be read"),
    ("+++\ntitle: AHERE\n+++\n", "TOML that cannot be read"),
    ('+++\ntitle = "A"HERE\n\nText\n', "does not end with a line “+++”"),
    ('{\n "title": "A",\n "date": "2024"HERE\n "x": 1\n}\nText', "JSON that cannot be read"),
    ('{\n "title": "A",HERE\n}\nText', "JSON that cannot be read"),
    ('{\n "title": "AHERE\n}\nText', "JSON that cannot be read"),
    ('{\n title: "A"HERE\n}\nText', "JSON that cannot be read"),
    ('{HERE\n "title": "A",\n "title": "B"\n}\nText', "stands there twice"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_an_error_names_the_line(text, words):
    line = text[: text.index("HERE")].count("\n") + 1
    with pytest.raises(FrontMatterBroken, match=words.replace("+", "[+]")) as caught:
        read_document(text.replace("HERE", "").encode(), path=PATH)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"a": ' * 5_000 + "1" + "}" * 5_000,
        '{"a": [' + "1," * 3_000 + "1]}",
        "+++\na = " + "[" * 9 + "]" * 9 + "\n+++\n",
        "+++\na = [" + "1," * 3_000 + "1]\n+++\n",
        "{",
        "+++",
        "+++\n",
    ],
    ids=range(8),
)
def test_what_is_too_deep_or_too_much_or_broken_off_is_refused(text):
    with pytest.raises(FrontMatterBroken):
        read_document(text.encode(), path=PATH)


def test_a_text_without_front_matter_is_one_only_where_that_is_forgiven():
    data = b"# What is heat?\n\nEnergy.\n"
    with pytest.raises(FrontMatterMissing):
        read_document(data, path=PATH)
    document = read_document(data, path=PATH, origin=Origin())
    assert (document.content.title, document.content.answer) == ("What is heat?", "Energy.")
    assert kinds(document) == ["title-supplied"]


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("---\na: b\n---\n", Syntax.YAML),
        ("+++  \na = 1\n+++\n", Syntax.TOML),
        ("{ }", Syntax.JSON),
        ("{{< shortcode >}}\n", Syntax.NONE),
        ("++++\n", Syntax.NONE),
        ("Text\n+++\n", Syntax.NONE),
        ("", Syntax.NONE),
    ],
)
def test_the_first_line_says_the_syntax(text, syntax):
    assert syntax_of(text) is syntax
