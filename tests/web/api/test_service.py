"""What all of the API has in common: methods, headers, problems, its description, its page."""

import pytest
from openapi_spec_validator import validate

from articles.publishing import withdraw
from tests.factories import make_article, make_subject
from tests.made_once import made_once
from tests.web.api.reading import ask
from tests.web.parsing import SITE

PATHS = [
    "",
    "openapi.json",
    "articles",
    "articles/{}",
    "articles/{}/related",
    "subjects",
    "changes",
]


@made_once
def key():
    return make_article("what-is-light").pk


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_may_be_read_by_scripts_of_any_site(client, key, path):
    response = client.get("/api/v1/" + path.format(key), headers={"origin": "https://example.org"})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["Access-Control-Expose-Headers"] == "ETag, Last-Modified, Link"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Vary"] == "Accept-Encoding"
    assert '</api/v1/openapi.json>; rel="service-desc"' in response["Link"]
    assert not response.cookies


@pytest.mark.parametrize("path", PATHS)
def test_what_is_unchanged_is_a_304(client, key, path):
    first = client.get("/api/v1/" + path.format(key))
    again = client.get("/api/v1/" + path.format(key), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Link", "Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy"):
        assert again[name] == first[name], name


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(client, key, path):
    head = client.head("/api/v1/" + path.format(key))
    assert (head.status_code, head.content) == (200, b"")
    length = client.get("/api/v1/" + path.format(key))["Content-Length"]
    assert head["Content-Length"] == length


@pytest.mark.parametrize("path", [*PATHS, "nothing/here"])
def test_a_preflight_says_what_is_allowed(client, path):
    response = client.options(
        "/api/v1/" + path.format(1),
        headers={
            "origin": "https://example.org",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "If-None-Match, If-Modified-Since"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)("/api/v1/articles")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"


def test_an_unknown_address_is_a_problem_in_the_apis_own_form(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/api/v1/nothing/here")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_problem_is_problem_json(client):
    response = client.get("/api/v1/articles?limit=0")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "A parameter cannot be used.",
        "errors": [
            {"field": "limit", "message": "Input should be greater than or equal to 1"},
        ],
    }


def test_the_root_names_every_list(client):
    for name, url in ask(client, "").items():
        query = "?q=light" if name == "search" else ""
        assert client.get(url.removeprefix(SITE) + query).status_code == 200


def test_subjects_are_the_listed_ones_with_their_counts(client, django_assert_num_queries):
    article = make_article(subject=make_subject("optics", introduction="Of light."))
    make_article(subject="optics", answer=article.answer)
    make_article(subject=make_subject("others", is_listed=False))
    make_subject("empty")
    with django_assert_num_queries(1):
        found = ask(client, "subjects")
    assert found == {
        "items": [
            {
                "slug": "optics",
                "name": "Optics",
                "url": f"{SITE}/learn/optics",
                "introduction": "Of light.",
                "disclaimer": "",
                "article_count": 1,
                "articles_url": f"{SITE}/api/v1/articles?subject=optics",
            }
        ]
    }


def test_the_description_is_valid_openapi(client):
    response = client.get("/api/v1/openapi.json")
    assert response["Content-Type"] == "application/vnd.oai.openapi+json"
    description = response.json()
    validate(description)
    assert description["openapi"].startswith("3.1")
    assert description["servers"] == [{"url": SITE}]
    assert set(description["paths"]) == {
        "/api/v1/articles",
        "/api/v1/articles/{key}",
        "/api/v1/articles/{key}/related",
        "/api/v1/subjects",
        "/api/v1/search",
        "/api/v1/changes",
    }


def test_every_problem_is_described_as_one(client):
    paths = ask(client, "openapi.json")["paths"]
    for methods in paths.values():
        assert list(methods) == ["get"]
        for status, answer in methods["get"]["responses"].items():
            kind = "application/json" if status == "200" else "application/problem+json"
            assert list(answer["content"]) == [kind]


def test_the_page_explains_every_operation_and_its_commands_work(client, get, key):
    page = get("/api")
    assert page.link("service-desc") == "/api/v1/openapi.json"
    assert page.link("canonical") == f"{SITE}/api"
    commands = page.texts("//main//pre/code")
    assert len(commands) == 9
    for command in commands:
        url = command.removeprefix("curl '").removesuffix("'")
        answer = client.get(url.removeprefix(SITE))
        assert answer.status_code == 200, command
    ids = page.tree.xpath("//section/h2/@id")
    assert ids == [
        "list_articles",
        "get_article",
        "list_related",
        "list_subjects",
        "search_articles",
        "list_changes",
    ]
    names = page.texts("//section[h2/@id='list_articles']//dt/code")
    assert sorted(names) == [
        "changed_since",
        "cursor",
        "include",
        "index_status",
        "limit",
        "path",
        "subject",
    ]
    assert not page.texts("//dd[not(normalize-space())]")


def test_the_page_of_an_empty_library(get):
    assert "articles/1'" in get("/api").texts("//main//pre/code")[3]


def test_the_page_costs_one_query(client, key, django_assert_num_queries):
    withdraw(make_article())
    with django_assert_num_queries(1):
        response = client.get("/api")
    assert b"<script>" not in response.content
