"""Runs over many rows: what is done, what is left, and that an undo restores exactly."""

import pytest
from django.utils import timezone

from articles import publishing
from articles.bulk_runs import MOST_ROWS, begin, begin_undo, stop, tally_of, work
from articles.models import (
    Article,
    BulkRun,
    Feedback,
    Finding,
    Readership,
    Redirect,
    Revision,
    Status,
)
from tests.bulk_runs.library_digest import library_digest
from tests.factories import make_article, make_subject, make_user
from tests.importer.conftest import run_import, write  # noqa: F401

Action = BulkRun.Action


@pytest.fixture
def head(db):
    return make_user("head", role="head-of-content")


def library():
    """Articles that hang on each other: a twin, links, an old address, findings, numbers."""
    first = make_article("first", answer="The same.")
    twin = make_article("twin", answer="The same.")
    draft = make_article("draft", status=Status.DRAFT)
    linked = make_article("linked", related=[first.get_absolute_url()])
    publishing.move(linked, make_subject("chemistry"), "moved")
    Finding.objects.create(
        article=first, path="x", kind="csv-unquoted", severity="info", is_dismissed=True
    )
    Readership.objects.create(article=first, views=7)
    return [first.pk, twin.pk, draft.pk, linked.pk]


def run_whole(action, keys, actor):
    run = begin(action, keys, actor=actor)
    assert work(run, actor=actor)
    return run


def undo_whole(run, actor):
    assert begin_undo(run)
    assert work(run, actor=actor)


@pytest.mark.parametrize(
    "action", [Action.PUBLISH, Action.UNPUBLISH, Action.WITHDRAW, Action.DELETE]
)
def test_an_undo_makes_every_row_what_it_was(head, action):
    keys = library()
    before, rows = library_digest(is_exact=False)
    run = run_whole(action, keys, head)
    assert library_digest(is_exact=False)[0] != before
    undo_whole(run, head)
    after, back = library_digest(is_exact=False)
    assert back == rows
    assert after == before
    assert tally_of(run).done == tally_of(run).kept == 0
    assert run.state == BulkRun.State.UNDONE


def test_every_revision_names_the_run(head):
    key = make_article().pk
    run = run_whole(Action.WITHDRAW, [key], head)
    undo_whole(run, head)
    reasons = Revision.objects.order_by("version").values_list("reason", flat=True)
    assert list(reasons) == [f"Bulk run {run.pk}: now Withdrawn", f"Bulk run {run.pk} undone"]


def test_what_cannot_be_done_is_left_with_its_reason(head):
    away = make_article(status=Status.WITHDRAWN)
    run = run_whole(Action.WITHDRAW, [away.pk, 999_999], head)
    assert dict(run.items.values_list("key", "note")) == {
        away.pk: "it is “Withdrawn” already",
        999_999: "deleted by somebody else",
    }
    assert tally_of(run).skipped == 2


def test_rights_are_asked_for_each_article(db):
    subject = make_subject("biology")
    own, other = make_article(subject=subject), make_article()
    editor = make_user("inside", role="subject-editor", subjects=[subject])
    run = run_whole(Action.WITHDRAW, [own.pk, other.pk], editor)
    assert tally_of(run).done == tally_of(run).skipped == 1
    assert Article.objects.live().get() == other


def test_an_undo_leaves_what_somebody_changed_since(head):
    article, other = make_article(), make_article()
    run = run_whole(Action.UNPUBLISH, [article.pk, other.pk], head)
    publishing.withdraw(article)
    undo_whole(run, head)
    assert set(Article.objects.values_list("pk", "status")) == {
        (article.pk, Status.WITHDRAWN),
        (other.pk, Status.PUBLISHED),
    }
    assert run.items.get(key=article.pk).note == "changed since"


def test_what_was_brought_back_and_deleted_again_stays_deleted(head):
    key = make_article().pk
    run = run_whole(Action.DELETE, [key], head)
    back = publishing.undelete(Revision.objects.filter(article_key=key).latest("version"))
    publishing.delete(back, reason="A court ordered it")
    undo_whole(run, head)
    assert not Article.objects.exists()
    assert run.items.get().note == "brought back and deleted again by somebody else"


def test_a_delivery_that_was_taken_is_not_lost_by_the_undo(head, write, run_import):  # noqa: F811
    write("physics", "a")
    run_import(write.folder)
    article = Article.objects.get()
    publishing.withdraw(article)
    write("physics", "a", answer="Delivered meanwhile.")
    run_import(write.folder)
    run = run_whole(Action.PUBLISH, [article.pk], head)
    undo_whole(run, head)
    article.refresh_from_db()
    assert (article.status, article.answer) == (Status.PUBLISHED, "Delivered meanwhile.")
    assert run.items.get().note == "a delivery that had waited for it was taken"


