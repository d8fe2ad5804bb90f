"""Questions without the marks of Markdown."""

import pytest

from articles.seo.page_titles import article_title, plain_title, with_site_name


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "What is the purpose of `findall` in Prolog?",
            "What is the purpose of findall in Prolog?",
        ),
        ("What is the history of **Ka Bya**?", "What is the history of Ka Bya?"),
        ("What is said of *Agamemnon*?", "What is said of Agamemnon?"),
        ("When is quadratic time (O(n^2)) observed?", "When is quadratic time (O(n²)) observed?"),
        ("What is the inverse of f(x) = (x + q)^n?", "What is the inverse of f(x) = (x + q)ⁿ?"),
        ("What does `n^2` mean in C?", "What does n^2 mean in C?"),
        ("Why is $x^2$ positive?", "Why is x² positive?"),
        ("Two\nlines  and   blanks", "Two lines and blanks"),
    ],
)
def test_marks_are_taken_off(written, shown):
    assert plain_title(written) == shown


@pytest.mark.parametrize(
    "title",
    [
        "What are the effects of a $6 price floor on milk?",
        "Does $5 or $6 buy more?",
        "How does 'D*** in a Box' exemplify absurdity in comedy?",
        "Is 2 * 3 * 4 the same as 4 * 3 * 2?",
        "What is snake_case_naming?",
        'How does "Night" explore the tension between faith and doubt?',
        "What is a*b*c?",
        "Is <b>this</b> shown?",
    ],
)
def test_left_as_it_is(title):
    assert plain_title(title) == title


def test_the_site_name_needs_room():
    assert with_site_name("x" * 47, "QuickTakes") == "x" * 47 + " | QuickTakes"
    assert with_site_name("x" * 48, "QuickTakes") == "x" * 48


def test_a_long_question_is_never_cut():
    question = "Why " * 60 + "?"
    title = article_title(
        question, subject_name="Physics", is_shared=True, seo_title="", site_name="QuickTakes"
    )
    assert title == f"{question} – Physics"
