"""API documentation page /api, generated from the OpenAPI description."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.seo import Site, current_site, page_meta
from articles.web.api.api_definition import description
from articles.web.article_links import LINK_COLUMNS
from articles.web.cors import SERVICE_LINKS
from articles.web.page_response import page
from articles.web.response_headers import public

# What stands in an example where the library has no article yet.
_NO_ARTICLE = {"id": 1, "subject": "physics", "path": "/learn/physics/questions/what-is-light"}

# Per operation: what an example shows, and its address below the API's.
_EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "list_articles": (
        ("The first two articles of a subject", "articles?subject={subject}&limit=2"),
        (
            "Everything changed since a day, with its Markdown",
            "articles?changed_since=2025-01-01&include=markdown&limit=2",
        ),
        ("The article at an address", "articles?path={path}"),
    ),
    "get_article": (("One article with all that its page says", "articles/{id}"),),
    "list_related": (("What to read next", "articles/{id}/related"),),
    "search_articles": (
        ("The five best articles for a question", "search?q=what+is+light&limit=5"),
    ),
    "list_subjects": (("All subjects with their counts", "subjects"),),
    "list_changes": (
        ("From the beginning", "changes?limit=2"),
        ("From this moment on", "changes?cursor=now"),
    ),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as the page explains it; `text` is Markdown's plain kind, without marks."""

    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the page explains it; `examples` are (what it shows, URL)."""

    name: str
    title: str
    path: str
    paragraphs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    examples: tuple[tuple[str, str], ...]


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """What can be asked, with commands to copy that work on this very library: one query."""
    site = current_site()
    context = {
        "operations": operations(site),
        "openapi_path": reverse("api:openapi"),
        "llms_path": reverse("llms"),
        "base_url": site.absolute(reverse("api:root")),
    }
    text = f"Read all articles of {site.name} as JSON or Markdown, and follow what changes."
    meta = page_meta(site=site, path=reverse("api_documentation"), title="API", description=text)
    response = page("api.html", context, site=site, meta=meta)
    response["Link"] = ", ".join(SERVICE_LINKS)
    return public(response)


def operations(site: Site) -> list[Operation]:
    """Every operation of the API's own description, in its order."""
    sample = _sample()
    return [
        _operation(path, found, sample=sample, site=site)
        for path, methods in description()["paths"].items()
        for found in methods.values()
    ]


def _operation(
    path: str, found: dict[str, Any], *, sample: dict[str, Any], site: Site
) -> Operation:
    name = found["operationId"]
    paragraphs = found.get("description", "").replace("`", "").split("\n\n")
    base = site.absolute(reverse("api:root"))
    return Operation(
        name=name,
        title=found["summary"],
        path=path.replace("{key}", "{id}"),
        paragraphs=tuple(" ".join(paragraph.split()) for paragraph in paragraphs),
        parameters=tuple(
            Parameter(
                name="id" if each["name"] == "key" else each["name"],
                kind=_kind(each["schema"]),
                text=each.get("description", "").replace("`", "")
                or ("The article's id." if each["name"] == "key" else ""),
            )
            for each in found.get("parameters", ())
        ),
        examples=tuple(
            (title, base + address.format(**sample)) for title, address in _EXAMPLES.get(name, ())
        ),
    )


def _kind(schema: dict[str, Any]) -> str:
    """What a value looks like: "integer, 1 to 100", "date-time", "this or that"."""
    for each in schema.get("anyOf", (schema,)):
        if each.get("type") == "null":
            continue
        if "enum" in each:
            return " or ".join(each["enum"])
        if "maximum" in each:
            return f"{each['type']}, {each['minimum']} to {each['maximum']}"
        return each.get("format", each["type"])
    return ""


def _sample() -> dict[str, Any]:
    """The first article that search engines may list: every example works as it stands."""
    first = (
        Article.objects.indexable()
        .select_related("subject")
        .only(*LINK_COLUMNS)
        .order_by("pk")
        .first()
    )
    if first is None:
        return _NO_ARTICLE
    return {"id": first.pk, "subject": first.subject.slug, "path": first.get_absolute_url()}
