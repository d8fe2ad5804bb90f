"""Old and misspelt addresses: one 301 to the end of the way, a 410, or a 404."""

import pytest

from articles.models import Redirect
from articles.publishing import move, unpublish, withdraw
from tests.factories import make_article, make_subject
from tests.made_once import made_once
from tests.web.parsing import SITE, parse

OLD = "/learn/chemistry/questions/what-is-heat"
NEW = "/learn/physics/questions/what-is-heat"


@made_once
def article():
    return make_article("what-is-heat")


def ask(client, path, **headers):
    """Ask for exactly this path: the client would read `//host/…` as another host."""
    return client.get("/", PATH_INFO=path, **headers)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        (f"{NEW}/", NEW),
        (f"{NEW}.html", NEW),
        (f"{NEW})", NEW),
        (f"{NEW}.", NEW),
        (f"{NEW}.md).", f"{NEW}.md"),
        ("/search/", "/search"),
        ("/api/", "/api"),
        ("/api/v1", "/api/v1/"),
        ("/learn/Physics/questions/What-is-heat", NEW),
        ("//learn/physics/questions//what-is-heat.html/", NEW),
        (f"/learn/maths/questions/undefined{NEW}", NEW),
        (f"/learn/a/questions/undefined/learn/b/questions/undefined{NEW}/", NEW),
        ("/learn/physics/", "/learn/physics"),
        ("/learn/physics/page/1", "/learn/physics"),
        ("/learn/physics/questions/", "/learn/physics"),
        ("/learn/", "/learn"),
        ("/LEARN", "/learn"),
        ("/index.html", "/"),
        ("/sitemap.xml/", "/sitemap.xml"),
        (OLD, NEW),
        (f"{OLD}/", NEW),
        (f"{OLD}.html", NEW),
        (OLD.upper(), NEW),
        (f"/learn/x/questions/undefined{OLD}", NEW),
    ],
)
def test_one_301_to_the_final_address(client, article, path, target):
    Redirect.objects.create(old_path=OLD, article=article)
    response = ask(client, path)
    assert response.status_code == 301
    assert response["Location"] == target
    assert client.get(target).status_code == 200


def test_a_query_is_kept(client, article):
    response = ask(client, f"{NEW}/", QUERY_STRING="utm_source=mail&q=a%20b")
    assert response["Location"] == f"{NEW}?utm_source=mail&q=a%20b"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/",
        "///evil.example/..",
        "/\\evil.example",
        "/\\/evil.example",
        "/learn/x/questions/undefined//evil.example",
        "/http://evil.example",
        "/learn/physics/questions/unknown/",
        "/learn/unknown/",
        "/learn/physics/page/1000/",
        "/nothing.html",
    ],
)
def test_nothing_is_known_of_it(client, article, path):
    response = ask(client, path)
    assert response.status_code == 404
    assert "Location" not in response


def test_a_redirect_follows_its_article_wherever_it_moves(client, article):
    Redirect.objects.create(old_path=OLD, article=article)
    moved = move(article, make_subject("thermodynamics"), "heat")
    for path in (OLD, NEW, f"{NEW}.html"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, moved.get_absolute_url())


def test_a_redirect_to_a_draft_is_a_404_and_to_a_withdrawn_article_a_410(client, article):
    Redirect.objects.create(old_path=OLD, article=article)
    unpublish(article)
    assert client.get(OLD).status_code == 404
    withdraw(article)
    assert client.get(OLD).status_code == 410


def test_gone_is_410(client):
    Redirect.objects.create(old_path=OLD, is_gone=True)
    response = client.get(f"{OLD}/")
    assert response.status_code == 410
    assert parse(response).text("//h1") == "This page was withdrawn"


def test_a_withdrawn_article_with_a_redirect_leads_there(client, article):
    other = make_article("what-is-cold")
    withdraw(article)
    assert client.get(NEW).status_code == 410
    Redirect.objects.create(old_path=NEW, article=other)
    assert client.get(NEW)["Location"] == other.get_absolute_url()


def test_a_live_page_is_never_hidden_by_a_redirect(client, article):
    Redirect.objects.create(old_path=NEW, is_gone=True)
    assert client.get(NEW).status_code == 200
    assert client.get(f"{NEW}/")["Location"] == NEW


def test_another_site_is_an_editors_choice(client):
    Redirect.objects.create(old_path="/about", external_url="https://example.org/about?a=1")
    response = client.get("/about/?b=2")
    assert (response.status_code, response["Location"]) == (301, "https://example.org/about?a=1")


def test_an_address_of_our_own_given_as_another_site_makes_no_chain(client, article):
    Redirect.objects.create(old_path=OLD, article=article)
    Redirect.objects.create(old_path="/a", external_url=f"{SITE}/b")
    Redirect.objects.create(old_path="/b", external_url=f"{SITE}{OLD}/")
    assert client.get("/a")["Location"] == NEW


def test_a_ring_of_redirects_ends_in_a_404(client):
    Redirect.objects.create(old_path="/a", external_url=f"{SITE}/b")
    Redirect.objects.create(old_path="/b", external_url=f"{SITE}/a")
    assert client.get("/a").status_code == 404


def test_only_reading_is_redirected(client, article):
    assert client.head(f"{NEW}/").status_code == 301
    assert client.post(f"{NEW}/").status_code in {403, 404, 405}


def test_a_very_long_address_is_a_404(client):
    assert client.get(f"/learn/physics/questions/{'a' * 5000}").status_code == 404


def test_the_admin_keeps_its_own_addresses(client):
    response = client.get("/admin")
    assert (response.status_code, response["Location"]) == (301, "/admin/")
    assert client.get("/admin/").status_code == 302


def test_what_a_mended_address_costs(client, article, django_assert_max_num_queries):
    # The page that is not shown looks for what lies near, by a search at the last.
    with django_assert_max_num_queries(14):
        client.get("/learn/Physics/questions/what-is-heat")
