"""Findings on questions that stand over different answers: open only while it is so."""

from dataclasses import replace

import pytest

from articles.auditing.repeated_questions import audit_repeated_questions
from articles.models import Article, Finding
from articles.publishing import delete, move, publish, revise, save_subject, unpublish, withdraw
from articles.publishing.effects import REPEATED
from tests.factories import make_article, make_content, make_subject
from tests.made_once import made_once


@made_once
def pair():
    """Two pages that ask the same in nearly the same words, and one that asks something else."""
    one = make_article("one", title="What are the key laws of motion?")
    other = make_article("other", title="Explain the laws of motion.", subject="biology")
    make_article("third", title="Why are there laws of motion?")
    return one, other


def found():
    rows = Finding.objects.filter(kind=REPEATED).order_by("article")
    return list(rows.values_list("article__slug", "detail", "field", "severity", "is_dismissed"))


def test_each_page_names_the_other(pair):
    one, other = pair
    assert found() == [
        ("one", other.get_absolute_url(), "title", "warning", False),
        ("other", one.get_absolute_url(), "title", "warning", False),
    ]


def _ask_otherwise(article):
    revise(article, replace(article.content(), title="What are the laws of thermodynamics?"))


def _keep_out(article):
    revise(article, replace(article.content(), no_index=True))


def _answer_alike(article):
    revise(article, replace(article.content(), answer=Article.objects.get(slug="other").answer))


def _hide(article):
    article.subject.is_listed = False
    save_subject(article.subject)


@pytest.mark.parametrize(
    "act",
    [_ask_otherwise, _keep_out, _answer_alike, _hide, unpublish, withdraw, delete],
    ids=lambda act: act.__name__,
)
def test_what_is_no_longer_so_is_closed_on_both(pair, act, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        act(pair[0])
    assert found() == []


def test_another_edit_leaves_them_as_they_are(pair):
    Finding.objects.filter(kind=REPEATED, article=pair[0]).update(is_dismissed=True)
    before = set(Finding.objects.values_list("pk", flat=True))
    revise(pair[0], replace(pair[0].content(), title="What are the main laws of motion?"))
    assert [row[4] for row in found()] == [True, False]
    assert before == set(Finding.objects.values_list("pk", flat=True))


def test_they_come_with_a_third_page_and_go_back_with_a_draft(pair):
    third = make_article("fourth", title="What are some common laws of motion?")
    first = pair[0].get_absolute_url()
    assert [row[:2] for row in found()] == [
        ("one", f"{pair[1].get_absolute_url()} and 1 more"),
        ("other", f"{first} and 1 more"),
        ("fourth", f"{first} and 1 more"),
    ]
    unpublish(third)
    assert len(found()) == 2
    publish(Article.objects.get(pk=third.pk))
    assert len(found()) == 3


def test_a_moved_page_is_named_by_its_new_address(pair):
    move(pair[1], make_subject("history"), "elsewhere")
    assert audit_repeated_questions() == 2
    assert found()[0][1] == "/learn/history/questions/elsewhere"


def test_an_audit_finds_them_in_an_older_library_and_writes_nothing_twice(pair):
    rows = found()
    Finding.objects.filter(kind=REPEATED).delete()
    Finding.objects.create(
        article=Article.objects.get(slug="third"), kind=REPEATED, path="", severity="warning"
    )
    assert audit_repeated_questions() == 2
    assert found() == rows
    keys = set(Finding.objects.values_list("pk", flat=True))
    assert audit_repeated_questions() == 2
    assert set(Finding.objects.values_list("pk", flat=True)) == keys


def test_titles_without_words_are_not_compared(db):
    for number in range(2):
        make_article(f"none-{number}", title="?!", answer=f"Answer {number}.")
        make_content()
    assert found() == []
