"""Planning in the desk: publish or withdraw an article at a time."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.admin.base.article_addresses import form_url
from articles.admin.base.lookup_guards import read_number
from articles.models import Article, ScheduledChange
from articles.rights import may_publish
from articles.scheduling.due_changes import cancel, schedule


class ScheduleMixin:
    """For the ModelAdmin of articles."""

    def get_urls(self) -> list[URLPattern]:
        name = "articles_article_schedule"
        plan, cancel = (
            self.admin_site.admin_view(require_POST(view))
            for view in (self.plan_change, self.cancel_change)
        )
        return [
            path("<int:pk>/schedule/", plan, name=name),
            path("<int:pk>/schedule/cancel/", cancel, name=f"{name}_cancel"),
            *super().get_urls(),
        ]

    def plan_change(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Plan `action` for `due_at`, in the zone that the page names."""
        self._check_right(request, pk)
        action, due_at = request.POST.get("action", ""), _moment(request.POST.get("due_at", ""))
        if action not in ScheduledChange.Action.values or due_at is None:
            text, level = "Give a day and a time. Nothing was planned.", messages.ERROR
        elif due_at <= timezone.now():
            text, level = "This time is past. Nothing was planned.", messages.ERROR
        else:
            made = schedule(pk, action, due_at, user=request.user)
            text, level = f"{_named(made)}.", messages.SUCCESS
        self.message_user(request, text, level)
        return HttpResponseRedirect(form_url(pk))

    def cancel_change(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget what was planned: `planned` is its key."""
        self._check_right(request, pk)
        planned = request.POST.get("planned", "")
        key = read_number(planned)
        gone = key is not None and cancel(pk, key)
        text = "It will not be done." if gone else "It has been done already, or was cancelled."
        self.message_user(request, text, messages.SUCCESS if gone else messages.WARNING)
        return HttpResponseRedirect(form_url(pk))

    def schedule_context(self, article: Article | None) -> dict[str, Any]:
        """Return what the page of the form shows of plans."""
        rows = ScheduledChange.objects.filter(article_key=article.pk) if article else ()
        return {
            "planned": list(rows.order_by("due_at")) if article else [],
            "zone": timezone.get_current_timezone_name(),
            "schedule_actions": ScheduledChange.Action.choices,
        }

    def _check_right(self, request: HttpRequest, pk: int) -> None:
        if not may_publish(request.user, get_object_or_404(Article, pk=pk)):
            raise PermissionDenied


def _moment(text: str) -> datetime | None:
    """The time that a box of type datetime-local sends, in the zone of the site."""
    try:
        return timezone.make_aware(datetime.strptime(text[:16], "%Y-%m-%dT%H:%M"))
    except ValueError:
        return None


def _named(change: ScheduledChange) -> str:
    local = timezone.localtime(change.due_at)
    return f"{change.get_action_display()}: planned for {local:%-d %B %Y, %H:%M %Z}"
