"""API assembly: routers, OpenAPI description and URL patterns."""

from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path, reverse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from articles.seo import current_site
from articles.web.api import articles, changes, problems, search, subjects
from articles.web.api.methods import for_programs
from articles.web.response_headers import Shows

VERSION = "1.0"
# Where the API lies; what describes it names whole paths.
PREFIX = "/api/v1/"
# What answers can be kept (articles.page_store): one address for everybody, and its counts take the
# database 0.16 s where a library has a million articles.
_SHOWS = {"subjects": Shows(library=True, keeps_query=True)}

# Neither ninja's page of documentation, which loads its scripts from another host, nor its
# description, which knows no problem details.
api = NinjaAPI(
    title="Articles",
    version=VERSION,
    description="Read everything that this library publishes. No key is needed; nothing can be"
    " written. Every answer has an ETag: ask again with If-None-Match and get a 304.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
api.add_router("/articles", articles.router)
api.add_router("/subjects", subjects.router)
api.add_router("/search", search.router)
api.add_router("/changes", changes.router)
api.add_exception_handler(problems.ProblemError, problems.on_problem)
api.add_exception_handler(ValidationError, problems.on_invalid)
api.add_exception_handler(Error, problems.on_database_error)


def root(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    site = current_site()
    names = ("articles", "subjects", "search", "changes", "openapi")
    places = {name: site.absolute(reverse(f"api:{name}")) for name in names}
    return JsonResponse({**places, "documentation": site.absolute(reverse("api_documentation"))})


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API (OpenAPI 3.1)."""
    return JsonResponse(description(), content_type="application/vnd.oai.openapi+json")


def description() -> dict[str, Any]:
    """The API as OpenAPI describes it: ninja's own schema, under the site's name, with the media
    type of the problems."""
    site = current_site()
    schema = dict(api.get_openapi_schema(path_prefix=PREFIX))
    schema["info"] = {**schema["info"], "title": f"{site.name}: articles"}
    schema["servers"] = [{"url": site.url}]
    for methods in schema["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {problems.MEDIA_TYPE: answer["content"]["application/json"]}
    return schema


def not_found(request: HttpRequest) -> HttpResponse:
    """404 in the API's own form."""
    return problems.problem(404, "There is nothing here. See /api.")


urlpatterns = [
    path("", for_programs(root), name="root"),
    path("openapi.json", for_programs(openapi), name="openapi"),
    *(
        path(
            str(pattern.pattern),
            for_programs(pattern.callback, shows=_SHOWS.get(pattern.name)),
            name=pattern.name,
        )
        for pattern in api.urls[0]
        if pattern.name != "api-root"
    ),
    # Not <path:…>, in which no line may end.
    re_path(r"^", for_programs(not_found), name="not_found"),
]
