"""Page of what is wrong with the site: what `manage.py doctor` says, for administrators."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.doctor import Level, examine
from articles.rights import may_see_doctor

_WORDS = {
    Level.FINE: "Nothing is wrong.",
    Level.WARNING: "Everything works, and something could be better.",
    Level.ERROR: "Something does not work.",
}


@require_safe
def doctor_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Make every check, and show what was found: the worst first. As long as a large database takes
    to be counted."""
    if not may_see_doctor(request.user):
        raise PermissionDenied
    found = sorted(examine(), key=lambda examined: -examined.level)
    worst = max((examined.level for examined in found), default=Level.FINE)
    context |= {"title": "How the site is", "found": found, "summary": _WORDS[worst]}
    return render(request, "admin/doctor.html", context)
