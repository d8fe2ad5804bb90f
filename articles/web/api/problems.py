"""Problem details (RFC 9457) of failed API requests."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja.errors import ValidationError

from articles.database.refusal import refusal_of

MEDIA_TYPE = "application/problem+json"
# What a parameter that has a form must look like; a regular expression is no sentence.
_FORMS = {
    "subject": "A subject's slug has lower-case letters, digits and hyphens.",
    "path": "An article's path is /learn/<subject>/questions/<slug>.",
    "include": "Any of markdown, html and text, separated by commas.",
}


class ProblemError(Exception):
    """A request that gets no answer: the status, a sentence, and the parameters at fault."""

    def __init__(
        self, status: int, detail: str, *, errors: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, detail, errors)
        self.status = status
        self.detail = detail
        self.errors = errors or {}


def invalid(field: str, message: str) -> ProblemError:
    """The problem of one parameter."""
    return ProblemError(422, "A parameter cannot be used.", errors={field: message})


def problem(status: int, detail: str, *, errors: Sequence[Mapping[str, str]] = ()) -> HttpResponse:
    """Return the answer: `type` is left out, which means about:blank (RFC 9457, section 4.2.1),
    so `title` is the status's own phrase; `errors` name the parameters."""
    body: dict[str, Any] = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if errors:
        body["errors"] = list(errors)
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def on_problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    """The answer to a ProblemError."""
    errors = [{"field": name, "message": message} for name, message in error.errors.items()]
    return problem(error.status, error.detail, errors=errors)


def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The answer to parameters of the wrong kind: each by its name, the reason in a sentence."""
    errors = [
        {"field": str(found["loc"][-1]), "message": _sentence(found)} for found in error.errors
    ]
    return problem(422, "A parameter cannot be used.", errors=errors)


def on_database_error(request: HttpRequest, error: Error) -> HttpResponse:
    """503 where the database refuses, with its `refusal`; any other error is raised again."""
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    answer = problem(503, refusal.reason)
    answer.refusal = refusal
    answer["Cache-Control"] = "no-store"
    answer["Retry-After"] = str(refusal.retry_after_seconds)
    return answer


def _sentence(found: Mapping[str, Any]) -> str:
    if found["type"] == "string_pattern_mismatch":
        return _FORMS[found["loc"][-1]]
    return found["msg"].removeprefix("Value error, ")
