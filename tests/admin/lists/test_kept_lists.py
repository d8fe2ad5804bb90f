"""Lists that people keep: filters under a name, shared or not, and the columns of each."""

import re
from html import unescape

import pytest

from articles.admin.lists import kept_lists
from articles.models import DeskList, Status
from tests.admin.conftest import EDITOR_RIGHTS
from tests.factories import make_article, make_user

LIST = "/admin/articles/article/"
KEEP, COLUMNS = f"{LIST}lists/", f"{LIST}columns/"


def saved(desk, **values):
    return desk.post(KEEP, {"name": "Drafts", "query": "status=draft", **values}, follow=True)


def kept_in(response):
    bar = unescape(response.text).partition('<nav class="kept-lists"')[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', bar)


def test_a_list_is_saved_found_again_renamed_and_removed(desk):
    make_article(status=Status.DRAFT, title="Unwritten?")
    assert (
        '<input type="hidden" name="query" value="status=draft">'
        in desk.get(f"{LIST}?status=draft").text
    )
    response = saved(desk, name="  My   drafts ")
    assert response.redirect_chain == [(f"{LIST}?status=draft", 302)]
    assert kept_in(response) == [("?status=draft", "My drafts")]
    assert 'aria-current="true">My drafts' in response.text
    one = DeskList.objects.get()
    desk.post(f"{KEEP}{one.pk}/", {"name": "Still drafts", "query": ""})
    assert kept_in(desk.get(LIST)) == [("?status=draft", "Still drafts")]
    desk.post(f"{KEEP}{one.pk}/", {"name": "Still drafts", "remove": "1"})
    assert kept_in(desk.get(LIST)) == []


def test_what_is_shared_is_seen_by_all_and_changed_by_its_owner(client, desk, editor):
    saved(desk, is_shared="1")
    saved(desk, name="Mine alone")
    other = make_user("other", permissions=EDITOR_RIGHTS)
    client.force_login(other)
    page = client.get(LIST)
    assert kept_in(page) == [("?status=draft", "Drafts")]
    assert "Shared by editor" in page.text
    one = DeskList.objects.get(name="Drafts")
    assert client.post(f"{KEEP}{one.pk}/", {"remove": "1"}).status_code == 403
    assert client.post(f"{KEEP}{one.pk}/", {"name": "Other"}).status_code == 403
    client.force_login(editor)
    client.post(f"{KEEP}{one.pk}/", {"name": "Drafts"})
    client.force_login(other)
    assert kept_in(client.get(LIST)) == [], "shared no more"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " "}, "Give it a name"),
        ({"query": ""}, "choose a filter first"),
        ({"query": "a" * 1_001}, "Nothing was saved."),
        ({"name": "Third"}, "You have 2 saved lists here: remove one first."),
    ],
)
def test_what_cannot_be_saved_is_said(desk, values, words, monkeypatch):
    monkeypatch.setattr(kept_lists, "MOST_LISTS", 2)
    saved(desk, name="First")
    saved(desk, name="Second")
    assert words in saved(desk, **values).text
    assert DeskList.objects.count() == 2


def test_a_name_of_ones_own_is_taken_once(desk):
    saved(desk, name="First")
    saved(desk, name="Second")
    saved(desk, name="First", query="status=published")
    assert kept_in(desk.get(LIST)) == [("?status=published", "First"), ("?status=draft", "Second")]
    second = DeskList.objects.get(name="Second")
    response = desk.post(f"{KEEP}{second.pk}/", {"name": "First"}, follow=True)
    assert "You have a list “First” already. Nothing changed." in response.text


def test_a_kept_list_leads_nowhere_else(desk):
    """Only what stands behind the question mark is sent back."""
    response = desk.post(KEEP, {"name": "x", "query": "//evil.example/?a=b"})
    assert response.url == f"{LIST}?//evil.example/?a=b"
    assert "This list has no filter" in desk.get(response.url).text


def heads(response):
    return re.findall(r'class="(?:sortable )?column-(\w+)', response.text)


def test_columns_are_chosen_by_each_person(client, desk):
    make_article()
    usual = heads(desk.get(LIST))
    data = {"column": ["author_column", "status_column", "no_such"], "query": "status=published"}
    assert desk.post(COLUMNS, data).url == f"{LIST}?status=published"
    chosen = ["heading_column", "status_column", "author_column"]
    assert heads(desk.get(LIST)) == chosen
    assert heads(desk.get("/admin/articles/article/?sort=title")) == chosen
    client.force_login(make_user("other", permissions=EDITOR_RIGHTS))
    assert heads(client.get(LIST)) == usual


def test_every_column_prints_and_the_usual_ones_come_back(desk):
    make_article(title="Whole?")
    usual = heads(desk.get(LIST))
    names = re.findall(r'name="column" value="(\w+)"', desk.get(LIST).text)
    desk.post(COLUMNS, {"column": names})
    page = desk.get(LIST)
    assert heads(page) == ["heading_column", *names]
    assert "Whole?" in page.text
    desk.post(COLUMNS, {"usual": "1"})
    assert heads(desk.get(LIST)) == usual
    assert not DeskList.objects.exists()


def test_a_head_sorts_and_turns_its_order_round(desk):
    make_article()
    link = r'<a href="(\?[^"]*)">Question</a>'
    (first,) = re.findall(link, desk.get(f"{LIST}?status=published").text)
    assert unescape(first) == "?status=published&sort=title"
    (other,) = re.findall(link, desk.get(f"{LIST}{unescape(first)}").text)
    assert unescape(other) == "?status=published&sort=-title"


def test_ones_own_lists_are_there_however_many_others_share(desk, monkeypatch):
    monkeypatch.setattr(kept_lists, "MOST_LISTS", 1)
    for number in range(5):
        DeskList.objects.create(
            user=make_user(f"other{number}"),
            model="article",
            name=f"A{number}",
            query="status=draft",
            is_shared=True,
        )
    saved(desk, name="Z mine")
    names = [name for _, name in kept_in(desk.get(LIST))]
    assert names == sorted(names)
    assert "Z mine" in names
