"""The first screen says what waits for whom."""

from datetime import timedelta

from django.utils import timezone

from articles import publishing
from articles.assigning import assign_articles
from articles.drafts import draft_store
from articles.models import Status
from articles.reviewing import comments, turns
from tests.admin.first_screen.screens import screen_of
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

RIGHTS = ["change_article", "view_article"]


@made_once
def people():
    return {
        "writer": make_user("writer", permissions=RIGHTS),
        "reviewer": make_user("reviewer", permissions=[*RIGHTS, "review_article"]),
        "other": make_user("other", permissions=[*RIGHTS, "review_article"]),
    }


def draft(title):
    return make_article(title=title, status=Status.DRAFT)


def waiting_for(user):
    return screen_of(user).queue


def titles(user):
    """What is named, of as many as the list behind the number holds."""
    queue = waiting_for(user)
    assert queue.in_review.number == len(queue.turns)
    return [row.article.title for row in queue.turns]


def test_what_is_sent_waits_for_its_reviewer_or_for_all_but_the_sender(people):
    writer, reviewer, other = people.values()
    turns.send(draft("To one?"), author=writer, reviewer=reviewer)
    turns.send(draft("To all?"), author=writer, reviewer=None)
    turns.send(draft("Own?"), author=other, reviewer=None)
    gone = draft("Gone?")
    turns.send(gone, author=writer, reviewer=None)
    publishing.delete(gone)
    assert titles(reviewer) == ["To one?", "To all?", "Own?"]
    assert titles(other) == ["To all?"]
    assert titles(writer) == []
    assert not waiting_for(writer)


def test_what_came_back_and_what_was_said_waits_for_its_author(people, client):
    writer, reviewer, _ = people.values()
    back, own = draft("Back?"), make_article(title="Own?")
    turn = turns.send(back, author=writer, reviewer=reviewer)
    comments.comment(back.pk, author=reviewer, text="Which unit?")
    comments.comment(back.pk, author=writer, text="My own words.")
    turns.give_back(back.pk, turn.pk, reviewer=reviewer, text="See the comment.")
    draft_store.begin(own.pk, {"answer": ["x"]}, base_version=1, author=writer)
    asked = [comments.comment(own.pk, author=reviewer, text="And here?") for _ in range(2)]
    comments.resolve(own.pk, asked[0].pk, user=writer)
    found = waiting_for(writer)
    assert titles(writer) == ["Back?"]
    assert {row.article.title: row.number for row in found.commented} == {"Back?": 1, "Own?": 1}
    assert waiting_for(reviewer).commented == []
    client.force_login(writer)
    page = client.get("/admin/").content.decode()
    assert "My queue" in page
    assert "Sent back to you:" in page
    assert "See the comment." in page
    assert "1 open comment on" in page


def test_what_was_deleted_or_is_of_no_concern_hides_no_work(people):
    writer = people["writer"]
    inside = make_user("inside", permissions=RIGHTS, subjects=[make_subject("physics")])
    mine, gone, other = (
        make_article(title="Mine?"),
        *([make_article(subject=slug) for _ in range(5)] for slug in ("physics", "biology")),
    )
    for user, rows in ((writer, gone), (inside, other)):
        assign_articles([mine.pk], user, by=None)
        assign_articles([row.pk for row in rows], user, by=None)
        if user == writer:
            for row in rows:
                publishing.delete(row)
        queue = waiting_for(user)
        assert (queue.assigned.number, queue.newest) == (1, [mine])


def test_reviews_that_are_due_are_counted(people, client):
    day = timezone.localdate()
    make_article(review_again_by=day)
    make_article(review_again_by=day + timedelta(days=1))
    client.force_login(people["writer"])
    page = client.get("/admin/").content.decode()
    assert '?review=due" class="figure">1</a>' in page


def test_who_may_change_nothing_is_asked_for_nothing(people, client):
    make_article(review_again_by=timezone.localdate())
    client.force_login(make_user("looker", permissions=["view_article"]))
    assert "My queue" not in client.get("/admin/").content.decode()
