"""Page of the audit log: read by administrators, changed by nobody."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date

from articles.accounts.audit_log import Kind, entries
from articles.admin.base.lookup_guards import FilterLookupsMixin, read_number
from articles.admin.base.read_only_rows import ReadOnlyMixin

_ENTRIES_A_PAGE = 100


class AuditEntryAdmin(ReadOnlyMixin, FilterLookupsMixin, admin.ModelAdmin):
    fields = (
        *("made_at", "kind", "actor_name", "actor_key", "account_name", "account_key"),
        *("address", "detail"),
    )

    class Media:
        css = {"all": ["admin/qtsite/history.css", "admin/qtsite/accounts.css"]}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The entries that the filters leave, the newest first; those before the entry `before`.

        By keys and not by numbers of pages: an entry that comes meanwhile moves nothing, and the
        last page costs what the first does.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        person = request.GET.get("person", "").strip()
        kind = request.GET.get("kind", "")
        kind = kind if kind in Kind.values else ""
        day = _day(request.GET.get("day", ""))
        since = _midnight(day) if day else None
        until = _midnight(day + timedelta(days=1)) if day else None
        found = entries(person=person, kind=kind, since=since, until=until)
        before = read_number(request.GET.get("before", ""))
        if before is not None:
            found = found.filter(pk__lt=before)
        rows = list(found[: _ENTRIES_A_PAGE + 1])
        shown = rows[:_ENTRIES_A_PAGE]
        chosen = {"person": person, "kind": kind, "day": day.isoformat() if day else ""}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Audit log",
            "media": self.media,
            "entries": shown,
            "kinds": Kind.choices,
            "chosen": chosen,
            "is_filtered": any(chosen.values()),
            "older": _query(chosen, shown[-1].pk) if len(rows) > len(shown) else "",
            "newest": _query(chosen) if before is not None else "",
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/articles/auditentry/log.html", context)


def _query(chosen: Mapping[str, str], before: int | None = None) -> str:
    values = {name: value for name, value in chosen.items() if value}
    return urlencode(values | ({"before": str(before)} if before else {}))


def _day(text: str) -> date | None:
    """None of what is no day, and of the calendar's last one, which has no midnight after it."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and date.min < day < date.max else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
