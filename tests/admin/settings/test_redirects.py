"""Redirects at the editors' desk."""

import pytest
from django.urls import reverse

from articles.admin.settings.redirect import normalise_old_path
from articles.models import Change, Redirect
from tests.factories import make_article

ADD = "/admin/articles/redirect/add/"


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/learn/old", "/learn/old"),
        ("learn/old", "/learn/old"),
        ("/learn/old/", "/learn/old"),
        ("//learn/old//", "/learn/old"),
        ("https://www.example.org/learn/old/?a=b#c", "/learn/old"),
        ("  /learn/old ", "/learn/old"),
        ("/Learn/Old", "/Learn/Old"),
        ("/learn/a%20b", "/learn/a%20b"),
        ("/learn/undefined/learn/x", "/learn/undefined/learn/x"),
        ("https://www.example.org", "/"),
        ("http://[broken", "/"),
    ],
)
def test_an_old_address_becomes_a_path(typed, path):
    assert (normalise_old_path(typed) or "/") == path


def test_a_redirect_to_an_article(desk):
    article = make_article()
    desk.post(ADD, {"old_path": "https://x.example/learn/old/", "article": article.pk})
    redirect = Redirect.objects.get()
    assert (redirect.old_path, redirect.article) == ("/learn/old", article)
    html = desk.get(reverse("admin:articles_redirect_changelist")).content.decode()
    assert 'href="/learn/old"' in html
    assert article.heading in html


@pytest.mark.parametrize(
    "ends",
    [
        {},
        {"is_gone": "on", "external_url": "https://other.example/"},
    ],
)
def test_a_redirect_has_one_end(desk, ends):
    response = desk.post(ADD, {"old_path": "/learn/old", **ends})
    assert (
        "Choose one: an article, a page, another site, or gone for good."
        in response.content.decode()
    )
    assert not Redirect.objects.exists()


def test_a_living_article_is_not_redirected(desk):
    article = make_article()
    data = {"old_path": article.get_absolute_url(), "is_gone": "on"}
    assert "An article stands at this address" in desk.post(ADD, data).content.decode()


@pytest.mark.parametrize("path", ["/", "", "https://x.example/", "/" + "x" * 300])
def test_a_path_that_cannot_be_is_refused(desk, path):
    assert desk.post(ADD, {"old_path": path, "is_gone": "on"}).status_code == 200
    assert not Redirect.objects.exists()


def test_a_path_stands_once(desk):
    Redirect.objects.create(old_path="/learn/old", is_gone=True)
    assert desk.post(ADD, {"old_path": "/learn/old/", "is_gone": "on"}).status_code == 200


def test_a_redirect_is_a_change_of_what_it_leads_to(desk):
    """The API names the addresses that lead to an article, and a mirror follows the numbers."""
    one, other = make_article(), make_article()

    def numbers():
        changes = Change.objects.in_bulk([one.pk, other.pk])
        return changes[one.pk].number, changes[other.pk].number

    before = numbers()
    desk.post(ADD, {"old_path": "/learn/old", "article": one.pk})
    added = numbers()
    assert (added[0] > before[1], added[1] == before[1]) == (True, True)
    url = reverse("admin:articles_redirect_change", args=[Redirect.objects.get().pk])
    desk.post(url, {"old_path": "/learn/old", "article": other.pk})
    changed = numbers()
    assert min(changed) > added[0]
    url = reverse("admin:articles_redirect_delete", args=[Redirect.objects.get().pk])
    desk.post(url, {"post": "yes"})
    assert not Redirect.objects.exists()
    assert (numbers()[0] == changed[0], numbers()[1] > max(changed)) == (True, True)
