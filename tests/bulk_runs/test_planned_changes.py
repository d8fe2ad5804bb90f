"""Runs of changes: the plan is what is done, no more and no less, and its undo gives all back."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles import publishing
from articles.bulk_runs import begin_undo, planning, stop, tally_of, work
from articles.bulk_runs.bulk_tasks import go_on_in_background
from articles.bulk_runs.kept_runs import discard
from articles.core.text.problem_kinds import Problem
from articles.models import (
    Article,
    BulkRun,
    ComputedRelated,
    Conflict,
    Draft,
    Finding,
    Redirect,
    Revision,
    Status,
    TaskRun,
)
from articles.publishing.effects import insert_findings
from articles.tasks.work import Work
from tests.bulk_runs.library_digest import library_digest
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once
from tests.tasks.conftest import work_off  # noqa: F401 - a fixture

REPLACE = {
    "kind": "replace",
    "search": "the gathered information",
    "replacement": "these notes",
    "fields": ["answer"],
}
DAMAGED = "By the gathered information it is light.\n\nI cannot answer this question, though."


@made_once
def head():
    return make_user("head", role="head-of-content")


def planned(order, articles, actor):
    run = planning.choose([article.pk for article in articles], actor=actor)
    assert planning.give_order(run, order)
    assert planning.plan(run, actor=actor)
    return run


def run_whole(run, actor):
    assert planning.begin_planned(run, tally_of(run).waiting)
    assert work(run, actor=actor)


def undo_whole(run, actor):
    assert begin_undo(run)
    assert work(run, actor=actor)
    assert tally_of(run).done == tally_of(run).kept == 0


def notes(run):
    return dict(run.items.filter(state="skipped").values_list("key", "note"))


def fresh(article):
    return Article.objects.select_related("subject").get(pk=article.pk)


def library():
    """Articles of which a save closes much by the way: a finding of a text that somebody has
    dismissed, one of reading the file, a conflict in which the file says what the run will."""
    first = make_article("first", answer=DAMAGED)
    twin = make_article("twin", answer=DAMAGED)
    other = make_article("other", answer="The gathered information, `the gathered information`.")
    Finding.objects.filter(article=first).update(is_dismissed=True)
    assert Finding.objects.filter(article=first, is_dismissed=True).exists()
    insert_findings(
        [(other.pk, "x", Problem("csv-unquoted", "answer", None, "1"), False)], run=None
    )
    Conflict.objects.create(
        article=other,
        field="answer",
        base="x",
        ours=other.answer,
        theirs="These notes, `the gathered information`.",
    )
    return [first, twin, other, make_article("without")]


def test_words_are_replaced_as_planned_and_all_is_given_back(head):
    articles = library()
    before, rows = library_digest()
    run = planned(REPLACE | {"keeps_capital": True}, articles, head)
    assert library_digest()[0] == before, "a plan writes nothing"
    assert (tally_of(run).waiting, tally_of(run).same) == (3, 1)
    run_whole(run, head)
    assert (run.total, tally_of(run).done) == (3, 3)
    assert fresh(articles[0]).answer.startswith("By these notes it")
    assert fresh(articles[2]).answer == "These notes, `the gathered information`."
    assert not Conflict.objects.open().exists()
    undo_whole(run, head)
    after, back = library_digest()
    assert back == rows
    assert after == before
    reasons = Revision.objects.filter(article_key=articles[0].pk).order_by("version")
    words = "Replace “the gathered information” by “these notes” in answer"
    assert [row.reason for row in reasons] == [
        f"Bulk run {run.pk}: {words}",
        f"Bulk run {run.pk} undone",
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"kind": "set", "field": "author", "value": "Ann"}, {"author": "Ann"}),
        ({"kind": "set", "field": "no_index", "value": "yes"}, {"no_index": True}),
        (
            {"kind": "set", "field": "review_again_by", "value": "2031-01-31"},
            {"review_again_by": date(2031, 1, 31)},
        ),
        (
            {"kind": "keywords", "add": "heat, Light", "remove": "SPEED"},
            {"seo_keywords": "light, radiation, heat"},
        ),
        (
            {"kind": "template", "target": "seo_title", "template": "{question} {{{subject}}}"},
            {"seo_title": "What is light? {Physics}"},
        ),
        (
            REPLACE | {"search": "light", "fields": ["names", "seo_keywords"]},
            {"title": "What is these notes?", "seo_keywords": "these notes, speed,radiation"},
        ),
    ],
    ids=str,
)
def test_what_each_order_does(head, order, expected):
    article = make_article()
    before = library_digest()[0]
    run = planned(order, [article], head)
    run_whole(run, head)
    content = fresh(article).content()
    assert {name: getattr(content, name) for name in expected} == expected
    undo_whole(run, head)
    assert library_digest()[0] == before


def test_templates_know_the_answer_and_leave_what_lacks_something(head):
    answer = "Light is radiation that an eye can see, from violet at 400 nanometres to red at 700."
    full, bare = make_article(answer=answer), make_article(answer=answer, author="")
    template = {"kind": "template", "target": "seo_description", "template": "{answer} {author}"}
    run = planned(template, [full, bare], head)
    assert notes(run) == {bare.pk: "it has nothing for {author}"}
    run_whole(run, head)
    assert fresh(full).seo_description == f"{answer} QuickTakes"
    only_empty = planned(template | {"is_for_empty": True}, [full], head)
    assert tally_of(only_empty).same == 1


def test_computed_related_questions_are_accepted_and_what_they_mend_comes_back(head):
    article, target = make_article(), make_article("target", title="Where?")
    ComputedRelated.objects.create(
        article=article, position=1, target=target, method="text", score=1
    )
    insert_findings([(target.pk, "x", Problem("orphan", "related", None, ""), False)], run=None)
    before = library_digest()[0]
    run = planned({"kind": "related"}, [article, target], head)
    assert tally_of(run).same == 1
    run_whole(run, head)
    assert fresh(article).content().related[0].title == "Where?"
    assert not Finding.objects.filter(kind="orphan").exists()
    undo_whole(run, head)
    assert library_digest()[0] == before


def test_another_subject_redirects_and_is_taken_back(head):
    chemistry = make_subject("chemistry")
    article, there = make_article("one"), make_article("two", subject=chemistry)
    same, taken = make_article("two"), make_article("two", subject="biology")
    order = {"kind": "subject", "subject": chemistry.pk}
    run = planned(order, [article, there, same, taken], head)
    address_taken = "another article stands at that address"
    assert notes(run) == {same.pk: address_taken, taken.pk: address_taken}
    run_whole(run, head)
    assert fresh(article).get_absolute_url() == "/learn/chemistry/questions/one"
    assert Redirect.objects.get(article=article).old_path == "/learn/physics/questions/one"
    undo_whole(run, head)
    assert fresh(article).get_absolute_url() == "/learn/physics/questions/one"
    assert {row.reason for row in Revision.objects.filter(article_key=article.pk)} == {
        f"Bulk run {run.pk}: Subject: Chemistry: From /learn/physics/questions/one",
        f"Bulk run {run.pk} undone: From /learn/chemistry/questions/one",
    }


def test_no_old_address_of_another_is_taken_along(head):
    """A page that is published at an address ends the redirect there, and no undo gives it back."""
    subject = make_subject("chemistry")
    article, back, over = make_article("one"), make_article("two"), make_article("three")
    elsewhere = {"one": {"article": over}, "two": {"article": back}, "three": {"is_gone": True}}
    for slug, end in elsewhere.items():
        Redirect.objects.create(old_path=f"/learn/chemistry/questions/{slug}", **end)
    order = {"kind": "subject", "subject": subject.pk}
    run = planned(order, [article, back, over], head)
    assert notes(run) == {article.pk: "that address is an old one, and leads elsewhere"}
    assert tally_of(run).waiting == 2


def test_of_two_that_would_go_to_one_address_the_first_does(head, monkeypatch):
    monkeypatch.setattr(planning, "_ITEMS_A_BATCH", 1)
    one, other = make_article("one"), make_article("one", subject="biology")
    order = {"kind": "subject", "subject": make_subject("chemistry").pk}
    run = planned(order, [one, other], head)
    assert list(notes(run)) == [other.pk]
    run_whole(run, head)
    assert tally_of(run).done == 1


def test_a_status_is_planned_as_well(head):
    live, draft = make_article(), make_article(status=Status.DRAFT)
    run = planned({"kind": "status", "status": "withdrawn"}, [live, draft], head)
    assert tally_of(run).waiting == 2
    publishing.publish(draft)
    run_whole(run, head)
    assert notes(run) == {draft.pk: planning.CHANGED}
    assert fresh(live).status == Status.WITHDRAWN
    undo_whole(run, head)
    assert fresh(live).status == Status.PUBLISHED


def test_what_is_skipped_and_why(head):
    drafted, long, dated = make_article(), make_article(author="a" * 199), make_article()
    Draft.objects.create(article_key=drafted.pk, base_version=1, saved_at=timezone.now())
    subject = make_subject("biology")
    other = make_article(subject=subject)
    editor = make_user("inside", role="subject-editor", subjects=[make_subject()])
    order = {
        "kind": "template",
        "target": "seo_title",
        "template": "{author}" * 3,
    }
    run = planned(order, [drafted, long, other], editor)
    assert notes(run) == {
        drafted.pk: "somebody has a draft of it",
        long.pk: "“Title for search engines” would have more than 500 characters",
        other.pk: "you may not do this to it",
    }
    run = planned(order | {"with_drafts": True}, [drafted], head)
    assert tally_of(run).waiting == 1
    undated = planned({"kind": "set", "field": "published_on", "value": ""}, [dated], head)
    assert notes(undated) == {dated.pk: "a published article needs its date"}
    emptied = planned(
        REPLACE | {"search": ".+", "is_pattern": True, "replacement": ""}, [dated], head
    )
    assert notes(emptied) == {dated.pk: "“Answer” would be empty"}


def test_what_somebody_changed_since_the_plan_is_left_and_said(head):
    articles = [make_article(answer=f"The gathered information {n}.") for n in range(3)]
    run = planned(REPLACE, articles, head)
    number = tally_of(run).waiting
    publishing.revise(articles[0], replace(articles[0].content(), author="Ann"))
    publishing.delete(articles[1])
    assert planning.begin_planned(run, number)
    work(run, actor=head)
    assert tally_of(run).done == 1
    assert notes(run) == {
        articles[0].pk: planning.CHANGED,
        articles[1].pk: "deleted by somebody else",
    }
    assert fresh(articles[0]).answer == articles[0].answer


def test_what_would_become_something_else_by_now_is_left(head):
    article, target = make_article(), make_article()
    row = ComputedRelated.objects.create(
        article=article, position=1, target=target, method="text", score=1
    )
    run = planned({"kind": "related"}, [article], head)
    row.target = make_article()
    row.save()
    run_whole(run, head)
    assert notes(run) == {article.pk: planning.OTHERWISE}


def test_the_number_that_was_read_is_the_number_that_is_done(head):
    articles = [make_article(answer=f"The gathered information {n}.") for n in range(3)]
    run = planned(REPLACE, articles, head)
    assert planning.leave_out(run, articles[0].pk)
    assert not planning.begin_planned(run, 3)
    assert planning.begin_planned(run, 2)
    assert not planning.begin_planned(run, 2)
    work(run, actor=head)
    assert tally_of(run).done == 2
    assert notes(run) == {articles[0].pk: planning.LEFT_OUT}


def test_a_plan_is_made_anew_by_another_order_and_discarded(head):
    article = make_article()
    run = planned(REPLACE, [article], head)
    assert tally_of(run).same == 1
    assert planning.give_order(run, {"kind": "set", "field": "author", "value": "Ann"})
    planning.plan(run, actor=head)
    assert tally_of(run).waiting == 1
    assert discard(run)
    assert not BulkRun.objects.exists()
    run = planned(REPLACE | {"search": "light"}, [article], head)
    run_whole(run, head)
    assert not discard(run)
    assert not planning.give_order(run, REPLACE)


def test_what_nobody_came_back_to_is_removed(head):
    run = planning.choose([make_article().pk], actor=head)
    BulkRun.objects.update(created_at=timezone.now() - timezone.timedelta(days=8))
    other = planning.choose([], actor=head)
    assert list(BulkRun.objects.all()) == [other] != [run]


def test_it_is_stopped_and_what_is_done_is_undone(head, monkeypatch):
    monkeypatch.setattr("articles.bulk_runs.runs._CHANGES_A_BATCH", 1)
    articles = [make_article(answer=f"The gathered information {n}.") for n in range(3)]
    before = library_digest()[0]
    run = planned(REPLACE, articles, head)
    planning.begin_planned(run, 3)
    assert not work(run, actor=head, seconds=0)
    assert stop(run)
    assert (tally_of(run).done, tally_of(run).waiting) == (1, 2)
    undo_whole(run, head)
    assert library_digest()[0] == before


def test_texts_are_written_in_batches(head, django_assert_max_num_queries):
    """Of an article alone, what follows from its change takes about fifty statements."""
    articles = [make_article(answer=f"The gathered information {n}.") for n in range(10)]
    run = planned(REPLACE, articles, head)
    planning.begin_planned(run, 10)
    with django_assert_max_num_queries(190):
        work(run, actor=head)


def test_a_worker_goes_on_with_plan_run_and_undo(head, monkeypatch, work_off):  # noqa: F811
    article = make_article(answer="The gathered information.")
    run = planning.choose([article.pk], actor=head)
    planning.give_order(run, REPLACE)
    assert not go_on_in_background(run, user=head), "nobody would do it"
    monkeypatch.setattr("articles.bulk_runs.bulk_tasks.is_any_worker_alive", lambda: True)
    for begin, state in (
        (lambda: None, BulkRun.State.PLANNED),
        (lambda: planning.begin_planned(run, 1), BulkRun.State.FINISHED),
        (lambda: begin_undo(run), BulkRun.State.UNDONE),
    ):
        begin()
        assert go_on_in_background(run, user=head)
        work_off()
        run.refresh_from_db()
        assert run.state == state
        assert TaskRun.objects.filter(kind="bulk-run").latest("pk").state == "done"
    assert fresh(article).answer == "The gathered information."
    log = LogEntry.objects.filter(object_id=str(article.pk)).order_by("pk")
    assert [entry.get_change_message() for entry in log] == [
        f"Bulk run {run.pk}: Replace “the gathered information” by “these notes” in answer",
        "Undone.",
    ]


def test_a_worker_that_is_asked_to_stop_leaves_whole_articles(head, monkeypatch, work_off):  # noqa: F811
    monkeypatch.setattr("articles.bulk_runs.runs._CHANGES_A_BATCH", 1)
    monkeypatch.setattr("articles.bulk_runs.bulk_tasks._SECONDS_A_SLICE", 0)
    articles = [make_article(answer=f"The gathered information {n}.") for n in range(3)]
    run = planned(REPLACE, articles, head)
    planning.begin_planned(run, 3)
    monkeypatch.setattr("articles.bulk_runs.bulk_tasks.is_any_worker_alive", lambda: True)
    go_on_in_background(run, user=head)
    real = Work.progress

    def progress(self, done, total):
        TaskRun.objects.filter(pk=self.key).update(state="stopping")
        self._written_at = 0.0
        real(self, done, total)

    monkeypatch.setattr(Work, "progress", progress)
    work_off()
    run.refresh_from_db()
    assert run.state == BulkRun.State.STOPPED
    assert tally_of(run).done == 1
    assert run.task.state == "stopped"


def test_a_task_that_comes_late_does_not_carry_out_what_another_wished(head, monkeypatch, work_off):  # noqa: F811
    """Who began it has lost his rights; by its page it came to its end, and is being undone."""
    article = make_article(answer="The gathered information.")
    run = planned(REPLACE, [article], head)
    planning.begin_planned(run, 1)
    monkeypatch.setattr("articles.bulk_runs.bulk_tasks.is_any_worker_alive", lambda: True)
    go_on_in_background(run, user=head)
    work(run, actor=head)
    begin_undo(run)
    supervisor = make_user("supervisor", role="head-of-content")
    head.groups.clear()
    go_on_in_background(run, user=supervisor)
    work_off()
    run.refresh_from_db()
    assert (run.state, tally_of(run).kept) == (BulkRun.State.UNDONE, 0)
    assert fresh(article).answer == "The gathered information."


def test_rights_that_are_lost_during_a_run_are_lost_for_the_rest(head, monkeypatch, work_off):  # noqa: F811
    monkeypatch.setattr("articles.bulk_runs.runs._CHANGES_A_BATCH", 1)
    monkeypatch.setattr("articles.bulk_runs.bulk_tasks._SECONDS_A_SLICE", 0)
    articles = [make_article(answer=f"The gathered information {n}.") for n in range(3)]
    run = planned(REPLACE, articles, head)
    planning.begin_planned(run, 3)
    monkeypatch.setattr("articles.bulk_runs.bulk_tasks.is_any_worker_alive", lambda: True)
    go_on_in_background(run, user=head)
    monkeypatch.setattr(Work, "progress", lambda self, done, total: head.groups.clear())
    work_off()
    run.refresh_from_db()
    assert run.state == BulkRun.State.FINISHED
    tally = tally_of(run)
    assert (tally.done, tally.skipped) == (1, 2)
