from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.text.problem_kinds import KINDS, Severity
from articles.core.text.quality_checks import inspect_texts
from tests.core.text.case_files import load_cases


@dataclass
class Texts:
    title: str = ""
    answer: str = ""
    seo_description: str = ""
    seo_keywords: str = ""


@pytest.mark.parametrize(("fields", "expected"), load_cases("findings"))
def test_findings(fields, expected):
    assert sorted(problem.kind for problem in inspect_texts(Texts(**fields))) == sorted(expected)


def test_a_finding_quotes_the_words_and_names_the_line():
    answer = "One.\n\nKey points based on the gathered information:\n\n- Two."

    (problem,) = inspect_texts(Texts(answer=answer))

    assert (problem.field, problem.line) == ("answer", 3)
    assert "gathered information" in problem.detail
    assert problem.severity is Severity.WARNING


def test_every_address_is_found():
    answer = "Write to a.mann@uni.edu\nor b.kim@uni.edu."

    assert [(x.line, x.detail) for x in inspect_texts(Texts(answer=answer))] == [
        (1, "a.mann@uni.edu"),
        (2, "b.kim@uni.edu"),
    ]


def test_kinds_are_slugs_with_labels():
    for slug, kind in KINDS.items():
        assert slug == slug.lower().replace("_", "-").replace(" ", "-")
        assert kind.label[0].isupper()
        assert not kind.label.endswith(".")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_inspected(title, answer):
    for problem in inspect_texts(Texts(title, answer, answer, answer)):
        assert problem.kind in KINDS
        assert len(problem.detail) <= 200
