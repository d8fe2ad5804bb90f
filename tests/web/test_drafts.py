"""Previews of drafts: staff with the right to view articles, and nobody else."""

import pytest

from articles.publishing import delete, move, publish, unpublish, withdraw
from tests.factories import make_article, make_subject, make_user
from tests.web.parsing import parse


@pytest.fixture
def draft():
    return make_article("a-draft", title="What is new?", status="draft")


@pytest.mark.parametrize(
    ("values", "permissions", "status"),
    [
        ({"is_staff": True}, ["view_article"], 200),
        ({"is_staff": True, "is_superuser": True}, [], 200),
        ({"is_staff": True}, [], 404),
        ({"is_staff": True}, ["change_subject"], 404),
        ({"is_staff": False}, ["view_article"], 404),
    ],
)
def test_who_sees_a_draft(client, draft, values, permissions, status):
    client.force_login(make_user(permissions=permissions, **values))
    assert client.get(draft.get_absolute_url()).status_code == status


def test_a_preview_says_so_and_is_kept_by_nobody(client, draft):
    client.force_login(make_user(is_superuser=True))
    response = client.get(draft.get_absolute_url())
    page = parse(response)
    assert page.text("//p[@role='status']").startswith("Draft.")
    assert page.text("//h1") == "What is new?"
    assert page.meta("robots") == "noindex,nofollow"
    assert page.link("canonical") is None
    assert page.json_ld == {}
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_a_draft_without_a_date_can_be_previewed(client):
    draft = make_article(status="draft", published_on=None)
    client.force_login(make_user(is_superuser=True))
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_a_draft_looks_like_no_page_at_all_to_the_public(client, draft):
    missing = client.get("/learn/physics/questions/a-drift")
    hidden = client.get(draft.get_absolute_url())
    assert hidden.status_code == missing.status_code == 404
    assert hidden["Vary"] == missing["Vary"]
    assert hidden["Cache-Control"] == missing["Cache-Control"]


def test_an_address_that_never_was_public_is_missing_not_gone(client):
    draft = make_article("old", status="draft")
    moved = withdraw(move(draft, make_subject("optics"), "new"))
    for path in (draft.get_absolute_url(), moved.get_absolute_url()):
        assert client.get(path).status_code == 404
        assert client.get(f"{path}.md").status_code == 404
    delete(moved)
    assert client.get(moved.get_absolute_url()).status_code == 404


def test_where_an_article_was_public_it_is_gone_wherever_it_went_since(client):
    """Public at two addresses, then a draft, moved to a third, and withdrawn."""
    article = make_article("first")
    moved = move(article, make_subject("optics"), "second")
    last = move(unpublish(moved), make_subject("optics"), "third")
    paths = [x.get_absolute_url() for x in (article, moved, last)]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    withdraw(last)
    assert [client.get(path).status_code for path in paths] == [410, 410, 404]
    assert [client.get(f"{path}.md").status_code for path in paths] == [410, 410, 404]
    publish(last)
    assert [client.get(path).get("Location") for path in paths] == [paths[2], paths[2], None]
    withdraw(last)
    assert [client.get(path).status_code for path in paths] == [410, 410, 410]


def test_a_published_page_is_the_same_for_staff(client):
    article = make_article()
    anonymous = client.get(article.get_absolute_url())
    client.force_login(make_user(is_superuser=True))
    assert client.get(article.get_absolute_url()).content == anonymous.content


def test_a_withdrawn_article_without_a_history_is_taken_at_its_word(client):
    article = make_article(status="withdrawn")
    assert not article.revisions.exists()
    path = article.get_absolute_url()
    assert [client.get(x).status_code for x in (path, f"{path}.md")] == [410, 410]
