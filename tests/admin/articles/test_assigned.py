"""Assigning in the desk: one article, and over a list that asks first, filters and is undone."""

import pytest
from django.urls import reverse
from lxml import html

from articles.models import ArticleAssignment, BulkRun, Finding
from tests.admin.conftest import change_url
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

LIST, FINDINGS = "/admin/articles/article/", "/admin/articles/finding/"


@made_once
def ben():
    rights = ["change_article", "view_article"]
    return make_user("ben", permissions=rights, subjects=[make_subject("physics")])


def whose():
    return dict(ArticleAssignment.objects.values_list("article_key", "user__username"))


def assign_url(article):
    return reverse("admin:articles_article_assign", args=[article.pk])


def test_an_editor_takes_an_article_gives_it_away_and_lets_it_go(desk, editor, ben):
    article = make_article()
    page = desk.get(change_url(article)).content.decode()
    assert "Assigned to nobody." in page
    assert f'name="person" value="{editor.pk}">Assign to me' in page
    desk.post(assign_url(article), {"person": editor.pk})
    assert whose() == {article.pk: "editor"}
    assert "Assigned to <strong>you</strong>" in desk.get(change_url(article)).content.decode()
    asked = desk.get(assign_url(article)).content.decode()
    assert f'<option value="{ben.pk}">ben</option>' in asked
    back = f"{change_url(article)}?work=article%3F"
    response = desk.post(assign_url(article), {"person": ben.pk, "back": back})
    assert response.url == back
    assert whose() == {article.pk: "ben"}
    elsewhere = desk.post(assign_url(article), {"person": "nobody", "back": "//evil.example"})
    assert elsewhere.url == change_url(article)
    assert whose() == {}


@pytest.mark.parametrize("person", ["", "x", "999999", "looker", "ben"])
def test_nothing_is_given_to_who_cannot_work_on_it(desk, ben, person):
    looker = make_user("looker", permissions=["view_article"])
    article = make_article(subject=make_subject("biology"))
    key = {"looker": looker.pk, "ben": ben.pk}.get(person, person)
    page = desk.post(assign_url(article), {"person": key}, follow=True).content.decode()
    assert "Nothing changed." in page
    assert whose() == {}


def test_a_list_asks_to_whom_assigns_and_is_undone(desk, editor, ben):
    mine, other = make_article(title="Mine?"), make_article(title="Other?")
    asked = desk.post(LIST, {"action": "assign", "_selected_action": [mine.pk]}).content.decode()
    assert "Assign 1 article?" in asked
    assert '<select name="person"' in asked
    assert whose() == {}
    sent = {"action": "assign", "_selected_action": [mine.pk], "post": "yes", "number": "1"}
    desk.post(LIST, sent)
    assert whose() == {}
    desk.post(LIST, sent | {"person": ben.pk})
    assert whose() == {mine.pk: "ben"}
    for query, seen in (
        ("assigned=anybody", {"Mine?"}),
        ("assigned=nobody", {"Other?"}),
        (f"assigned={ben.pk}", {"Mine?"}),
        ("assigned=me", set()),
        ("", {"Mine?", "Other?"}),
    ):
        page = desk.get(f"{LIST}?{query}").content.decode()
        assert {title for title in ("Mine?", "Other?") if title in page} == seen, query
    assert '<td class="field-assigned_column">ben</td>' in desk.get(LIST).content.decode()
    run = BulkRun.objects.get()
    assert "To ben." in desk.get(reverse("admin:bulk_run", args=[run.pk])).content.decode()
    desk.post(reverse("admin:bulk_run", args=[run.pk]), {"do": "undo"})
    assert whose() == {}
    assert other.pk


def test_findings_are_assigned_in_their_list(desk, editor):
    article = make_article(title="Cut?")
    rows = [
        Finding.objects.create(article=article, path="x", kind=kind, severity="error")
        for kind in ("cut-off", "refusal")
    ]
    sent = {"action": "assign", "_selected_action": [rows[0].pk], "post": "yes"}
    desk.post(FINDINGS, sent | {"person": editor.pk})
    page = desk.get(f"{FINDINGS}?assigned=me").content.decode()
    assert "1 finding" in page
    assert '<td class="field-assigned_column">editor</td>' in page
    assert "1 finding" in desk.get(f"{FINDINGS}?assigned=nobody").content.decode()


def test_a_list_of_somebodys_findings_is_one_when_all_are_done(desk, ben):
    page = desk.get(f"{FINDINGS}?assigned={ben.pk}").content.decode()
    assert "0 findings" in page
    assert "Assigned to: ben" in " ".join(html.fromstring(page).text_content().split())
    assert "does not know" in desk.get(f"{FINDINGS}?assigned=999999").content.decode()


def test_an_account_that_loses_its_right_leaves_its_work(client, ben):
    article = make_article()
    ArticleAssignment.objects.create(article_key=article.pk, user=ben, made_at="2030-01-01T00:00Z")
    client.force_login(make_user("root", is_superuser=True))
    url = reverse("admin:auth_user_change", args=[ben.pk])
    ben.user_permissions.clear()
    client.post(url, {"username": "ben", "date_joined_0": "2030-01-01", "date_joined_1": "10:00"})
    assert whose() == {}
