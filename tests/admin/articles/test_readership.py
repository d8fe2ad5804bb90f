"""Readers' numbers beside an article and in the list, and their notes."""

from datetime import date

import pytest
from django.urls import reverse

from articles.audience.feedback import record
from articles.audience.views import fill, write_views
from articles.models import Feedback, Readership
from tests.admin.conftest import change_url
from tests.factories import make_article, make_user
from tests.made_once import made_once

LIST = "/admin/articles/article/"
NOTES = "/admin/articles/feedback/"
OVERHEAD = 4  # session, user, two for the rights
DAY = date(2025, 6, 30)


@made_once
def articles():
    """Three articles, the second the most read and the third never."""
    made = [make_article(title=f"Question {letter}?") for letter in "ABC"]
    write_views({(made[0].pk, DAY): 3, (made[1].pk, DAY): 1_234})
    record(made[0].pk, is_helpful=True, note="", visitor="a")
    record(made[1].pk, is_helpful=False, note="", visitor="a")
    return made


def order(response):
    return [row.title[-2] for row in response.context["cl"].result_list]


@pytest.mark.parametrize(
    ("column", "descending", "ascending"),
    [("views", "BAC", "CAB"), ("recent", "BAC", "CAB"), ("helpful", "ACB", "BCA")],
)
def test_the_list_is_sorted_by_a_number(desk, articles, column, descending, ascending):
    fill()
    assert "".join(order(desk.get(f"{LIST}?sort={column}"))) == descending
    assert "".join(order(desk.get(f"{LIST}?sort=-{column}"))) == ascending


def test_the_list_prints_the_numbers(desk, articles):
    html = desk.get(LIST).content.decode()
    assert '<td class="field-views_column">1,234</td>' in html
    assert order(desk.get(LIST)) == ["C", "B", "A"]


def test_an_article_without_numbers_stands_in_every_order_but_theirs(desk, articles):
    assert order(desk.get(f"{LIST}?sort=views")) == ["B", "A"]


def test_numbers_and_notes_stand_beside_the_article(desk, articles):
    record(articles[1].pk, is_helpful=False, note="Which unit?", visitor="b")
    html = desk.get(change_url(articles[1])).content.decode()
    assert "1234 views, 1234 in 30 days; helpful to 0, not to 2" in html
    assert (
        f'{NOTES}?state=all&amp;article__id__exact={articles[1].pk}">1 note</a>, 1 unread' in html
    )
    assert "0 views" in desk.get(change_url(articles[2])).content.decode()


def test_who_may_not_see_notes_is_told_of_none(client, articles):
    record(articles[1].pk, is_helpful=False, note="Which unit?", visitor="b")
    client.force_login(make_user("other", permissions=["view_article"]))
    assert "1 note" not in client.get(change_url(articles[1])).content.decode()


def test_notes_wait_until_they_are_handled(desk, articles):
    record(articles[0].pk, is_helpful=False, note="Which unit?\nOf what?", visitor="b")
    record(articles[1].pk, is_helpful=True, note="<b>Good</b><script>", visitor="b")
    html = desk.get(NOTES).content.decode()
    assert "Which unit?\nOf what?" in html
    assert "&lt;b&gt;Good&lt;/b&gt;&lt;script&gt;" in html
    assert change_url(articles[0]) in html
    assert "2 readers&#x27; notes" in html  # votes without a note are none
    note = Feedback.objects.get(note__startswith="Which")
    data = {"action": "mark_handled", "_selected_action": [note.pk]}
    assert "1 marked as handled." in desk.post(NOTES, data, follow=True).content.decode()
    assert "Which unit?" not in desk.get(NOTES).content.decode()
    assert "Which unit?" in desk.get(f"{NOTES}?state=handled").content.decode()
    html = desk.get(f"{NOTES}?state=all&article__id__exact={articles[0].pk}").content.decode()
    assert "Which unit?" in html
    assert "Good" not in html
    data = {"action": "mark_unread", "_selected_action": [note.pk]}
    desk.post(f"{NOTES}?state=handled", data)
    assert Feedback.objects.filter(state=Feedback.State.UNREAD).count() == 2


def test_who_may_only_look_handles_nothing(client, articles):
    record(articles[0].pk, is_helpful=False, note="Which unit?", visitor="b")
    client.force_login(make_user("other", permissions=["view_feedback"]))
    assert "Which unit?" in client.get(NOTES).content.decode()
    note = Feedback.objects.get(note__startswith="Which")
    client.post(NOTES, {"action": "mark_handled", "_selected_action": [note.pk]})
    note.refresh_from_db()
    assert note.state == Feedback.State.UNREAD


def test_a_list_of_notes_costs_the_same_however_long(desk, articles, django_assert_num_queries):
    for visitor in "bc":
        for article in articles:
            record(article.pk, is_helpful=True, note="Good.", visitor=visitor)
        with django_assert_num_queries(OVERHEAD + 2):
            desk.get(NOTES)


def test_a_note_has_a_page(desk, articles):
    record(articles[0].pk, is_helpful=False, note="<i>Which</i> unit?", visitor="b")
    note = Feedback.objects.get(note__contains="Which")
    html = desk.get(reverse("admin:articles_feedback_change", args=[note.pk])).content.decode()
    assert "&lt;i&gt;Which&lt;/i&gt; unit?" in html
    assert "<textarea" not in html


def test_saving_an_article_leaves_its_numbers(desk, open_form, save, articles):
    data = open_form(articles[1])
    save(articles[1], data | {"answer": "Another answer."})
    assert Readership.objects.get(pk=articles[1].pk).views == 1_234
