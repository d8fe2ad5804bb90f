"""Notes on searches: limits without a trace, written with the next flush, kept over an end."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError

from articles.audience import count_flusher, leftovers, search_notes
from articles.audience.count_flusher import keep_search_note
from articles.audience.feedback import NoteTooLong, TooOften
from articles.models import ReaderSearch, SearchNote

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def written():
    """(search, note) of what is in the database after a flush."""
    assert count_flusher.flush()
    return set(SearchNote.objects.values_list("search__text", "text"))


def test_a_note_stands_beside_its_search():
    keep_search_note("Tides, moon", " Why are there\r\n two?\x00 ", "192.0.2.7")
    assert not SearchNote.objects.exists()
    assert written() == {("tides moon", "Why are there\n two?")}
    row = ReaderSearch.objects.get()
    assert (row.times, row.results, row.first_day) == (0, 0, TODAY)


def test_a_note_opens_a_search_again_that_was_dealt_with():
    row = ReaderSearch.objects.create(
        text="tides", times=3, first_day=TODAY, last_day=TODAY, is_settled=True
    )
    keep_search_note("tides", "Still missing.", "192.0.2.7")
    assert written() == {("tides", "Still missing.")}
    row.refresh_from_db()
    assert (row.is_settled, row.times) == (False, 3)


def test_a_search_that_is_not_kept_is_not_kept_for_its_note_either():
    keep_search_note("my name is jane", "Where is my exam?", "192.0.2.7")
    keep_search_note("jane@example.org", "And mine?", "192.0.2.7")
    assert written() == {("", "Where is my exam?"), ("", "And mine?")}
    assert str(ReaderSearch.objects.get()) == "(a search that is not kept)"


def test_the_same_note_twice_is_one():
    for _ in range(2):
        keep_search_note("tides", "More of it.", "192.0.2.7")
    assert written() == {("tides", "More of it.")}


def test_what_says_nothing_or_too_much_is_refused():
    with pytest.raises(search_notes.NothingWritten):
        keep_search_note("tides", " \n ", "192.0.2.7")
    with pytest.raises(NoteTooLong) as error:
        keep_search_note("tides", "x" * 501, "192.0.2.7")
    assert error.value.length == 501
    keep_search_note("tides", "x" * 500, "192.0.2.7")
    assert len(written()) == 1


def test_one_visitor_sends_twenty_in_an_hour(monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr(search_notes, "monotonic", lambda: now[0])
    for number in range(20):
        keep_search_note("tides", f"Note {number}", "2001:db8::1")
    with pytest.raises(TooOften) as error:
        keep_search_note("tides", "One more", "2001:db8::2")  # of one network
    assert error.value.retry_after_seconds == 3600
    keep_search_note("tides", "Another's", "192.0.2.8")
    now[0] += 3601
    keep_search_note("tides", "One more", "2001:db8::2")
    assert len(written()) == 22


def test_neither_one_customer_nor_all_together_flood_the_desk(monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr(search_notes, "monotonic", lambda: now[0])
    for number in range(30):
        keep_search_note("tides", f"Note {number}", f"2001:db8:1:{number:x}::1")
    with pytest.raises(TooOften) as error:
        keep_search_note("tides", "One more", "2001:db8:1:ffff::1")
    assert error.value.retry_after_seconds == 60
    for number in range(90):
        keep_search_note("tides", f"Other {number}", f"192.0.2.{number}")
    with pytest.raises(TooOften):
        keep_search_note("tides", "One more", "192.0.2.200")
    now[0] += 61
    keep_search_note("tides", "One more", "192.0.2.200")


def test_while_the_database_cannot_be_written_notes_wait_and_then_are_refused(monkeypatch):
    def refuse(notes):
        raise DatabaseError

    monkeypatch.setattr(search_notes, "_MOST_WAITING", 2)
    with monkeypatch.context() as patch:
        patch.setattr(search_notes, "_write", refuse)
        keep_search_note("tides", "One", "192.0.2.7")
        keep_search_note("tides", "Two", "192.0.2.7")
        assert not count_flusher.flush()
        with pytest.raises(TooOften):
            keep_search_note("tides", "Three", "192.0.2.7")
    assert written() == {("tides", "One"), ("tides", "Two")}


def test_notes_that_a_process_could_not_write_are_taken_up_by_the_next(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    keep_search_note("tides", "Kept.", "192.0.2.7")
    rows = search_notes.to_rows(search_notes.waiting.take())
    assert "192.0.2.7" not in str(rows)
    assert leftovers.keep("search-notes", rows)
    count_flusher.resume_notes()
    assert written() == {("tides", "Kept.")}
    count_flusher.resume_notes()
    assert len(search_notes.waiting) == 0


def test_the_oldest_notes_go_those_of_settled_searches_first(monkeypatch):
    monkeypatch.setattr(search_notes, "MOST_NOTES", 2)
    settled = ReaderSearch.objects.create(
        text="done", first_day=TODAY, last_day=TODAY, is_settled=True
    )
    waiting = ReaderSearch.objects.create(text="open", first_day=TODAY, last_day=TODAY)
    for search, text in ((waiting, "old"), (waiting, "newer"), (settled, "newest")):
        SearchNote.objects.create(search=search, text=text, day=TODAY)
    search_notes.evict()
    assert set(SearchNote.objects.values_list("text", flat=True)) == {"old", "newer"}
