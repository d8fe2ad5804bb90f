"""An answer as the body of its file: what belongs to it, and how an edit leaves the rest."""

import pytest

from articles.core.source.body_text import text_span
from tests.core.source.files import kinds, make_file, read
from tests.core.source.writing import edit

BODIES = [
    ("a no-break space in a text", "\nA distance of 5&nbsp;km.\n", "A distance of 5&nbsp;km."),
    ("several", "5&nbsp;km, 3&nbsp;kg", "5&nbsp;km, 3&nbsp;kg"),
    ("one in a listing", "```html\n&nbsp;\n```\n", "```html\n&nbsp;\n```"),
    ("a line of one between", "A\n\n&nbsp;\n\nB\n", "A\n\n&nbsp;\n\nB"),
    ("at the end of a line", "A&nbsp;\nB", "A&nbsp;\nB"),
    ("a number", "5&#160;km", "5&#160;km"),
    ("the placeholder above", "\n&nbsp;\n\nA.\n", "A."),
    ("the placeholder below", "\nA.\n\n&nbsp;\n", "A."),
    (
        "an indented listing first",
        "\n    x = 1\n    y = 2\n\nText.\n",
        "    x = 1\n    y = 2\n\nText.",
    ),
    ("a tab", "\n\tx = 1\n", "\tx = 1"),
    ("a listing in a list", "\n  - a\n  - b\n", "  - a\n  - b"),
    ("blank lines with blanks", "  \n\n   x\n  \n", "   x"),
    ("blanks at the end", "A.  \n", "A."),
    ("a break within", "A.  \nB.\n", "A.  \nB."),
]


@pytest.mark.parametrize(
    ("body", "answer"), [row[1:] for row in BODIES], ids=[r[0] for r in BODIES]
)
def test_the_text_of_a_body(body, answer):
    document = read(without=["answer"], body=body)
    assert document.content.answer == answer
    assert kinds(document) == []


@pytest.mark.parametrize(
    "body", ["", "\n", "&nbsp;", "\n&nbsp;\n", " &nbsp; &nbsp;\n\n", "&#160;", "\xa0"]
)
def test_a_body_of_nothing_but_the_placeholder_has_no_text(body):
    assert text_span(body) == (0, 0)
    assert kinds(read(body=body)) == []


@pytest.mark.parametrize(
    ("body", "answer"), [row[1:] for row in BODIES], ids=[r[0] for r in BODIES]
)
def test_an_edit_leaves_what_stands_around_it(body, answer):
    written = edit(make_file(without=["answer"], body=body), answer=f"{answer}\n\nMore.").decode()
    assert written.endswith("---\n" + body.replace(answer, f"{answer}\n\nMore."))


def test_an_edit_may_begin_with_a_listing():
    written = edit(make_file(without=["answer"], body="\nText.\n"), answer="    x = 1\n\nText.")
    assert written.decode().endswith("---\n\n    x = 1\n\nText.\n")
