"""What a run closes of findings comes back with its undo, of other articles too, if it is true."""

from dataclasses import replace

import pytest

from articles import publishing
from articles.bulk_runs import begin, begin_undo, tally_of, work
from articles.bulk_runs.assigning_run import begin_assigning
from articles.bulk_runs.kept_findings import give_back, lost_since, see
from articles.core.text.problem_kinds import Problem
from articles.models import BulkRun, Finding, Status
from articles.publishing.effects import insert_findings
from tests.bulk_runs.library_digest import library_digest
from tests.bulk_runs.test_planned_changes import REPLACE, fresh, planned, run_whole, undo_whole
from tests.factories import make_article, make_user
from tests.made_once import made_once

REPEATED, SAME_TEXT = "question-repeated", "same-text-elsewhere"
ASK_OTHERWISE = REPLACE | {"search": "light", "replacement": "heat", "fields": ["names"]}
SAY_OTHERWISE = REPLACE | {"search": "said", "replacement": "held"}


@made_once
def head():
    return make_user("head", role="head-of-content")


ADDRESS = "Write to ann@quicktakes.test."


def of(kind, *articles):
    return Finding.objects.filter(kind=kind, article__in=articles)


def asking_the_same(head):
    """Of a question on two pages the second one's finding is somebody's, and dismissed."""
    articles = [make_article(answer=f"Answer {n}.") for n in range(2)]
    assert of(REPEATED, articles[1]).update(is_dismissed=True, assignee=head) == 1
    return articles


def test_findings_on_a_shared_question_come_back_with_it(head):
    first, _ = asking_the_same(head)
    before, rows = library_digest()
    run = planned(ASK_OTHERWISE, [first], head)
    run_whole(run, head)
    assert not Finding.objects.filter(kind=REPEATED).exists()
    undo_whole(run, head)
    after, back = library_digest()
    assert back == rows
    assert after == before


def test_a_question_that_is_shared_no_more_has_no_finding(head):
    """It would stay open until somebody changes both: no save closes what is not true."""
    first, other = asking_the_same(head)
    run = planned(ASK_OTHERWISE, [first], head)
    run_whole(run, head)
    publishing.revise(fresh(other), replace(other.content(), title="What is sound?"))
    undo_whole(run, head)
    assert not Finding.objects.filter(kind=REPEATED).exists()


@pytest.mark.parametrize("is_still_shared", [True, False])
def test_findings_on_a_shared_text_come_back_where_it_is_shared(head, is_still_shared):
    first, other = (make_article(answer="It is said.", title=f"{n}?") for n in "ab")
    text = Problem(SAME_TEXT, "url", None, first.get_absolute_url())
    insert_findings([(other.pk, "x", text, True)], run=None)
    run = planned(SAY_OTHERWISE, [first], head)
    run_whole(run, head)
    assert not Finding.objects.filter(kind=SAME_TEXT).exists()
    if not is_still_shared:
        publishing.revise(fresh(other), replace(other.content(), answer="Other."))
    undo_whole(run, head)
    assert list(of(SAME_TEXT, other).values_list("is_dismissed", flat=True)) == (
        [True] if is_still_shared else []
    )


@pytest.mark.parametrize("action", [BulkRun.Action.WITHDRAW, BulkRun.Action.DELETE])
def test_who_had_what_has_it_again(head, action):
    first, other = asking_the_same(head)
    insert_findings([(first.pk, "x", Problem("csv-unquoted", "answer", None, "1"), False)])
    of("csv-unquoted", first).update(assignee=head)
    before = library_digest(is_exact=False)[0]
    run = begin(action, [first.pk], actor=head)
    assert work(run, actor=head)
    assert fresh(other).status == Status.PUBLISHED
    assert not of(REPEATED, other).exists()
    undo_whole(run, head)
    assert library_digest(is_exact=False)[0] == before
    assert set(of(REPEATED, other).values_list("assignee", "is_dismissed")) == {(head.pk, True)}
    assert of("csv-unquoted", first).get().assignee == head


def test_what_somebody_may_not_have_any_more_is_nobodys(head):
    editor = make_user("editor", role="subject-editor", subjects=[make_article().subject])
    article = make_article(answer=f"It is said. {ADDRESS}")
    assert of("email-address", article).update(assignee=editor) == 1
    run = planned(REPLACE | {"search": ADDRESS, "replacement": ""}, [article], head)
    run_whole(run, head)
    assert not of("email-address", article).exists()
    editor.groups.clear()
    undo_whole(run, head)
    assert of("email-address", article).get().assignee is None


def test_an_undo_makes_a_few_queries_for_all_findings(head, django_assert_max_num_queries):
    articles = [make_article(answer=f"It is said {n}. {ADDRESS}") for n in range(10)]
    assert of("email-address", *articles).update(is_dismissed=True) == 10
    run = planned(SAY_OTHERWISE, articles, head)
    run_whole(run, head)
    begin_undo(run)
    with django_assert_max_num_queries(125):
        work(run, actor=head)
    assert of("email-address", *articles).filter(is_dismissed=True).count() == 10


def test_what_was_kept_before_findings_were_assigned_comes_back(head):
    article = make_article()
    insert_findings([(article.pk, "x", Problem("csv-unquoted", "answer", None, "1"), True)])
    seen = see([article.pk])
    Finding.objects.all().delete()
    lost = lost_since(seen)[article.pk]
    give_back([{"findings": [row[:10] for row in lost["findings"]]}])
    assert of("csv-unquoted", article).get().is_dismissed


@pytest.mark.parametrize("action", [BulkRun.Action.DISMISS, BulkRun.Action.ASSIGN_FINDINGS])
def test_findings_that_were_written_anew_are_found_by_one_query(
    head, action, django_assert_max_num_queries
):
    articles = [make_article(answer=f"It is said {n}. {ADDRESS}") for n in range(10)]
    keys = list(of("email-address", *articles).values_list("pk", flat=True))
    is_dismissing = action == BulkRun.Action.DISMISS
    run = (
        begin(action, keys, actor=head)
        if is_dismissing
        else begin_assigning(action, keys, head, actor=head)
    )
    assert work(run, actor=head)
    for article in articles:
        publishing.revise(article, replace(article.content(), answer=f"{article.answer} More."))
    assert not Finding.objects.filter(pk__in=keys).exists()
    begin_undo(run)
    with django_assert_max_num_queries(20):
        work(run, actor=head)
    assert tally_of(run).undone == 10
    back = of("email-address", *articles)
    assert not back.filter(is_dismissed=True).exists()
    assert not back.exclude(assignee=None).exists()
