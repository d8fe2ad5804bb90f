"""What readers looked for, at the desk: the writers' list of articles to commission."""

from datetime import date

import pytest
from django.urls import reverse

from articles.models import ReaderSearch, SearchNote
from tests.factories import make_user
from tests.made_once import made_once

LIST = "/admin/articles/readersearch/"
OVERHEAD = 4  # session, user, two for the rights
DAY = date(2025, 6, 30)


def make_search(text, **values):
    values = {"times": 1, "first_day": DAY, "last_day": DAY, **values}
    return ReaderSearch.objects.create(text=text, **values)


@made_once
def searches():
    """Of each kind one."""
    good = {"results": 12, "is_good": True}
    return {
        "opened": make_search("tides moon", times=90, clicks=50, **good),
        "unopened": make_search("planet", times=80, **good),
        "none": make_search("zymurgy", times=2),
        "often none": make_search("sourdough", times=7),
        "weak": make_search("grill salmon", times=5, results=3),
        "settled": make_search("banana bread", times=9, is_settled=True),
    }


def listed(desk, query=""):
    return [row.text for row in desk.get(f"{LIST}{query}").context["cl"].result_list]


def test_searches_without_a_good_result_come_first_by_frequency(desk, searches):
    assert listed(desk) == ["sourdough", "grill salmon", "zymurgy", "tides moon", "planet"]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("?outcome=none", ["sourdough", "zymurgy"]),
        ("?outcome=weak", ["grill salmon"]),
        ("?outcome=unopened", ["grill salmon", "planet"]),
        ("?outcome=note", []),
        ("?state=settled", ["banana bread"]),
        ("?state=all&outcome=none", ["banana bread", "sourdough", "zymurgy"]),
        ("?q=salm", ["grill salmon"]),
        ("?o=2", ["zymurgy", "grill salmon", "sourdough", "planet", "tides moon"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(desk, searches, query, texts):
    assert listed(desk, query) == texts


def test_a_row_leads_to_the_results_that_readers_see(desk, searches):
    html = desk.get(LIST).content.decode()
    assert '<a href="/search?q=grill+salmon">grill salmon</a>' in html
    assert "3 results, weak" in html
    assert "No result</td>" in html


def test_notes_stand_beside_their_search_as_text(desk, searches):
    row = searches["none"]
    for number in range(5):
        SearchNote.objects.create(search=row, text=f"<b>Note</b> {number}", day=DAY)
    html = desk.get(LIST).content.decode()
    assert "<b>Note" not in html
    assert html.count("&lt;b&gt;Note") == 3
    page = reverse("admin:articles_readersearch_change", args=[row.pk])
    assert f'<a href="{page}">and 2 more</a>' in html
    assert desk.get(page).content.decode().count("&lt;b&gt;Note") == 5
    assert listed(desk, "?outcome=note") == ["zymurgy"]
    assert listed(desk, "?q=Note") == ["zymurgy"]


def test_searches_are_marked_as_dealt_with_and_as_open(desk, searches):
    keys = [searches["none"].pk, searches["weak"].pk]
    for action, state in (("mark_settled", True), ("mark_open", False)):
        data = {"action": action, "_selected_action": keys}
        response = desk.post(f"{LIST}?state=all", data, follow=True)
        word = "dealt with" if state else "open"
        (message,) = response.context["messages"]
        assert str(message).startswith(f"2 marked as {word}.")
        rows = ReaderSearch.objects.filter(pk__in=keys)
        assert set(rows.values_list("is_settled", flat=True)) == {state}


def test_who_may_only_look_marks_nothing(client, searches):
    client.force_login(make_user("reader", permissions=["view_readersearch"]))
    response = client.get(LIST)
    assert "mark_settled" not in response.content.decode()
    data = {"action": "mark_settled", "_selected_action": [searches["none"].pk]}
    client.post(LIST, data)
    assert not ReaderSearch.objects.get(pk=searches["none"].pk).is_settled


def test_nothing_is_changed_in_a_form(desk, searches):
    row = searches["none"]
    page = reverse("admin:articles_readersearch_change", args=[row.pk])
    assert 'name="text"' not in desk.get(page).content.decode()
    desk.post(page, {"text": "other", "times": 1_000, "is_settled": "on"})
    assert ReaderSearch.objects.get(pk=row.pk).times == row.times
    assert not ReaderSearch.objects.get(pk=row.pk).is_settled


def test_who_may_delete_removes_what_should_not_have_been_kept(client, searches):
    rights = ["view_readersearch", "delete_readersearch"]
    client.force_login(make_user("keeper", permissions=rights))
    row = searches["none"]
    SearchNote.objects.create(search=row, text="A note.", day=DAY)
    url = reverse("admin:articles_readersearch_delete", args=[row.pk])
    client.post(url, {"post": "yes"})
    assert not ReaderSearch.objects.filter(pk=row.pk).exists()
    assert not SearchNote.objects.exists()


def test_the_list_costs_the_same_however_long(desk, searches, django_assert_num_queries):
    with django_assert_num_queries(OVERHEAD + 3):  # counted up to the cap, the rows, their notes
        desk.get(LIST)
    for number in range(20):
        row = make_search(f"search {number}")
        SearchNote.objects.create(search=row, text="A note.", day=DAY)
    with django_assert_num_queries(OVERHEAD + 3):
        assert desk.get(LIST).status_code == 200