@pytest.mark.parametrize("action", [Action.DISMISS, Action.REOPEN])
def test_findings_are_undone_by_who_still_may(db, action):
    subject = make_subject("biology")
    article = make_article(subject=subject)
    finding = Finding.objects.create(
        article=article, path="x", kind="x", severity="info", is_dismissed=action == Action.REOPEN
    )
    editor = make_user("inside", role="subject-editor", subjects=[subject])
    run = run_whole(action, [finding.pk], editor)
    editor.subjects.set([make_subject("physics")])
    editor = type(editor).objects.get(pk=editor.pk)  # who forgets what he may
    undo_whole(run, editor)
    finding.refresh_from_db()
    assert finding.is_dismissed == (action == Action.DISMISS)
    assert run.items.get().note == "you may not do this to it"
    again = run_whole(Action.REOPEN if action == Action.DISMISS else Action.DISMISS,
                      [finding.pk], editor)  # fmt: skip
    assert again.items.get().note == "you may not do this to it"


def test_a_run_ends_in_time_goes_on_and_can_be_stopped(head):
    keys = [make_article().pk for _ in range(3)]
    run = begin(Action.WITHDRAW, keys, actor=head)
    assert not work(run, actor=head, seconds=0)
    assert tally_of(run).done == 1
    assert stop(run)
    assert work(run, actor=head)
    assert tally_of(run).waiting == 2
    undo_whole(run, head)
    assert Article.objects.live().count() == 3


def test_findings_are_dismissed_and_reopened(head, django_assert_max_num_queries):
    article = make_article()
    rows = [
        Finding.objects.create(
            article=article, path="x", kind="orphan", severity="info", detail=str(number)
        )
        for number in range(30)
    ]
    Finding.objects.filter(pk=rows[0].pk).update(is_dismissed=True)
    run = begin(Action.DISMISS, [row.pk for row in rows], actor=head)
    with django_assert_max_num_queries(18):
        work(run, actor=head)
    assert (tally_of(run).done, tally_of(run).skipped) == (29, 1)
    # A save writes some of them anew: they are known by their words.
    again = Finding.objects.get(pk=rows[1].pk)
    Finding.objects.filter(pk=again.pk).delete()
    again.pk = None
    again.save()
    Finding.objects.filter(pk=rows[2].pk).delete()
    undo_whole(run, head)
    assert Finding.objects.filter(is_dismissed=True).get() == rows[0]
    assert run.items.get(state="kept").key == rows[2].pk


def note(article, state, visitor=""):
    return Feedback.objects.create(
        article=article,
        is_helpful=True,
        visitor=visitor or state.label,
        state=state,
        note="" if state == Feedback.State.VOTE else "?",
        created_at=timezone.now(),
    )


def test_marks_that_were_changed_since_stay_as_they_are(head):
    article, states = make_article(), Feedback.State
    rows = [note(article, state) for state in (states.UNREAD, states.HANDLED, states.VOTE)]
    again, gone = (note(article, states.UNREAD, visitor) for visitor in "ab")
    run = begin(Action.HANDLE, [row.pk for row in (*rows, again, gone)], actor=head)
    work(run, actor=head)
    assert (tally_of(run).done, tally_of(run).skipped) == (3, 2)
    Feedback.objects.filter(pk=again.pk).update(state=states.UNREAD, note="More.")
    gone.delete()
    undo_whole(run, head)
    assert (tally_of(run).undone, tally_of(run).kept) == (1, 2)
    found = Feedback.objects.order_by("pk").values_list("state", flat=True)
    assert list(found) == [states.UNREAD, states.HANDLED, states.VOTE, states.UNREAD]


def test_redirects_come_back_but_where_something_else_stands(head):
    article, other = make_article("heat"), make_article("light")
    back, taken, lost, moved = (
        Redirect.objects.create(old_path=path, **end)
        for path, end in (
            ("/old", {"article": article}),
            ("/taken", {"article": article}),
            ("/lost", {"article": other}),
            ("/learn/physics/questions/new", {"is_gone": True}),
        )
    )
    keys = [row.pk for row in (back, taken, lost, moved)]
    run = begin(Action.REMOVE, keys, actor=head)
    work(run, actor=head)
    assert not Redirect.objects.exists()
    Redirect.objects.create(old_path="/taken", is_gone=True)
    Article.objects.filter(pk=other.pk).delete()
    make_article("new")
    undo_whole(run, head)
    assert (tally_of(run).undone, tally_of(run).kept) == (1, 3)
    rows = Redirect.objects.order_by("old_path").values_list("old_path", "article", "is_gone")
    assert list(rows) == [("/old", article.pk, False), ("/taken", None, True)]


def test_only_who_may_change_what_a_run_has_marked_takes_it_back(head):
    row = note(make_article(), Feedback.State.UNREAD)
    run = begin(Action.HANDLE, [row.pk], actor=head)
    work(run, actor=head)
    undo_whole(run, make_user("reader", permissions=["view_feedback"]))
    assert run.items.get().note == "you may not do this to it"
    assert Feedback.objects.get().state == Feedback.State.HANDLED


def test_a_run_takes_no_more_than_it_may(head):
    with pytest.raises(ValueError, match="50001 rows"):
        begin(Action.DISMISS, range(MOST_ROWS + 1), actor=head)
