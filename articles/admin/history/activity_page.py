"""The page of the activity log: who did what, by person, kind and day."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date

from articles.admin.history.activity import Asked, links_of, named_articles, read_activity
from articles.admin.history.activity_line import KINDS
from articles.models import Article
from articles.rights import may_view

_LINES_A_PAGE = 100
_LONGEST_CURSOR = 200
_MOST_PEOPLE = 200


def activity_page(site: Any, request: HttpRequest) -> HttpResponse:
    """For whoever may see articles: what was done in his subjects, and what he did; who works in
    every subject sees everything that he may look at."""
    if not may_view(request.user):
        raise PermissionDenied
    person = request.GET.get("person", "").strip()
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    day = _day(request.GET.get("day", ""))
    accounts = get_user_model().objects
    account = accounts.filter(username=person).first() if person else None
    before = request.GET.get("before", "")[:_LONGEST_CURSOR]
    asked = Asked(
        person=account.pk if account else (0 if person else None),
        kind=kind,
        since=_midnight(day) if day else None,
        until=_midnight(day + timedelta(days=1)) if day else None,
    )
    lines, older = read_activity(request.user, asked, before=before, number=_LINES_A_PAGE)
    articles = named_articles(request.user, lines)
    chosen = {"person": person, "kind": kind, "day": day.isoformat() if day else ""}
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": "Activity",
        "rows": [(line, *links_of(line, articles)) for line in lines],
        "kinds": KINDS.items(),
        "people": accounts.filter(is_staff=True).order_by("username")[:_MOST_PEOPLE],
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "older": _query(chosen, older) if older else "",
        "newest": _query(chosen) if before else "",
    }
    return TemplateResponse(request, "admin/articles/activity.html", context)


def _query(chosen: dict[str, str], before: str = "") -> str:
    values = {name: value for name, value in (*chosen.items(), ("before", before)) if value}
    return urlencode(values)


def _day(text: str) -> date | None:
    """None of what is no day, and of the calendar's last one, which has no midnight after it."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and date.min < day < date.max else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
