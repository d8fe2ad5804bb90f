import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.text.newline_decoder import decode_newlines
from tests.core.text.case_files import load_cases

PIECES = st.lists(st.sampled_from(["\\n", "a", " ", "$", "`", "```", '"', "\\", "u", "eq", "{"]))


@pytest.mark.parametrize(("encoded", "expected"), load_cases("escapes"))
def test_newlines_are_decoded(encoded, expected):
    assert decode_newlines(encoded) == expected


@given(PIECES.map("".join))
def test_nothing_but_newlines_changes(encoded):
    decoded = decode_newlines(encoded)

    assert decoded.replace("\n", "\\n") == encoded


@given(st.text(alphabet="ab \n`$", max_size=60))
def test_a_text_without_escapes_stays(text):
    assert decode_newlines(text) == text


@pytest.mark.parametrize("unit", ["$$\\nu ", "\\n", '"\\n', "\\n' ", "```\\n", "`\\n\\n`", "# \\n"])
def test_a_megabyte_ends(unit):
    decode_newlines("```\\n" + unit * (1_000_000 // len(unit)))
    decode_newlines(unit * (1_000_000 // len(unit)))
