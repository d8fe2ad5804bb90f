"""Random edits of the library's own files: what is read back is what was written, and no line of
another field has changed."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.article_content import RelatedLink
from articles.core.source.byte_preserving_text import Original
from articles.core.source.canonical_format import KEY_OF_FIELD
from articles.core.source.reader import read_document
from articles.core.source.writer import Unwritable, rewrite, write_new
from articles.core.text.damage_repair import mend_fences
from articles.core.text.source_list import Source, write_sources
from tests.core.source.writing import wanted_of

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "learn"
FILES = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in FIXTURES.rglob("*.md")}
DOCUMENTS = {path: read_document(data, path=path) for path, data in FILES.items()}

PIECES = (
    *(
        "\n",
        "\n\n",
        "\\n",
        "\n- ",
        "\n    code\n",
        "```\n",
        "`a\\nb`",
        "$\\nu$",
        "\nu = $x$",
        "\\neg",
    ),
    *(
        " ",
        "  ",
        "\t",
        "'",
        '"',
        '""',
        ": ",
        " # ",
        "- ",
        "---",
        "\n---\n",
        "|",
        ">-",
        "{a",
        "[",
        "&",
    ),
    *(
        "é",
        "λ",
        "😀",
        "\u2028",
        "\x85",
        "\xa0",
        "\ufeff",
        "\r",
        "~",
        "null",
        "No",
        "&nbsp;",
        "&amp;",
    ),
)
TEXTS = ("title", "answer", "article_title", "question", "author", "date_format", "post_on_text")
TEXTS += ("seo_title", "seo_description", "seo_keywords", "reviewed_by", "short_answer")
SOURCES = st.builds(
    Source,
    st.sampled_from(["https://example.org/a", "https://example.org/b?c=d&e#f", "http://x.org"]),
    st.sampled_from(["", "Why?", "A: 'b' \"c\"", "no", "- one # two", "~", "Über"]),
)
LINKS = st.builds(
    RelatedLink,
    st.sampled_from([f"/learn/physics/questions/{name}" for name in ("a", "b-c", "d1")]),
    st.sampled_from(["", "Why?", "A: 'b' \"c\"", " blanks ", "two\nlines", "no"]),
)


@st.composite
def edited_texts(draw, text):
    """The text with pieces put in, or something else in the place of a part of it."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return text


@st.composite
def edited_links(draw, links):
    links = draw(st.permutations(links)) if draw(st.booleans()) else list(links)
    links = links[: draw(st.integers(0, len(links)))]
    for link in draw(st.lists(LINKS, max_size=2)):
        links.insert(draw(st.integers(0, len(links))), link)
    return tuple({link.path: link for link in links}.values())


@st.composite
def edits(draw):
    """(path, {field: value}): what an editor did to one of the files."""
    path = draw(st.sampled_from(sorted(FILES)))
    content = DOCUMENTS[path].content
    changes = {}
    for name in draw(st.lists(st.sampled_from(sorted(KEY_OF_FIELD)), min_size=1, max_size=4)):
        value = getattr(content, name)
        if name in TEXTS:
            required = name in ("title", "answer")
            cleared = st.nothing() if required else st.just("")
            changes[name] = draw(st.one_of(edited_texts(value), cleared))
        elif name == "sources":
            changes[name] = write_sources(draw(st.lists(SOURCES, max_size=3)))
        elif name == "related":
            changes[name] = draw(edited_links(value))
        elif name == "score":
            changes[name] = draw(st.sampled_from([None, -1.0, 0.25, 1e-7, 12345678.9]))
        elif name == "no_index":
            changes[name] = not value
        else:
            changes[name] = draw(st.none() | st.dates(date(1000, 1, 1)))
    return path, changes


def lines_by_key(data):
    """The lines of a file by the key that they belong to: {"seo.title": […], "": [the body]}."""
    found, key, group = {}, "", ""
    for line in Original(data).text.split("\n"):
        match = re.match(r"(  )?([a-z_0-9]+):(?: |$)", line)
        if line == "---":
            key = ""
        elif match and (not match[1] or group == "seo"):
            group = group if match[1] else match[2]
            key = f"seo.{match[2]}" if match[1] else match[2]
        found.setdefault(key, []).append(line)
    return found


def may_change(key, changes):
    keys = {KEY_OF_FIELD[name] for name in changes}
    if key.startswith("related_article"):
        return "related" in keys
    return key in keys or (key == "" and "answer" in keys)


def try_to(write):
    """What `write` returns; None where the answer is of a kind that no file can hold."""
    try:
        return write()
    except Unwritable as error:
        if error.field == "answer" and ("listing" in error.reason or "a text" in error.reason):
            return None
        raise


@given(edits())
def test_an_edit_is_read_back_and_leaves_every_other_line(edit):
    path, changes = edit
    base = DOCUMENTS[path].content
    wanted = wanted_of(DOCUMENTS[path], **changes)
    written = try_to(lambda: rewrite(FILES[path], path=path, base=base, wanted=wanted))
    if written is None:
        answer = wanted.content.answer
        assert mend_fences(answer)[1] or "\\n" in answer
        return
    assert read_document(written, path=path).content == wanted.content
    before, after = lines_by_key(FILES[path]), lines_by_key(written)
    for key in before.keys() | after.keys():
        assert may_change(key, changes) or before.get(key) == after.get(key), key


@given(edits())
def test_an_edit_that_is_taken_back_leaves_the_content(edit):
    path, changes = edit
    base = DOCUMENTS[path].content
    wanted = wanted_of(DOCUMENTS[path], **changes)
    written = try_to(lambda: rewrite(FILES[path], path=path, base=base, wanted=wanted))
    if written is None:
        return
    original = wanted_of(DOCUMENTS[path])
    back = rewrite(written, path=path, base=wanted.content, wanted=original)

    assert read_document(back, path=path).content == base


@given(edits())
def test_a_new_file_is_read_back(edit):
    path, changes = edit
    wanted = wanted_of(DOCUMENTS[path], **changes)
    written = try_to(lambda: write_new(wanted))

    assert written is None or read_document(written, path=path).content == wanted.content


@pytest.mark.parametrize("path", sorted(FILES))
def test_every_edit_of_the_whole_file_is_possible_under_windows_newlines(path):
    data = b"\xef\xbb\xbf" + FILES[path].replace(b"\n", b"\r\n")
    document = read_document(data, path=path)
    changes = {name: getattr(document.content, name) + " and: more" for name in TEXTS}
    wanted = wanted_of(document, **changes)

    written = rewrite(data, path=path, base=document.content, wanted=wanted)

    assert read_document(written, path=path).content == replace(document.content, **changes)
    assert written.count(b"\n") == written.count(b"\r\n")
