"""Whether the site lives (`/healthz`) and can answer readers (`/readyz`), for who starts and stops
it, and leads requests to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from articles.doctor import Examined, Level
from articles.doctor.bounded import examine_within
from articles.doctor.checks import all_checks
from articles.web.operators import is_operator
from articles.web.response_headers import PRIVATE

# Balancers ask every few seconds and wait for as long; the database is given up after two.
_SECONDS = 3


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say "ok": this process answers. Nothing else is looked at, for whoever is told otherwise
    starts the process anew, and that mends no database."""
    response = HttpResponse("ok", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = PRIVATE
    return response


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether readers can be sent here: 503 where something does not work. What it is, also
    what only works worse, is told to operators alone. Answers within `_SECONDS`."""
    checks = [one for one in all_checks() if one.is_for_readiness]
    found = examine_within(_SECONDS, checks)
    is_ready = all(examined.level < Level.ERROR for examined in found)
    said: dict[str, Any] = {"ready": is_ready}
    if is_operator(request):
        said["checks"] = {examined.check.name: _told(examined) for examined in found}
    response = JsonResponse(said, status=200 if is_ready else 503)
    response["Cache-Control"] = PRIVATE
    return response


def _told(examined: Examined) -> dict[str, Any]:
    said: dict[str, Any] = {"status": examined.level.name.lower()}
    if examined.problems:
        said["problems"] = [
            {"sentence": problem.sentence, "mend": problem.mend} for problem in examined.problems
        ]
    return said
