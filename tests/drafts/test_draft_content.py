"""The content that a draft's boxes say: whatever was typed, there is one."""

from dataclasses import replace
from datetime import date

import pytest

from articles.core.article_content import RelatedLink
from articles.drafts.draft_content import content_of
from tests.factories import make_article, make_content

OPENED = make_content(
    title="What?",
    article_title="What?",
    question="What?",
    answer="One\n\ntwo  ",
    author="A\nB",
    published_on=date(2025, 1, 2),
    score=1.5,
    no_index=False,
)


def sent(**values):
    return {name.replace("__", "-"): [value] for name, value in values.items()}


def test_boxes_that_were_not_sent_are_as_they_were_opened():
    assert content_of({}, OPENED) == OPENED


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("answer", "One\r\n\r\ntwo  ", OPENED.answer),  # as a browser returns it
        ("answer", "One\r\nthree", "One\nthree"),
        ("author", "AB", OPENED.author),  # a box of one line loses line ends
        ("published_on", "2025-03-04", date(2025, 3, 4)),
        ("published_on", "2025-03-", OPENED.published_on),  # half typed
        ("published_on", "", None),
        ("score", "2.5", 2.5),
        ("score", "many", OPENED.score),
        ("score", "inf", OPENED.score),
        ("no_index", "on", True),
    ],
)
def test_a_box_says_what_was_typed_as_far_as_an_article_can_hold_it(name, text, expected):
    assert content_of(sent(**{name: text}), OPENED) == replace(OPENED, **{name: expected})


def test_one_box_stands_for_three_texts_while_they_agree():
    content = content_of(sent(title="Why?"), OPENED)
    assert (content.title, content.article_title, content.question) == ("Why?",) * 3
    apart = content_of(sent(title="Why?", separate_texts="on"), OPENED)
    assert (apart.title, apart.article_title, apart.question) == ("Why?", "What?", "What?")


@pytest.mark.django_db
def test_related_questions_follow_the_numbers_of_their_places():
    picked = make_article("picked")
    values = {
        "related-TOTAL_FORMS": ["4"],
        "related-0-order": ["2"],
        "related-0-path": ["/learn/physics/questions/a"],
        "related-0-title": ["A"],
        "related-1-order": ["1"],
        "related-1-path": ["/learn/physics/questions/b"],
        "related-1-title": ["B"],
        "related-2-order": [""],
        "related-2-path": [""],
        "related-2-article": [str(picked.pk)],
        "related-2-title": ["C"],
        "related-3-path": ["/learn/physics/questions/gone"],
        "related-3-DELETE": ["on"],
    }
    assert content_of(values, OPENED).related == (
        RelatedLink("/learn/physics/questions/b", "B"),
        RelatedLink("/learn/physics/questions/a", "A"),
        RelatedLink(picked.get_absolute_url(), "C"),
    )


@pytest.mark.django_db
def test_who_picks_another_article_takes_its_question_and_one_that_is_gone_is_no_row():
    picked = make_article("picked")
    opened = replace(OPENED, related=(RelatedLink("/learn/physics/questions/a", "A"),))
    row = sent(
        related__TOTAL_FORMS="2",
        related__0__path="/learn/physics/questions/a",
        related__0__title="A",
        related__0__article=str(picked.pk),
        related__1__path="",
        related__1__article="999999",
    )
    link = RelatedLink(picked.get_absolute_url(), picked.heading)
    assert content_of(row, opened).related == (link,)
    typed = row | {"related-0-title": ["Mine"]}
    assert content_of(typed, opened).related == (replace(link, title="Mine"),)
