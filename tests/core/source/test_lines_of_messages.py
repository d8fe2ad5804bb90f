"""Every message of the reader names the line that a person must change."""

import pytest

from articles.core.source.read_errors import SourceError
from articles.core.source.reader import read_document
from tests.core.source.files import PATH, make_file, read


def refusal(text, path=PATH):
    with pytest.raises(SourceError) as caught:
        read_document(text.encode(), path=path)
    return caught.value


# The line of the file to change is the one that holds “HERE”, which is taken out.
BROKEN = [
    ("four dashes at the end", "---\ntitle: A\nanswer: B\n----HERE\n\n&nbsp;\n", "closing “---”"),
    (
        "and a rule below",
        "---\ntitle: A\nanswer: B\n----HERE\n\nText\n\n---\nMore\n",
        "closing “---”",
    ),
    ("two dashes", "---\ntitle: A\nanswer: B\n--HERE\n\n&nbsp;\n", "closing “---”"),
    ("dashes of typography", "---\ntitle: A\nanswer: B\n—HERE\n\nText\n", "closing “---”"),
    ("dashes apart", "---\ntitle: A\nanswer: B\n- - -HERE\n\nText\n", "closing “---”"),
    ("an indented end", "---\ntitle: A\nanswer: B\n ---HERE\n\nText\n", "closing “---”"),
    ("YAML's end", "---\ntitle: A\nanswer: B\n...HERE\n\nText\n\n---\n", "closing “---”"),
    (
        "a comment behind the end",
        "---\ntitle: A\nanswer: B\n--- # endHERE\n\nText\n",
        "closing “---”",
    ),
    (
        "a dot behind the end",
        "---\ntitle: A\nanswer: B\n---.HERE\n\nA: b\n\n---\n",
        "closing “---”",
    ),
    ("an invisible sign", "---\ntitle: A\nanswer: B\n---\u200bHERE\n\nText\n", "closing “---”"),
    ("no end at all", "---\ntitle:HERE A\nanswer: B\n\nText\n", "does not end"),
    ("four dashes at the start", "----HERE\ntitle: A\n---\n", "first line must be “---”"),
    ("two at the start", "\n\n--HERE\ntitle: A\n---\n", "first line must be “---”"),
    ("text first", "# AHERE\n\ntext\n", "has no front matter"),
    ("a field twice", "---\ntitle: A\nid: 1\ntitle:HERE B\n---\n", "stands there twice"),
    ("a colon in a text", "---\nid: 1\ntitle: A: bHERE\nanswer: B\n---\n", "cannot be read"),
    ("an open quote", "---\nid: 1\ntitle: 'AHERE\nauthor: x\nanswer: B\n---\n", "cannot be read"),
    ("closed by the next", '---\nid: 1\ntitle: "AHERE\nanswer: "B"\n---\n', "cannot be read"),
    ("a quote in quotes", '---\nid: 1\ntitle: "A "b" cHERE"\nanswer: B\n---\n', "cannot be read"),
    ("an open list", "---\nid: 1\ntags: [a, bHERE\ntitle: A\nanswer: B\n---\n", "cannot be read"),
    ("an open brace", "---\nid: 1\nseo: {a: bHERE\ntitle: A\nanswer: B\n---\n", "cannot be read"),
    ("a name without colon", "---\nid: 1\ntitleHERE\nanswer: B\n---\n", "cannot be read"),
    ("the last line without", "---\nid: 1\ntitle: A\nanswerHERE\n---\n", "cannot be read"),
    ("a tab", "---\nid: 1\n\ttitle:HERE A\nanswer: B\n---\n", "cannot be read"),
    ("an at sign", "---\nid: 1\ntitle: @AHERE\nanswer: B\n---\n", "cannot be read"),
    ("an indent", "---\nid: 1\n  title: AHERE\nanswer: B\n---\n", "cannot be read"),
    ("an anchor", "---\nid: 1\ntitle: &aHERE A\n---\n", "anchor"),
    ("an alias", "---\nid: 1\ntitle: *aHERE\n---\n", "alias"),
    ("a tag", "---\nid: 1\ntitle: !xHERE A\n---\n", "tag"),
    ("a list", "---\n\n- aHERE\n---\n", "no list of fields"),
    ("nothing but a comment", "---\n#HERE\n---\n", "without a field"),
    ("an empty title", "---\nid: 1\ntitle:HERE\nanswer: B\n---\n", "“title” is missing"),
    ("a comment for a title", "---\nid: 1\ntitle: #HERE1\nanswer: B\n---\n", "begins a comment"),
    ("a list for an answer", "---\ntitle: A\nanswer: [B]HERE\n---\n", "“answer” is no text"),
    ("a long title", "---\nid: 1\ntitle: HERE" + "a" * 501 + "\n---\n", "more than 500"),
]


@pytest.mark.parametrize(("text", "words"), [x[1:] for x in BROKEN], ids=[x[0] for x in BROKEN])
def test_a_refusal_names_the_line(text, words):
    line = text[: text.index("HERE")].count("\n") + 1
    error = refusal(text.replace("HERE", ""))
    assert words in str(error)
    assert error.line == line
    assert str(error).startswith(f"{PATH}, line {line}: ")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(newline):
    error = refusal("---\nid: 1\ntitle: A: b\n---\n".replace("\n", newline))
    assert error.line == 3


def test_an_address_and_a_path_that_name_nothing_name_the_line_of_the_address():
    error = refusal("---\ntitle: A\nurl: /blog/a/\nanswer: B\n---\n", path="_posts/My Post.md")
    assert (error.field, error.line) == ("url", 3)
    assert "/blog/a/" in str(error)
    assert "“My Post”" in str(error)


@pytest.mark.parametrize(
    ("fields", "kind", "field"),
    [
        ({"id": "x"}, "invalid-value", "id"),
        ({"date": "never"}, "invalid-value", "date"),
        ({"score": "high"}, "invalid-value", "score"),
        ({"no_index": "maybe"}, "invalid-value", "no_index"),
        ({"author": "[a]"}, "invalid-value", "author"),
        ({"seo": "\n  title: [a]"}, "invalid-value", "seo.title"),
        ({"url": "/x"}, "invalid-value", "url"),
        ({"colour": "red"}, "unknown-key", "colour"),
        ({"draft": "true"}, "marked-draft", "draft"),
        ({"date": "2999-01-01"}, "future-date", "date"),
        ({"url": "/learn/physics/questions/other"}, "path-url-mismatch", "url"),
        ({"related_article1": "\n  title: x"}, "related-damaged", "related_article1"),
        ({"title": "What is #1 in C#?"}, "comment-in-text", "title"),
        ({"author": '"a\\x01b"'}, "control-characters", "author"),
    ],
)
def test_a_finding_about_a_field_names_its_line(fields, kind, field):
    data = make_file(**fields)
    *groups, name = field.split(".")
    lines = data.decode().split("\n")
    start = lines.index(f"{groups[0]}: ") if groups else 0
    [line] = [n for n, x in enumerate(lines, 1) if n > start and x.strip().startswith(f"{name}:")][
        :1
    ]
    assert [(x.kind, x.field, x.line) for x in read(data).problems] == [(kind, field, line)]


def test_a_finding_about_the_body_names_its_line():
    data = make_file(body="\n\nA note.\n")
    [problem] = read(data).problems
    assert data.decode().split("\n")[problem.line - 1] == "A note."
