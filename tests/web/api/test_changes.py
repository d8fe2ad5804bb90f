"""/changes: a program that follows them holds what is public, and misses nothing."""

from dataclasses import replace

import pytest

from articles.models import Change, Redirect
from articles.publishing import delete, move, publish, revise, unpublish, withdraw
from tests.factories import make_article, make_subject
from tests.web.api.reading import ask, fields_at_fault, walk
from tests.web.parsing import SITE


def edit(article, **values):
    return revise(article, replace(article.content(), **values))


def test_a_change_says_what_happened_and_what_the_article_is_now(client):
    article = make_article("light")
    (item,) = ask(client, "changes?include=markdown")["items"]
    assert item.pop("article") == ask(client, "articles?include=markdown")["items"][0]
    assert item.pop("changed_at") == f"{Change.objects.get().changed_at:%FT%T.%f}"[:-3] + "Z"
    assert item == {
        "id": article.pk,
        "kind": "new",
        "is_removed": False,
        "path": "/learn/physics/questions/light",
        "former_paths": [],
    }


@pytest.mark.parametrize(
    ("act", "kind"),
    [(withdraw, "withdrawn"), (unpublish, "unpublished"), (delete, "deleted")],
    ids=["withdraw", "unpublish", "delete"],
)
def test_a_removal_tells_which_address_is_gone(client, act, kind):
    article = make_article("light")
    key, cursor = article.pk, ask(client, "changes")["cursor"]
    act(article)
    (item,) = ask(client, f"changes?cursor={cursor}")["items"]
    del item["changed_at"]
    assert item == {
        "id": key,
        "kind": kind,
        "is_removed": True,
        "path": "/learn/physics/questions/light",
        "former_paths": [],
        "article": None,
    }


def test_a_move_tells_the_old_address_and_the_new(client):
    article = make_article("light")
    cursor = ask(client, "changes?cursor=now")["cursor"]
    move(article, make_subject("optics"), "light")
    (item,) = ask(client, f"changes?cursor={cursor}")["items"]
    assert (item["kind"], item["path"]) == ("moved", "/learn/optics/questions/light")
    assert item["former_paths"] == ["/learn/physics/questions/light"]
    assert item["article"]["path"] == item["path"]


def test_an_article_stands_in_the_list_once_with_its_last_change(client):
    first, second = make_article(), make_article()
    edit(first, answer="Anew.")
    items = ask(client, "changes")["items"]
    assert [(item["id"], item["kind"]) for item in items] == [
        (second.pk, "new"),
        (first.pk, "changed"),
    ]


def test_pages_go_on_where_the_last_one_ended(client):
    articles = [make_article() for _ in range(5)]
    items, pages = walk(client, "changes?limit=2")
    assert [item["id"] for item in items] == [article.pk for article in articles]
    assert pages == 3


def test_the_last_page_says_where_to_ask_next_week(client):
    make_article()
    page = ask(client, "changes")
    assert (page["has_more"], len(page["items"])) == (False, 1)
    assert page["next"] == f"{SITE}/api/v1/changes?cursor={page['cursor']}"
    following = client.get(page["next"].removeprefix(SITE)).json()
    assert (following["items"], following["cursor"]) == ([], page["cursor"])
    late = make_article(title="What is heat?")
    following = client.get(page["next"].removeprefix(SITE)).json()
    assert [item["id"] for item in following["items"]] == [late.pk]


def test_from_now_on_there_is_nothing_yet(client):
    make_article()
    page = ask(client, "changes?cursor=now")
    assert (page["items"], page["has_more"]) == ([], False)


def test_an_empty_library_has_a_cursor(client):
    cursor = ask(client, "changes?cursor=now")["cursor"]
    article = make_article()
    items = ask(client, f"changes?cursor={cursor}")["items"]
    assert [item["id"] for item in items] == [article.pk]


def test_a_copy_that_follows_holds_what_is_public(client):
    """One change after the other, the copy asking in pages of two between some of them."""
    articles = [make_article(f"a-{number}", answer=f"{number % 3}") for number in range(6)]
    copy = {}
    cursor = _follow(client, copy, "")
    steps = [
        lambda: withdraw(articles[0]),
        lambda: edit(articles[1], answer="Anew."),
        lambda: move(articles[2], make_subject("optics"), "moved"),
        lambda: delete(articles[3]),
        lambda: publish(articles[0]),
        lambda: make_article("late"),
        lambda: edit(articles[5], no_index=True),
        lambda: unpublish(articles[4]),
    ]
    for position, step in enumerate(steps):
        step()
        if position % 3 == 0:
            cursor = _follow(client, copy, cursor)
    _follow(client, copy, cursor)
    assert copy == {item["id"]: item for item in walk(client, "articles")[0]}


def _follow(client, copy, cursor):
    query = f"&cursor={cursor}" if cursor else ""
    page = {"has_more": True}
    while page["has_more"]:
        page = ask(client, f"changes?limit=2{query}")
        query = f"&cursor={page['cursor']}"
        for item in page["items"]:
            if item["is_removed"]:
                copy.pop(item["id"], None)
            else:
                copy[item["id"]] = item["article"]
    return page["cursor"]


def test_a_cursor_from_a_future_that_was_undone_is_gone(client):
    """As after a backup was restored: what comes now would stand before the cursor."""
    make_article()
    late = make_article()
    cursor = ask(client, "changes")["cursor"]
    Change.objects.filter(pk=late.pk).delete()
    assert ask(client, f"changes?cursor={cursor}", status=410) == {
        "title": "Gone",
        "status": 410,
        "detail": "The library was put back to a state before this cursor. Begin without a cursor.",
    }


@pytest.mark.parametrize(
    "cursor", ["x", "", "WyJjaGFuZ2UiLC0xXQ", "WyJjaGFuZ2UiLDEuNV0", "é", "[["]
)
def test_a_forged_cursor_is_refused(client, cursor):
    assert fields_at_fault(client, f"changes?cursor={cursor}") == {
        "cursor": "This is no cursor of this list."
    }


def test_what_it_costs(client, django_assert_num_queries):
    articles = [make_article() for _ in range(3)]
    Redirect.objects.create(old_path="/old", article=articles[0])
    withdraw(articles[2])
    cursor = ask(client, "changes")["cursor"]
    for path, count in (("changes", 3), (f"changes?cursor={cursor}", 2), ("changes?cursor=now", 3)):
        with django_assert_num_queries(count):
            client.get(f"/api/v1/{path}")
