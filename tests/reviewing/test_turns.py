"""Whose turn it is: one open turn an article, taken by whoever comes first."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import publishing
from articles.drafts import draft_store
from articles.models import EditorialNote, ScheduledChange, Status
from articles.reviewing import comments, turns
from articles.scheduling.due_changes import do_due, schedule
from tests.factories import make_article, make_user
from tests.made_once import made_once

Kind = EditorialNote.Kind


@made_once
def people():
    return [make_user(name) for name in ("anna", "ben")]


@made_once
def draft():
    return make_article(status=Status.DRAFT)


def steps(article):
    notes = EditorialNote.objects.filter(article_key=article.pk).order_by("pk")
    return [(note.kind, note.is_open) for note in notes]


def test_a_draft_goes_to_and_fro(people, draft):
    anna, ben = people
    sent = turns.send(draft, author=anna, reviewer=ben, text="Please look.")
    assert (turns.turn_of(draft.pk), sent.addressee) == (sent, ben)
    back = turns.give_back(draft.pk, sent.pk, reviewer=ben, text="Which unit?")
    assert (back.addressee, turns.turn_of(draft.pk)) == (anna, back)
    turns.send(draft, author=anna, reviewer=None)
    assert turns.end(draft.pk, user=ben).author == anna
    assert steps(draft) == [
        (Kind.SENT, False),
        (Kind.RETURNED, False),
        (Kind.SENT, False),
        (Kind.PUBLISHED, False),
    ]
    assert turns.end(draft.pk, user=ben) is None


def test_what_readers_see_and_nobody_drafts_is_not_sent(people):
    anna, _ = people
    article = make_article()
    with pytest.raises(turns.NothingToReview):
        turns.send(article, author=anna, reviewer=None)
    draft_store.begin(article.pk, {"answer": ["x"]}, base_version=1, author=anna)
    assert turns.send(article, author=anna, reviewer=None).is_open


def test_the_second_to_decide_is_told(people, draft):
    anna, ben = people
    sent = turns.send(draft, author=anna, reviewer=None)
    turns.take_back(draft.pk, sent.pk, user=anna)
    with pytest.raises(turns.TurnOver):
        turns.give_back(draft.pk, sent.pk, reviewer=ben, text="Late.")
    with pytest.raises(turns.TurnOver):
        turns.take_back(draft.pk, sent.pk, user=anna)
    assert steps(draft) == [(Kind.SENT, False), (Kind.TAKEN_BACK, False)]


def test_the_database_keeps_one_turn_an_article(people, draft):
    turns.send(draft, author=people[0], reviewer=None)
    row = EditorialNote(
        article_key=draft.pk, kind=Kind.RETURNED, is_open=True, written_at=timezone.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_what_is_sent_again_has_one_turn(people, draft):
    anna, ben = people
    turns.send(draft, author=anna, reviewer=None)
    turns.send(draft, author=anna, reviewer=ben)
    assert steps(draft) == [(Kind.SENT, False), (Kind.SENT, True)]


def test_a_plan_that_publishes_a_draft_ends_its_review(people, draft):
    anna, ben = people
    turns.send(draft, author=anna, reviewer=ben)
    publish = ScheduledChange.Action.PUBLISH
    schedule(draft.pk, publish, timezone.now(), user=ben)
    assert [change.problem for change in do_due()] == [""]
    assert steps(draft) == [(Kind.SENT, False), (Kind.PUBLISHED, False)]


def test_while_a_draft_waits_the_live_text_may_be_changed(people):
    anna, ben = people
    article = make_article()
    draft_store.begin(article.pk, {"answer": ["x"]}, base_version=1, author=anna)
    turns.send(article, author=anna, reviewer=None)
    assert turns.end_if_published(article, user=ben) is None
    assert turns.turn_of(article.pk)


def test_comments_are_answered_resolved_and_taken_up_again(people, draft):
    anna, ben = people
    asked = comments.comment(draft.pk, author=ben, text="Which unit?")
    comments.resolve(draft.pk, asked.pk, user=anna)
    asked.refresh_from_db()
    assert (asked.is_open, asked.closed_by) == (False, anna)
    assert not comments.resolve(draft.pk, asked.pk, user=anna)
    answered = comments.answer(draft.pk, asked.pk, author=anna, text="Metres.")
    asked.refresh_from_db()
    assert (asked.is_open, asked.closed_by, answered.answers) == (True, None, asked)
    other = make_article()
    with pytest.raises(comments.NoSuchComment):
        comments.answer(other.pk, asked.pk, author=anna, text="Elsewhere.")
    assert not comments.resolve(other.pk, asked.pk, user=anna)


def test_what_is_said_outlives_its_article_and_is_read_in_one_query(
    people, draft, django_assert_num_queries
):
    anna, _ = people
    for number in range(3):
        comments.comment(draft.pk, author=anna, text=f"Number {number}.")
    publishing.delete(draft)
    with django_assert_num_queries(1):
        notes = comments.notes_on(draft.pk)
        assert [(note.text, note.author.username) for note in notes] == [
            (f"Number {number}.", "anna") for number in range(3)
        ]
