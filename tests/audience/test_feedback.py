"""Votes and notes: one per visitor, article and day, and nobody can send without end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.audience import feedback
from articles.audience.feedback import NoArticle, NoteTooLong, TooOften, clean_note, record, tidy
from articles.audience.visitor_hash import network_of, visitor_hash
from articles.models import Feedback, Readership, VisitorSalt
from tests.factories import make_article

TODAY = datetime.now(UTC).date()


def vote(article, *, is_helpful=True, note="", visitor="a"):
    record(article.pk, is_helpful=is_helpful, note=note, visitor=visitor)


def votes(article):
    row = Readership.objects.get(pk=article.pk)
    return row.helpful, row.unhelpful


@pytest.mark.django_db
def test_votes_are_counted_beside_the_article():
    article, other = make_article(), make_article()
    vote(article)
    vote(article, visitor="b", is_helpful=False)
    vote(article, visitor="c")
    vote(other, is_helpful=False)
    assert (votes(article), votes(other)) == ((2, 1), (0, 1))


@pytest.mark.django_db
def test_a_second_vote_replaces_the_first():
    article = make_article()
    vote(article)
    vote(article, is_helpful=False, note="Wrong.")
    assert votes(article) == (0, 1)
    row = Feedback.objects.get()
    assert (row.is_helpful, row.note, row.state) == (False, "Wrong.", Feedback.State.UNREAD)


@pytest.mark.django_db
def test_the_same_again_changes_nothing():
    article = make_article()
    for _ in range(30):
        vote(article, note="Good.")
        vote(article)
    assert votes(article) == (1, 0)
    assert Feedback.objects.get().changes == 1


@pytest.mark.django_db
def test_a_vote_without_a_note_keeps_the_earlier_note():
    article = make_article()
    vote(article, note="Good.")
    vote(article, is_helpful=False)
    assert Feedback.objects.get().note == "Good."


@pytest.mark.django_db
def test_a_new_note_waits_to_be_read_again():
    article = make_article()
    vote(article, note="One.")
    Feedback.objects.update(state=Feedback.State.HANDLED)
    vote(article, note="Two.")
    assert Feedback.objects.get().state == Feedback.State.UNREAD


@pytest.mark.django_db
def test_a_visitor_changes_an_answer_a_few_times_only():
    article = make_article()
    for number in range(5):
        vote(article, is_helpful=number % 2 == 0)
    with pytest.raises(TooOften) as refusal:
        vote(article, is_helpful=False)
    assert refusal.value.retry_after_seconds == 86_400
    assert votes(article) == (1, 0)


@pytest.mark.django_db
def test_a_visitor_votes_twenty_times_an_hour():
    articles = [make_article() for _ in range(21)]
    for article in articles[:20]:
        vote(article)
    with pytest.raises(TooOften) as refusal:
        vote(articles[20])
    assert refusal.value.retry_after_seconds == 3_600
    vote(articles[20], visitor="b")
    Feedback.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    vote(articles[20])
    assert votes(articles[20]) == (2, 0)


@pytest.mark.django_db
def test_all_visitors_together_cannot_flood_the_table(monkeypatch):
    monkeypatch.setattr(feedback, "MOST_A_MINUTE", 3)
    article = make_article()
    for visitor in "abc":
        vote(article, visitor=visitor)
    with pytest.raises(TooOften) as refusal:
        vote(article, visitor="d")
    assert refusal.value.retry_after_seconds == 60
    Feedback.objects.update(created_at=timezone.now() - timedelta(seconds=61))
    vote(article, visitor="d")
    assert votes(article) == (4, 0)


@pytest.mark.django_db
def test_one_customer_of_many_networks_leaves_room_for_others():
    article = make_article()
    for number in range(30):
        vote(article, visitor=visitor_hash(f"2001:db8:1:{number:x}::1", TODAY))
    with pytest.raises(TooOften) as refusal:
        vote(article, visitor=visitor_hash("2001:db8:1:ffff::1", TODAY))
    assert refusal.value.retry_after_seconds == 60
    vote(article, visitor=visitor_hash("2001:db8:2::1", TODAY))
    vote(article, visitor=visitor_hash("192.0.2.7", TODAY))
    assert votes(article) == (32, 0)


@pytest.mark.django_db
def test_an_article_that_is_gone_takes_no_vote():
    with pytest.raises(NoArticle):
        record(10**6, is_helpful=True, note="", visitor="a")


@pytest.mark.django_db
def test_a_vote_costs_a_handful_of_queries(django_assert_num_queries):
    """Begin; which exist; lock; the visitor's row; the two limits; the row; the number; end. The
    first of an article makes its numbers with two more."""
    article = make_article()
    with django_assert_num_queries(11):
        vote(article)
    with django_assert_num_queries(9):
        vote(article, visitor="b")


@pytest.mark.django_db
def test_after_the_day_nothing_tells_who_voted():
    article, other = make_article(), make_article()
    visitor = visitor_hash("192.0.2.7", TODAY)
    vote(article, visitor=visitor)
    vote(other, visitor=visitor, note="A word is missing.")
    assert tidy(TODAY) == 0
    assert tidy(TODAY + timedelta(days=1)) == 1
    kept = Feedback.objects.get()
    assert (kept.visitor, kept.note) == ("", "A word is missing.")
    assert not VisitorSalt.objects.exists()
    assert votes(article) == (1, 0)


@pytest.mark.django_db
def test_the_oldest_notes_go_beyond_the_bound(monkeypatch):
    monkeypatch.setattr(feedback, "MOST_NOTES", 2)
    article = make_article()
    for visitor in "abcd":
        vote(article, visitor=visitor, note=visitor)
    assert tidy(TODAY) == 2
    assert [row.note for row in Feedback.objects.all()] == ["d", "c"]


@pytest.mark.django_db
def test_no_unread_note_goes_before_a_handled_one(monkeypatch):
    monkeypatch.setattr(feedback, "MOST_NOTES", 2)
    article = make_article()
    for visitor in "abcd":
        vote(article, visitor=visitor, note=visitor)
    Feedback.objects.filter(note__in="bd").update(state=Feedback.State.HANDLED)
    vote(article, visitor="e")
    assert tidy(TODAY) == 2
    assert [row.note for row in Feedback.objects.all()] == ["", "c", "a"]


@pytest.mark.django_db
def test_a_visitor_is_one_for_a_day():
    one = visitor_hash("192.0.2.7", TODAY)
    assert visitor_hash("192.0.2.7", TODAY) == one
    assert visitor_hash("192.0.2.8", TODAY) != one
    assert visitor_hash("192.0.2.7", TODAY + timedelta(days=1)) != one
    assert len(one) == 32


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.7:80", ""),
    ],
)
def test_what_counts_as_one_visitor(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("  It is wrong. ", "It is wrong."),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("a\tb", "a\tb"),
        ("a\x00b\x1bc\x7f\x9f", "abc"),
        ("\u202egpj.exe", "gpj.exe"),
        ("\ud800", ""),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Ça va, 数学, 👩‍🔬?", "Ça va, 数学, 👩‍🔬?"),
        ("\r\n" * 900, ""),
        ("x" * 1_000, "x" * 1_000),
    ],
)
def test_a_note_is_cleaned(text, note):
    assert clean_note(text) == note


def test_a_note_has_a_length():
    with pytest.raises(NoteTooLong) as refusal:
        clean_note("x" * 1_001)
    assert refusal.value.length == 1_001
