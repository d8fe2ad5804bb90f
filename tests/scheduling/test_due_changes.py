"""What is due is done once, in its order, and what cannot be done says why."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import publishing
from articles.drafts import draft_store
from articles.models import Article, Draft, Revision, ScheduledChange, Status
from articles.scheduling import due_changes
from articles.scheduling.due_changes import do_due, schedule
from tests.admin.conftest import fresh
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
PUBLISH, WITHDRAW = ScheduledChange.Action.PUBLISH, ScheduledChange.Action.WITHDRAW


@pytest.fixture
def editor():
    return make_user("editor")


def ago(**spans):
    return timezone.now() - timedelta(**spans)


def keep_draft(article, editor, **values):
    sent = {name: [value] for name, value in values.items()}
    draft_store.begin(article.pk, sent, base_version=article.version, author=editor)


def test_nothing_is_done_before_its_time(editor):
    article = make_article(status=Status.DRAFT)
    schedule(article.pk, PUBLISH, ago(minutes=-1), user=editor)
    assert list(do_due()) == []
    assert fresh(article).status == Status.DRAFT
    assert list(do_due(now=ago(minutes=-2)))
    assert fresh(article).status == Status.PUBLISHED
    assert not ScheduledChange.objects.exists()


def test_the_draft_is_published_under_the_name_of_who_planned_it(editor):
    article = make_article(answer="Before.")
    keep_draft(article, editor, answer="After.", title=article.title)
    schedule(article.pk, PUBLISH, ago(minutes=1), user=editor)
    assert [change.problem for change in do_due()] == [""]
    assert fresh(article).answer == "After."
    revision = Revision.objects.get()
    assert (revision.actor, revision.reason) == (editor, "As scheduled")
    assert not Draft.objects.exists()


def test_what_changed_meanwhile_is_merged(editor):
    article = make_article(answer="One.\n\nTwo.\n\nThree.")
    keep_draft(article, editor, answer="One.\n\nTwo.\n\nMine.")
    publishing.revise(article, replace(article.content(), answer="Theirs.\n\nTwo.\n\nThree."))
    schedule(article.pk, PUBLISH, ago(minutes=1), user=editor)
    assert [change.problem for change in do_due()] == [""]
    assert fresh(article).answer == "Theirs.\n\nTwo.\n\nMine."


def test_what_collides_waits_for_a_person(editor):
    article = make_article(answer="One.\n\nTwo.")
    keep_draft(article, editor, answer="Mine.\n\nTwo.")
    publishing.revise(article, replace(article.content(), answer="Theirs.\n\nTwo."))
    schedule(article.pk, PUBLISH, ago(minutes=1), user=editor)
    (change,) = do_due()
    assert "Open the draft and decide" in change.problem
    assert fresh(article).answer == "Theirs.\n\nTwo."
    assert Draft.objects.exists()


def test_after_a_pause_everything_is_done_in_its_order(editor):
    first, second = make_article(status=Status.DRAFT), make_article()
    schedule(second.pk, WITHDRAW, ago(hours=1), user=editor)
    schedule(first.pk, PUBLISH, ago(hours=2), user=editor)
    schedule(first.pk, WITHDRAW, ago(minutes=5), user=editor)
    done = [(change.article_key, change.action) for change in do_due()]
    assert done == [(first.pk, PUBLISH), (second.pk, WITHDRAW), (first.pk, WITHDRAW)]
    assert fresh(first).status == fresh(second).status == Status.WITHDRAWN


def test_another_time_takes_the_place_of_the_one_before(editor):
    article = make_article(status=Status.DRAFT)
    schedule(article.pk, PUBLISH, ago(minutes=1), user=editor)
    schedule(article.pk, PUBLISH, ago(days=-1), user=editor)
    assert list(do_due()) == []


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"title": " "}, "The draft has no question."),
        ({"answer": ""}, "The draft has no answer."),
        ({"title": "x" * 5_000}, "longer than"),
    ],
)
def test_a_draft_that_the_form_would_refuse_is_not_published(editor, values, problem):
    article = make_article()
    keep_draft(article, editor, **values)
    schedule(article.pk, PUBLISH, ago(minutes=1), user=editor)
    (change,) = do_due()
    assert problem in change.problem
    assert list(do_due()) == []  # it is not tried again and again
    assert ScheduledChange.objects.get().problem == change.problem
    assert fresh(article).version == article.version
    assert Draft.objects.exists()


def test_one_that_always_fails_keeps_back_none_behind_it(editor, monkeypatch):
    broken, fine = make_article(status=Status.DRAFT), make_article(status=Status.DRAFT)
    for article, hours in ((broken, 2), (fine, 1)):
        schedule(article.pk, PUBLISH, ago(hours=hours), user=editor)
    change_status = due_changes.change_status

    def fail(article, *args, **kwargs):
        if article.pk == broken.pk:
            raise RuntimeError
        return change_status(article, *args, **kwargs)

    monkeypatch.setattr(due_changes, "change_status", fail)
    problems = [bool(change.problem) for change in do_due()]
    assert problems == [True, False]
    assert (fresh(broken).status, fresh(fine).status) == (Status.DRAFT, Status.PUBLISHED)


def test_an_article_that_is_gone_says_so(editor):
    article = make_article()
    schedule(article.pk, WITHDRAW, ago(minutes=1), user=editor)
    publishing.delete(Article.objects.get())
    (change,) = do_due()
    assert change.problem == "The article has been deleted."


def test_the_command_says_what_it_did(editor):
    article, gone = make_article(status=Status.DRAFT), make_article()
    schedule(article.pk, PUBLISH, ago(minutes=2), user=editor)
    schedule(gone.pk, PUBLISH, ago(minutes=1), user=editor)
    publishing.delete(gone)
    out, error = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 could not be done"):
        call_command("publish_due", stdout=out, stderr=error)
    assert "done: Publish article" in out.getvalue()
    assert "deleted" in error.getvalue()
