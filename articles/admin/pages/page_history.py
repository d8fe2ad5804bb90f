"""History of a plain page: its versions, what differs between two, and bringing one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin.base.field_changes import FieldChange
from articles.admin.base.lookup_guards import VERSION_DIGITS, is_beyond_keys, read_number
from articles.admin.history.timeline import author_of
from articles.admin.pages.page_words import labelled_changes, version_texts
from articles.models import Page, PageRevision
from articles.pages.page_merging import page_version, version_of_page, version_of_revision
from articles.rights import may_change_page, may_view_pages

_ENTRIES_A_PAGE = 50
_VIEWS = ("inline", "side")


@dataclass(frozen=True, slots=True)
class Entry:
    """How a version came to be, and what it changed; the first one changed nothing."""

    number: int
    kind: str
    author: str
    made_at: datetime
    reason: str
    changes: Sequence[FieldChange]
    is_current: bool


class PageHistoryMixin:
    """Takes the place of Django's history view, which knows of the desk's own log alone."""

    def get_urls(self) -> list[URLPattern]:
        restore = self.admin_site.admin_view(require_POST(self.restore_version))
        name = "articles_page_restore"
        return [path("<int:pk>/restore/<int:version>/", restore, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The versions, the newest first, 50 a page from `start` down; with `from` and `to`, those
        two compared."""
        if not may_view_pages(request.user):
            raise PermissionDenied
        if is_beyond_keys(object_id) or not object_id.isdecimal():
            raise Http404
        page = get_object_or_404(Page, pk=object_id)
        view = request.GET.get("view")
        context = {
            **self.admin_site.each_context(request),
            "title": page.title,
            "subtitle": "History",
            "page": page,
            "opts": self.opts,
            "view": view if view in _VIEWS else _VIEWS[0],
            "views": _VIEWS,
            "may_restore": may_change_page(request.user, page),
            **_chosen(request, page),
        }
        return TemplateResponse(request, "admin/articles/page/history.html", context)

    def restore_version(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        """Make the content of an old version live again, as a new version."""
        page = get_object_or_404(Page, pk=pk)
        if not may_change_page(request.user, page):
            raise PermissionDenied
        revision = get_object_or_404(PageRevision, page=page, version=version)
        try:
            restored = publishing.restore_page(page, revision, actor=request.user)
        except publishing.StalePage:
            text = "Somebody else has saved the page at this moment. Look at it, and try again."
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(history_url(pk))
        if restored.version == page.version:
            text = f"The page holds what version {version} held: nothing was changed."
            self.message_user(request, text, messages.INFO)
        else:
            self.log_change(request, restored, f"Restored version {version}.")
            text = f"Version {version} is live again, as version {restored.version}."
            self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(history_url(pk))


def history_url(key: int) -> str:
    """Return where the history of a page stands."""
    return reverse("admin:articles_page_history", args=[key])


def _chosen(request: HttpRequest, page: Page) -> dict[str, Any]:
    """The two versions that were chosen, else a page of all."""
    numbers = sorted(filter(None, (_number(request, name) for name in ("from", "to"))))
    if len(numbers) == 2:
        old, new = (page_version(page, number) for number in numbers)
        if old and new:
            found = labelled_changes(version_texts(old), version_texts(new))
            names = {"old_name": f"Version {old.number}", "new_name": f"Version {new.number}"}
            return {"old": old, "new": new, "changes": found, **names}
    return _entries(page, _number(request, "start") or page.version)


def _number(request: HttpRequest, name: str) -> int | None:
    return read_number(request.GET.get(name, ""), VERSION_DIGITS)


def _entries(page: Page, start: int) -> dict[str, Any]:
    rows = PageRevision.objects.filter(page=page, version__lte=start).select_related("actor")
    # A version is known from the revision before it, and what follows it from the one after.
    found = list(rows.order_by("-version")[: _ENTRIES_A_PAGE + 2])
    versions = {row.version: version_of_revision(row) for row in found}
    versions[page.version] = version_of_page(page)
    causes = [row for row in found if row.version < start]
    shown, more = causes[:_ENTRIES_A_PAGE], causes[_ENTRIES_A_PAGE:]
    entries = [
        Entry(
            number=row.version + 1,
            kind=row.get_kind_display(),
            author=author_of(row.actor),
            made_at=row.created_at,
            reason=row.reason,
            changes=labelled_changes(
                version_texts(versions[row.version]), version_texts(versions[row.version + 1])
            ),
            is_current=row.version + 1 == page.version,
        )
        for row in shown
    ]
    if not more:
        first = Entry(1, "Begun", "", page.created_at, "", (), is_current=page.version == 1)
        entries.append(first)
    return {"entries": entries, "older": more[0].version + 1 if more else None}
