r"""The answer, whose newlines are the two characters `\n`, or real, or those of the body."""

import pytest

from tests.core.source.files import make_file
from tests.core.source.writing import changed_lines, edit

LINES = "|-\n    The moon pulls.\n\n    Twice."


def test_an_answer_on_one_line_stays_on_it():
    lines = changed_lines(make_file(), answer="The moon pulls.\n\nTwice: $\\neg P$\n- yes")

    assert lines == [
        "-    The moon pulls.\\n\\n1. **Twice** a day.\\n2. So.",
        "+    The moon pulls.\\n\\nTwice: $\\neg P$\\n- yes",
    ]


def test_an_answer_with_real_newlines_changes_one_line():
    assert changed_lines(make_file(answer=LINES), answer="The moon pulls.\n\nThrice.") == [
        "-    Twice.",
        "+    Thrice.",
    ]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("Take $a =\nu$ and\ngo.", id="a newline read as a letter"),
        pytest.param("Use `a\nb` here.", id="a newline in code"),
        pytest.param("Write \\n there,\nthen\nstop.", id="an escape in prose"),
        pytest.param("A\n\n    code\n\n", id="blank lines at the end"),
        pytest.param("   A\n B", id="blanks at the beginning"),
        pytest.param("A\u2028B\n\x85C", id="YAML's other line breaks"),
        pytest.param("A\rB\r\nC", id="carriage returns"),
        pytest.param("A \n \n\tB", id="blanks at line ends"),
        pytest.param("---\nA\n---", id="lines like the front matter's end"),
        pytest.param('"The ""A"" show"', id="what looks like a CSV field"),
        pytest.param("~", id="null"),
        pytest.param("A &nbsp; B", id="the body's placeholder"),
    ],
)
@pytest.mark.parametrize("written", [">-\n    Old", "Old", LINES, '"Old\\\\nB"', "'Old'"])
def test_every_answer_is_read_back(written, answer):
    edit(make_file(answer=written), answer=answer)


def test_an_answer_that_no_line_can_hold_moves_into_the_body():
    written = edit(make_file(), answer="Write \\n there.").decode()

    assert "\nanswer:" not in written
    assert written.endswith("---\n\nWrite \\n there.\n")


def test_an_answer_in_the_body_stays_in_it():
    data = make_file(without=("answer",), body="\n\nOld *text*.\n\n")

    assert changed_lines(data, answer="New\n\ntext.") == ["-Old *text*.", "+New", "+", "+text."]


def test_an_answer_that_the_body_cannot_hold_leaves_it():
    data = make_file(without=("answer",), body="\nOld.\n")

    written = edit(data, answer="&nbsp;\nB").decode()

    assert "\nanswer: >-\n    &nbsp;\\nB\nsubject:" in written
    assert written.endswith("---\n\n&nbsp;")


def test_other_text_of_the_body_stays():
    assert edit(make_file(body="\nA note.\n"), answer="New").endswith(b"---\n\nA note.\n")
