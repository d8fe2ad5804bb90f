"""All checks of one article."""

import pytest

from articles.auditing.article_checks import check
from articles.auditing.same_question import asked_already, likeness
from articles.models import Finding
from tests.factories import make_article, make_content

pytestmark = pytest.mark.django_db
FAULTS = "As $\\notacommand{$ says.\n\n# One\n\n### Three\n\nWrite to a.mann@uni.edu, the"


def kinds(report):
    return [one.problem.kind for one in report]


def test_the_editor_is_shown_what_an_import_finds():
    article = make_article(answer=FAULTS)
    found = Finding.objects.filter(article=article).values_list("kind", "line", "detail")
    report = check(article.content(), article=article)
    assert {(p.kind, p.line, p.detail) for p, *_ in map(_values, report)} == set(found)
    assert {"heading-order", "email-address", "cut-off"} <= set(kinds(report))


def _values(one):
    return one.problem, one.place


def test_the_serious_come_first_then_in_the_order_of_the_text():
    report = check(make_content(answer=FAULTS), asked=())
    severities = [one.problem.severity for one in report]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def test_each_problem_has_its_words():
    for one in check(make_content(answer=FAULTS), asked=()):
        assert FAULTS[one.place.start : one.place.end] == one.problem.detail


def test_a_question_without_words_is_missing():
    report = check(make_content(" "))
    assert kinds(report) == ["title-missing"]


def test_a_hard_text_is_said_to_be_hard():
    words = "Notwithstanding considerable methodological heterogeneity, interdisciplinary "
    report = check(make_content(answer=f"{words * 20}investigations proliferate."))
    assert "hard-to-read" in kinds(report)


def test_a_question_that_exists_is_named():
    known = make_article(title="How do plants turn sunlight into sugar?")
    report = check(make_content("How do plants turn the sunlight into sugar?"))
    (one,) = report
    assert (one.problem.kind, one.asked.key) == ("question-exists", known.pk)


def test_the_very_question_is_repeated():
    make_article(title="How do plants turn sunlight into sugar?")
    report = check(make_content("How do plants turn sunlight into sugar?"))
    assert kinds(report) == ["title-repeated"]


def test_an_article_is_not_the_same_as_itself():
    article = make_article(title="How do plants turn sunlight into sugar?")
    assert asked_already(article.title, but_for=article.pk) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is photosynthesis?", "What is chemosynthesis?"),
        ("How does heat flow?", "How is heat measured in a bomb calorimeter?"),
        ("", "What is light?"),
    ],
)
def test_other_questions_are_unlike(one, other):
    assert likeness(one, other) < 0.8
    assert likeness(other, one) < 0.8


def test_no_query_for_a_text_without_links(django_assert_num_queries):
    with django_assert_num_queries(0):
        check(make_content(answer=FAULTS), asked=())
