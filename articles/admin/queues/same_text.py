"""Decision on a text that a delivery brought under a second address: moved or cross-posted.

A delivery does not list deleted files, so only a person can decide.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin.base.article_addresses import article_at, form_url
from articles.models import Article, Finding, Status
from articles.rights import may_publish

ELSEWHERE = "same-text-elsewhere"


class SameTextMixin:
    """The two answers, for the ModelAdmin of findings. A cross-posted text is no fault: its finding
    is dismissed, as any other."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.moved))
        return [path("<int:pk>/moved/", view, name="articles_finding_moved"), *super().get_urls()]

    def moved(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw the older article in favour of the new one: its address redirects."""
        finding = get_object_or_404(
            Finding.objects.select_related("article__subject"), pk=pk, kind=ELSEWHERE
        )
        new, old = finding.article, article_at(finding.detail)
        if not (may_answer(request) and _reaches(request, new, old)):
            raise PermissionDenied
        if new is None or old is None or old.pk == new.pk or old.status == Status.WITHDRAWN:
            text = "No other article stands at the old address any more. Nothing was changed."
            self.message_user(request, text, messages.INFO)
        elif old.content_digest != new.content_digest:
            text = "The two texts differ by now: it is not the same article. Nothing was changed."
            self.message_user(request, text, messages.ERROR)
        elif new.status != Status.PUBLISHED:
            text = f"The new one is {new.get_status_display().lower()}: publish it first."
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(form_url(new.pk))
        else:
            self._absorb(request, old, new, finding)
        return HttpResponseRedirect(reverse("admin:articles_finding_changelist"))

    def _absorb(self, request: HttpRequest, old: Article, new: Article, finding: Finding) -> None:
        try:
            publishing.absorb(old, into=new, actor=request.user)
        except publishing.TargetAway:
            # Another editor answered the question of the two the other way round.
            text = "The new one is not published any more. Nothing was changed."
            self.message_user(request, text, messages.ERROR)
            return
        self.dismiss_finding(finding)
        self.log_change(request, old, f"Absorbed by {new.get_absolute_url()}.")
        text = f"{old.get_absolute_url()} redirects to {new.get_absolute_url()} now."
        self.message_user(request, text, messages.SUCCESS)


def may_answer(request: HttpRequest) -> bool:
    """A move withdraws an article, and settles a finding."""
    return may_publish(request.user) and request.user.has_perm("articles.change_finding")


def _reaches(request: HttpRequest, *articles: Article | None) -> bool:
    """Of two articles the one is changed for the other's sake."""
    return all(article is None or may_publish(request.user, article) for article in articles)


def answers(finding: Finding) -> Any:
    """Two buttons, which send the form that they stand in to another address; "" for findings of
    any other kind."""
    if finding.kind != ELSEWHERE or finding.is_dismissed or finding.article_id is None:
        return ""
    button = '<button type="submit" class="answer" formaction="{}" formnovalidate>{}</button>'
    return format_html(
        f"{button} {button}",
        reverse("admin:articles_finding_moved", args=[finding.pk]),
        "It moved",
        reverse("admin:articles_finding_dismiss", args=[finding.pk]),
        "Cross-posted",
    )
