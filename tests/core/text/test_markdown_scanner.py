import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.text.markdown_scanner import Kind, find_spans
from tests.core.text.case_files import load_cases

MARKUP = st.text(alphabet="$`~\\()[]{}\n a1.", max_size=80)


@pytest.mark.parametrize(("text", "expected"), load_cases("spans"))
def test_spans_are_found(text, expected):
    found = [[span.kind.name, text[span.start : span.end]] for span in find_spans(text)]

    assert found == expected


def test_body_excludes_the_delimiters():
    text = "a $x$ `y` $$z$$ \\(u\\) \\[v\\]"

    assert [text[s.body_start : s.body_end] for s in find_spans(text)] == list("xyzuv")


def test_body_of_a_fence_is_the_lines_between():
    text = "- a\n  ```py\n  x = 1\n\n  ```\nend"

    (span,) = find_spans(text)

    assert span.kind is Kind.FENCE
    assert text[span.body_start : span.body_end] == "  x = 1\n\n"
    assert text[span.end :] == "\nend"


def test_body_of_an_unclosed_fence_is_the_rest():
    text = "```\nx"

    (span,) = find_spans(text)

    assert (span.start, span.end, text[span.body_start : span.body_end]) == (0, 5, "x")


def test_body_of_an_environment_keeps_its_commands():
    text = "\\begin{align}a\\end{align}"

    (span,) = find_spans(text)

    assert text[span.body_start : span.body_end] == text


@given(MARKUP)
def test_spans_are_in_order_and_inside_the_text(text):
    position = 0
    for span in find_spans(text):
        assert position <= span.start <= span.body_start <= span.body_end <= span.end <= len(text)
        assert span.start < span.end
        position = span.end


@pytest.mark.parametrize(
    "unit",
    [
        "$",
        "`",
        "\\(",
        "\\[",
        "\\begin{align}",
        "$a ",
        "`` ``` ",
        "a ~~~ b",
        "```x\n",
        "$$a b ",
        "[\\[a",
        "[\\[a\\](",
        "\\",
    ],
)
def test_a_megabyte_of_openers_ends(unit):
    text = unit * (1_000_000 // len(unit))
    find_spans(text)


@pytest.mark.parametrize(
    "line", ["```", "~~~", "# b`", "===\nb`", "> b`", "- b`", "1. b`", "***\nb`", "  ## b`"]
)
def test_code_does_not_go_on_in_another_block(line):
    code = [s for s in find_spans(f"a `<select>\n{line}") if s.kind is Kind.CODE]
    assert code == []


@pytest.mark.parametrize("line", ["b`", "#b`", "-b`", "2. b`", "    > b`", "``b ` c"])
def test_code_goes_on_in_the_next_line_of_a_paragraph(line):
    (code,) = [s for s in find_spans(f"a `x\n{line}") if s.kind is Kind.CODE]
    assert code.start == 2
