"""What surrounds the text stays: byte order mark, newlines, encoding, controls."""

import codecs

import pytest

from articles.core.article_content import RelatedLink
from articles.core.source.writer import Unwritable
from tests.core.source.files import make_file
from tests.core.source.writing import edit

PLAIN = make_file(author="Émile")
EDITED = edit(PLAIN, title="Pourquoi donc ?", answer="Voilà.\n\nFin.")


@pytest.mark.parametrize(
    ("mark", "encoding", "newline"),
    [
        (b"", "utf-8", "\n"),
        (b"", "utf-8", "\r\n"),
        (b"", "utf-8", "\r"),
        (codecs.BOM_UTF8, "utf-8", "\n"),
        (codecs.BOM_UTF8, "utf-8", "\r\n"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "\r\n"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "\n"),
        (b"", "utf-16-le", "\n"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "\n"),
        (b"", "cp1252", "\r\n"),
    ],
)
def test_encoding_and_newlines_stay(mark, encoding, newline):
    def convert(data):
        return mark + data.decode().replace("\n", newline).encode(encoding)

    assert edit(convert(PLAIN), title="Pourquoi donc ?", answer="Voilà.\n\nFin.") == convert(EDITED)


def test_lines_that_end_otherwise_than_most_stay_so():
    data = make_file().replace(b"\n", b"\r\n").replace(b"author: QuickTakes\r\n", b"author: X\n")

    assert edit(data, title="New") == data.replace(
        b"\r\ntitle: How do tides work?\r\n", b"\r\ntitle: New\r\n"
    )


def test_controls_elsewhere_stay():
    data = make_file(author="A\x07\x00B", zebra="\x01z")

    assert edit(data, title="New") == data.replace(b"\ntitle: How do tides work?", b"\ntitle: New")


def test_what_the_encoding_lacks_is_escaped():
    data = make_file(author="Émile").decode().encode("cp1252")

    assert b'\ntitle: "\\u03bb and \\U0001f600"\n' in edit(data, title="λ and 😀")


def test_an_answer_below_that_the_encoding_lacks_moves_above():
    """Found by `tests/fuzzing/`: it ended the export."""
    data = "---\ntitle: A café\nurl: /learn/physics/questions/a\n---\nAn answer.\n".encode("cp1252")

    assert b'\nanswer: "\\u03bb"\n' in edit(data, path="physics/a.md", answer="λ")


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "A café"\nurl = "/learn/physics/questions/a"\n+++\nAn answer.\n',
        '{\n"title": "A café",\n"url": "/learn/physics/questions/a"\n}\n\nAn answer.\n',
    ],
)
def test_a_related_question_that_the_encoding_lacks_is_refused_by_its_name(text):
    links = (RelatedLink("/learn/physics/questions/b", "λ?"),)
    with pytest.raises(Unwritable) as refused:
        edit(text.encode("cp1252"), path="physics/a.md", related=links)
    assert refused.value.field == "related"


def test_bytes_that_are_no_text_become_utf_8():
    data = codecs.BOM_UTF16_LE + make_file(author="A").decode().encode("utf-16-le") + b"\x00"

    assert edit(data, title="New").startswith(b"---\n_schema")


def test_repairs_that_reading_makes_elsewhere_do_not_reach_the_file():
    data = make_file(author="Hereâ€\x9d it is\x07", zebra="â€\x9d")

    assert edit(data, title="New", question="") == data.replace(
        b"\ntitle: How do tides work?", b"\ntitle: New"
    ).replace(b"\nquestion: How do tides work?", b"\nquestion: ''")
    assert b"\nauthor: A\n" in edit(data, author="A")
