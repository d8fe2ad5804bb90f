"""What may stand in the address of a list: its filters, and no other question to the database."""

import pytest
from django.contrib.contenttypes.models import ContentType

from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.site import _DESKS
from articles.models import Article
from tests.factories import make_article, make_user

ARTICLES, FINDINGS = "/admin/articles/article/", "/admin/articles/finding/"
BEYOND = "9" * 20


@pytest.mark.parametrize(
    ("address", "query"),
    [
        (ARTICLES, {"title__regex": r"^(\w+\W?)+§$"}),
        (ARTICLES, {"slug__iregex": "a"}),
        (ARTICLES, {"answer__startswith": "L"}),
        (ARTICLES, {"status__regex": "p"}),
        (ARTICLES, {"subject__slug__startswith": "p"}),
        (ARTICLES, {"subject__id__in": "1,2"}),
        (FINDINGS, {"detail__contains": "x"}),
        (FINDINGS, {"article__subject__slug": "x"}),
    ],
)
def test_what_is_no_filter_is_refused(desk, address, query):
    """Named in a sentence, and no row is listed."""
    make_article()
    page = desk.get(address, query).content.decode()
    assert f"This list has no filter “{next(iter(query))}”." in page
    assert "result_list" not in page


def test_every_desk_refuses_it():
    assert all(issubclass(desk, FilterLookupsMixin) for desk in _DESKS.values())


def test_filters_and_links_stay(desk, editor):
    article = make_article()
    subject = article.subject_id
    for query in (
        f"article/?subject__id__exact={subject}&status__exact=published",
        f"article/?subject={subject}&index_status=indexable&finding=any&p=1&o=1&e=1",
        f"finding/?article__subject__id__exact={subject}&severity__exact=note&state=all&kind=x",
        "conflict/?import_run__id__exact=1&state=all&field=title",
        f"feedback/?state=all&article__id__exact={article.pk}&is_helpful__exact=1",
        "unknownaddress/?state=ignored",
        "importrun/?state__exact=done",
        "redirect/?is_gone__exact=1",
        "subject/?is_listed__exact=1",
        f"topic/?subject__id__exact={subject}&is_hidden__exact=0&is_pinned__exact=1",
    ):
        assert desk.get(f"/admin/articles/{query}").status_code == 200, query


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/admin/articles/conflict/", "import_run__id__exact"),
        ("/admin/articles/topic/", "subject"),
    ],
)
@pytest.mark.parametrize("value", [BEYOND, f"-{BEYOND}", "9" * 5_000])
def test_a_number_beyond_any_key_shows_the_whole_list(desk, address, name, value):
    response = desk.get(address, {name: value})
    assert (response.status_code, response["Location"]) == (302, f"{address}?e=1")


@pytest.mark.parametrize(
    ("address", "name"),
    [(ARTICLES, "subject"), (ARTICLES, "subject__id__exact"), (FINDINGS, "article__subject")],
)
@pytest.mark.parametrize("value", [BEYOND, f"-{BEYOND}", "9" * 900])
def test_a_number_beyond_any_key_is_refused_in_words(desk, address, name, value):
    make_article()
    page = desk.get(address, {name: value}).content.decode()
    assert "“Subject” does not know “" in page
    assert "result_list" not in page


@pytest.mark.parametrize("digits", [20, 5_000])
def test_an_address_of_a_number_beyond_any_key_is_not_found(desk, digits):
    for page in ("change", "history", "delete"):
        assert desk.get(f"{ARTICLES}{'9' * digits}/{page}/").status_code in {302, 404}, page
    assert desk.post(f"{ARTICLES}{'9' * digits}/change/").status_code == 404
    assert desk.get(f"{ARTICLES}{'9' * digits}/history/").status_code == 404


def test_a_redirect_to_a_number_beyond_any_key_is_refused_in_words(desk):
    data = {"old_path": "/learn/old", "article": BEYOND}
    response = desk.post("/admin/articles/redirect/add/", data)
    assert response.context["errors"] == [
        ["Select a valid choice. That choice is not one of the available choices."]
    ]


def test_the_shortcut_to_the_site_takes_the_right_to_look(client, editor):
    draft = make_article("secret", status="draft")
    kind = ContentType.objects.get_for_model(Article).pk
    address = f"/admin/r/{kind}/{draft.pk}/"
    client.force_login(make_user("staff"))
    assert client.get(address).status_code == 403
    client.force_login(editor)
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].endswith(draft.get_absolute_url())
    for missing in (f"{kind}/0", f"{kind}/{BEYOND}", f"{BEYOND}/1", "x/1", f"{'9' * 5_000}/1"):
        assert client.get(f"/admin/r/{missing}/").status_code == 404


@pytest.mark.parametrize("key", ["<img>", "", "1.5", BEYOND, "-1", "1\0"])
def test_rows_that_are_chosen_by_no_key_are_refused(desk, key):
    """Django's actions ask the database for them as they are (found by `tests/fuzzing/`)."""
    data = {"action": "publish", "_selected_action": [make_article().pk, key]}
    assert desk.post(ARTICLES, data).status_code == 400
