"""Unknown addresses at the desk: one click makes a redirect, gone, or silence."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.audience import unknown_addresses
from articles.models import Redirect, UnknownAddress
from tests.factories import make_article, make_user
from tests.made_once import made_once

LIST = "/admin/articles/unknownaddress/"
PATH = "/learn/physics/questions/how-is-heat-measu"
OVERHEAD = 4


@made_once
def near():
    return make_article("how-is-heat-measured", title="How is heat measured?")


def make_unknown(path=PATH, **values):
    now = timezone.now()
    defaults = {"first_seen_at": now - timedelta(days=3), "last_seen_at": now, "readers": 1}
    row = UnknownAddress.objects.create(path=path, **{**defaults, **values})
    unknown_addresses.suggest()
    return row


def settle(client, row, **data):
    url = reverse("admin:articles_unknownaddress_settle", args=[row.pk])
    return client.post(url, data, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_list_offers_the_nearest_article(desk, near):
    row = make_unknown(referrer_host="blog.example", bots=7)
    html = desk.get(LIST).content.decode()
    for text in (PATH, "How is heat measured?", "blog.example"):
        assert text in html
    url = reverse("admin:articles_unknownaddress_settle", args=[row.pk])
    for name, value in (("article", near.pk), ("end", "gone"), ("end", "ignore")):
        assert f'formaction="{url}" name="{name}" value="{value}"' in html


def test_one_click_makes_a_redirect(desk, near, client):
    row = make_unknown()
    response = settle(desk, row, article=near.pk)
    assert told(response) == [f"{PATH} redirects to {near.get_absolute_url()} now."]
    assert Redirect.objects.get().article == near
    assert not UnknownAddress.objects.exists()
    assert desk.get(PATH).status_code == 301
    assert desk.get(PATH).url == near.get_absolute_url()


def test_one_click_makes_it_gone(desk, near):
    settle(desk, make_unknown(), end="gone")
    assert Redirect.objects.get().is_gone
    assert not UnknownAddress.objects.exists()
    assert desk.get(PATH).status_code == 410


def test_an_ignored_one_is_shown_only_where_asked_for(desk, near):
    row = make_unknown()
    settle(desk, row, end="ignore")
    assert PATH not in desk.get(LIST).content.decode()
    assert PATH in desk.get(f"{LIST}?state=ignored").content.decode()
    settle(desk, row, end="watch")
    assert PATH in desk.get(LIST).content.decode()
    assert not Redirect.objects.exists()


def test_several_are_ignored_at_once(desk, db):
    rows = [make_unknown(f"/learn/a{number}") for number in range(3)]
    data = {"action": "ignore", "_selected_action": [row.pk for row in rows[:2]]}
    (text,) = told(desk.post(LIST, data, follow=True))
    assert text.startswith("2 ignored from now on.")
    assert UnknownAddress.objects.filter(is_ignored=True).count() == 2


def test_its_page_shows_all_suggestions_and_takes_another_article(desk, near):
    row = make_unknown(readers=12, bots=1)
    other = make_article("heat-in-general", title="What is heat in general?")
    page = desk.get(reverse("admin:articles_unknownaddress_change", args=[row.pk]))
    html = page.content.decode()
    assert "12 times by readers, 1 by programs" in html
    assert "Redirect to this one" in html
    assert 'name="article"' in html
    assert "admin/js/autocomplete.js" in html
    settle(desk, row, article=other.pk)
    assert Redirect.objects.get().article == other


@pytest.mark.parametrize("article", ["", "x", "0", "-1", "9" * 30, "999999"])
def test_a_redirect_needs_an_article(desk, near, article):
    row = make_unknown()
    response = settle(desk, row, article=article)
    assert told(response) == [
        "Choose a published article that the address shall lead to. Nothing was changed."
    ]
    assert UnknownAddress.objects.exists()
    assert not Redirect.objects.exists()


def test_a_redirect_leads_to_no_draft(desk, near):
    settle(desk, make_unknown(), article=make_article(status="draft").pk)
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("status", ["published", "draft"])
def test_where_an_article_stands_by_now_nothing_is_redirected(desk, near, status):
    row = make_unknown()
    make_article("how-is-heat-measu", status=status)
    response = settle(desk, row, article=near.pk)
    assert told(response) == [f"An article stands at {PATH} by now. Nothing was changed."]
    assert not Redirect.objects.exists()
    assert not UnknownAddress.objects.exists()


def test_an_old_redirect_to_a_draft_is_replaced(desk, near):
    draft = make_article(status="draft")
    row = make_unknown()
    Redirect.objects.create(old_path=PATH, article=draft)
    settle(desk, row, article=near.pk)
    assert Redirect.objects.get().article == near


def test_the_most_asked_for_come_first_and_every_column_sorts(desk, db):
    make_unknown("/learn/b", readers=2, bots=9)
    make_unknown("/learn/a", readers=5)

    def paths(query):
        return [row.path for row in desk.get(LIST + query).context["cl"].result_list]

    assert paths("") == ["/learn/a", "/learn/b"]
    assert paths("?o=1") == ["/learn/a", "/learn/b"]
    assert paths("?o=-3") == ["/learn/b", "/learn/a"]
    assert paths("?o=4") == ["/learn/b", "/learn/a"]
    assert paths("?q=learn/b") == ["/learn/b"]


def test_the_list_costs_the_same_however_long(desk, near, django_assert_num_queries):
    for number in range(5):
        make_unknown(f"{PATH}-{number}")
        with django_assert_num_queries(OVERHEAD + 2):
            desk.get(LIST)


@pytest.mark.parametrize(
    "rights",
    [
        ("view_unknownaddress", "change_unknownaddress"),
        ("view_unknownaddress", "add_redirect"),
        ("view_unknownaddress", "change_redirect"),
    ],
)
def test_a_redirect_takes_the_rights_on_redirects(client, near, rights):
    row = make_unknown()
    client.force_login(make_user("other", permissions=rights))
    assert "Redirect</button>" not in client.get(LIST).content.decode()
    assert settle(client, row, article=near.pk).status_code == 403
    assert settle(client, row, end="gone").status_code == 403
    assert not Redirect.objects.exists()


def test_ignoring_takes_the_right_to_change(client, near):
    row = make_unknown()
    client.force_login(make_user("other", permissions=["view_unknownaddress", "add_redirect"]))
    assert "Ignore</button>" not in client.get(LIST).content.decode()
    assert settle(client, row, end="ignore").status_code == 403


def test_signs_that_turn_the_writing_are_named(desk, db):
    make_unknown("/learn/\u202egpj.x")
    assert "‹U+202E›" in desk.get(LIST).content.decode()
