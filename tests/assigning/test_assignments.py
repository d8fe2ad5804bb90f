"""Whose work articles and findings are, and when they cease to be somebody's."""

import pytest

from articles import bulk_runs, publishing
from articles.assigning import assign_articles, assign_findings, people, release_unfit
from articles.bulk_runs.assigning_run import begin_assigning
from articles.core.text.problem_kinds import Problem
from articles.models import (
    Announcement,
    Article,
    ArticleAssignment,
    BulkRun,
    Change,
    Finding,
    PageStamp,
    Revision,
)
from articles.publishing.effects.findings import replace_findings
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

RIGHTS = ["change_article", "view_article"]


@made_once
def team():
    return {
        "anna": make_user("anna", permissions=[*RIGHTS, "every_subject"]),
        "ben": make_user("ben", permissions=RIGHTS, subjects=[make_subject("physics")]),
        "looker": make_user("looker", permissions=["view_article", "every_subject"]),
    }


def owners():
    return dict(ArticleAssignment.objects.values_list("article_key", "user__username"))


def finding(article, detail="x"):
    return Finding.objects.create(
        article=article, path="p", kind="cut-off", severity="error", field="answer", detail=detail
    )


def test_only_who_writes_can_be_given_work(team):
    make_user("resting", permissions=RIGHTS, is_active=False)
    assert [user.username for user in people()] == ["anna", "ben"]


def test_assigning_is_no_change_of_an_article(team):
    article = make_article()
    before = written_of(article)
    assign_articles([article.pk], team["anna"], by=team["ben"])
    assign_articles([article.pk], team["ben"], by=None)
    assert owners() == {article.pk: "ben"}
    assert written_of(article) == before


def test_a_finding_is_somebodys_while_its_words_stay(team):
    article = make_article()

    def write(*details):
        problems = [Problem("cut-off", "answer", None, detail) for detail in details]
        replace_findings({article.pk: problems}, {article.pk: "p"}, kinds=["cut-off"])

    write("x", "y")
    assign_findings(Finding.objects.filter(detail="x").values_list("pk", flat=True), team["anna"])
    write("x", "z")
    found = dict(Finding.objects.filter(kind="cut-off").values_list("detail", "assignee__username"))
    assert found == {"x": "anna", "z": None}


def test_what_is_deleted_and_brought_back_is_still_somebodys(team):
    article = make_article()
    assign_articles([article.pk], team["anna"], by=None)
    publishing.delete(article)
    release_unfit()
    revision = Revision.objects.get(article_key=article.pk, kind="deleted")
    publishing.undelete(revision)
    assert owners() == {article.pk: "anna"}


def lose_account(user):
    user.delete()


def rest(user):
    user.is_active = False
    user.save()


def lose_right(user):
    user.user_permissions.clear()


def lose_subject(user):
    user.subjects.clear()


@pytest.mark.parametrize("lose", [lose_account, rest, lose_right, lose_subject])
def test_who_may_work_on_it_no_more_leaves_it_to_nobody(team, lose):
    mine, others = make_article(), make_article()
    row, other = finding(mine), finding(others)
    assign_articles([mine.pk], team["ben"], by=None)
    assign_articles([others.pk], team["anna"], by=None)
    assign_findings([row.pk], team["ben"])
    assign_findings([other.pk], team["anna"])
    assert release_unfit() == 0
    lose(team["ben"])
    release_unfit()
    assert owners() == {others.pk: "anna"}
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.assignee, other.assignee) == (None, team["anna"])


@pytest.mark.parametrize("of_findings", [False, True])
def test_a_run_assigns_skips_and_is_undone(team, of_findings, django_assert_max_num_queries):
    here = [make_article() for _ in range(3)]
    there = make_article(subject=make_subject("biology"))
    rows = [*here, there]
    if of_findings:
        rows = [finding(article) for article in rows]
        assign_findings([rows[0].pk], team["anna"])
        assign_findings([rows[1].pk], team["ben"])
    else:
        assign_articles([rows[0].pk], team["anna"], by=None)
        assign_articles([rows[1].pk], team["ben"], by=None)

    def whose():
        if of_findings:
            found = dict(Finding.objects.values_list("pk", "assignee__username"))
            return [found[row.pk] for row in rows]
        return [owners().get(row.pk) for row in rows]

    action = BulkRun.Action.ASSIGN_FINDINGS if of_findings else BulkRun.Action.ASSIGN
    before = whose()
    keys = [*(row.pk for row in rows), 10**6]
    run = begin_assigning(action, keys, team["ben"], actor=team["anna"])
    with django_assert_max_num_queries(25):
        assert bulk_runs.work(run, actor=team["anna"])
    assert whose() == ["ben", "ben", "ben", None]
    notes = list(run.items.order_by("pk").values_list("state", "note"))
    assert notes == [
        ("done", ""),
        ("skipped", "it is so already"),
        ("done", ""),
        ("skipped", "ben does not work in its subject"),
        ("skipped", "gone meanwhile"),
    ]
    (assign_findings if of_findings else assign_to)([rows[2].pk], team["anna"])
    bulk_runs.begin_undo(run)
    bulk_runs.work(run, actor=team["anna"])
    assert whose() == [before[0], "ben", "anna", None]
    assert run.items.get(key=rows[2].pk).note == "assigned anew since"


def assign_to(keys, user):
    assign_articles(keys, user, by=None)


def written_of(article):
    """What a change of an article, or of a page of readers, would write."""
    rows = (Article, Revision, Change, PageStamp, Announcement)
    return [list(model.objects.order_by("pk").values()) for model in rows]
