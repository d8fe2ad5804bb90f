import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.text.damage_repair import unquote_csv_field
from articles.core.text.newline_decoder import decode_newlines
from articles.core.text.newline_encoder import encodings

PIECES = st.lists(
    st.sampled_from(
        ["\n", "\\n", "\n\n- ", "a", " ", "$", "$$", "`", "\n```\n", '"', "\\", "u", "eq", "x = 1"]
    )
).map("".join)


def read(encoded):
    """What the reader makes of an answer's text."""
    return decode_newlines(unquote_csv_field(encoded))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One.\n\nTwo.", r"One.\n\nTwo.", id="newlines become two characters"),
        pytest.param("If $ \\neg P $:\n- no", r"If $ \neg P $:\n- no", id="a command stays"),
        pytest.param("A\\\nB", "A\\\\nB", id="a backslash before a newline"),
        pytest.param(
            '```c\nputs("a\\n");\nputs("b\\n");\n```',
            r'```c\nputs("a\n");\nputs("b\n");\n```',
            id="a program's own escape stays",
        ),
        pytest.param("a", "a", id="one line"),
        pytest.param("", "", id="nothing"),
        pytest.param(
            "Take $a =\nu$ and\ngo.",
            "Take $a =\nu$ and\ngo.",
            id="a newline that would be read as ν",
        ),
        pytest.param(
            "Use `a\nb` here.", "Use `a\nb` here.", id="a newline in code that would be an escape"
        ),
        pytest.param(
            "Write \\n there,\nthen\nstop.",
            "Write \\n there,\nthen\nstop.",
            id="an escape in prose that would be read as a newline",
        ),
        pytest.param(
            '"The ""A"" show"', '"""The """"A"""" show"""', id="what looks like a CSV field"
        ),
    ],
)
def test_the_first_encoding(text, expected):
    assert next(encodings(text)) == expected


def test_real_newlines_come_first_where_they_are_preferred():
    assert list(encodings("a\nb", prefers_lines=True)) == ["a\nb", "a\\nb"]


def test_more_bare_escapes_than_lines_cannot_be_encoded():
    assert list(encodings("Write \\n there.")) == []


@given(PIECES, st.booleans())
def test_every_encoding_is_read_as_the_text(text, prefers_lines):
    for encoded in encodings(text, prefers_lines=prefers_lines):
        assert read(encoded) == text


@given(PIECES.map(lambda text: text.replace("\\n", "")))
def test_a_text_without_escapes_always_has_an_encoding(text):
    assert list(encodings(text))


@given(PIECES)
def test_what_was_decoded_is_encoded_again(encoded):
    text = decode_newlines(encoded)
    if unquote_csv_field(encoded) == encoded and "\n" not in encoded:
        assert encoded in encodings(text)
