"""Asking the API as a program does."""

from tests.web.parsing import SITE


def ask(client, path, *, status=200):
    """The JSON that a path below the API's answers."""
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status, response.content
    return response.json()


def walk(client, path):
    """All items of a list, by its own links, with how many pages they took."""
    items, pages, url = [], 0, f"/api/v1/{path}"
    while url:
        page = client.get(url.removeprefix(SITE)).json()
        items += page["items"]
        pages += 1
        url = page["next"] if page.get("has_more", True) else None
    return items, pages


def fields_at_fault(client, path):
    """{parameter: message} of a request that is refused."""
    problem = ask(client, path, status=422)
    assert problem["title"] == "Unprocessable Entity"
    return {error["field"]: error["message"] for error in problem["errors"]}
