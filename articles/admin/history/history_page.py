"""History page of an article: timeline, comparison of two versions, and restoring one."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin.base.field_changes import changes
from articles.admin.base.lookup_guards import VERSION_DIGITS, is_beyond_keys, read_number
from articles.admin.history.timeline import timeline, values_of
from articles.models import Article, Revision, Status

VIEWS = ("inline", "side")


class HistoryMixin:
    """Takes the place of Django's history view, which knows of the desk's own log alone."""

    def get_urls(self) -> list[URLPattern]:
        restore = self.admin_site.admin_view(require_POST(self.restore_version))
        name = "articles_article_restore"
        return [path("<int:pk>/restore/<int:version>/", restore, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The timeline; with `from` and `to`, those two versions compared. `view` chooses below
        each other or side by side, `start` the version that the page begins with."""
        article = _find(unquote(object_id))
        if article is None:
            return self._answer_missing(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        view = request.GET.get("view")
        context = {
            **self.admin_site.each_context(request),
            "title": article.heading,
            "subtitle": "History",
            "article": article,
            "opts": self.opts,
            "view": view if view in VIEWS else VIEWS[0],
            "views": VIEWS,
            "may_restore": self.has_change_permission(request, article),
            **_chosen(request, article),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/articles/article/history.html", context)

    def restore_version(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        """Make the content of an old version live again, as a new version."""
        article = get_object_or_404(Article.objects.select_related("subject"), pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        revision = get_object_or_404(Revision, article=article, version=version)
        if article.status == Status.PUBLISHED and revision.content().published_on is None:
            text = f"Version {version} has no date, and a published article needs one. Make the"
            self.message_user(request, f"{text} article a draft first.", messages.ERROR)
            return HttpResponseRedirect(history_url(pk))
        restored = publishing.restore(article, revision, actor=request.user)
        if restored.version == article.version:
            text = f"The article holds what version {version} held: nothing was changed."
            self.message_user(request, text, messages.INFO)
        else:
            self.log_change(request, restored, f"Restored version {version}.")
            text = f"Version {version} is live again, as version {restored.version}."
            self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(history_url(pk))

    def _answer_missing(self, request: HttpRequest, key: str) -> HttpResponse:
        """The history of an article outlives it."""
        if is_beyond_keys(key):
            raise Http404
        if key.isdecimal() and Revision.objects.filter(article_key=key, article=None).exists():
            return HttpResponseRedirect(reverse("admin:articles_article_deleted", args=[key]))
        return self._get_obj_does_not_exist_redirect(request, self.opts, key)


def history_url(article_id: int) -> str:
    """Return where the timeline of an article stands."""
    return reverse("admin:articles_article_history", args=[article_id])


def _find(key: str) -> Article | None:
    if not (key.isascii() and key.isdecimal()) or is_beyond_keys(key):
        return None
    articles = Article.objects.select_related("subject", "created_by_run")
    return articles.prefetch_related("related").filter(pk=key).first()


def _chosen(request: HttpRequest, article: Article) -> dict[str, Any]:
    """The two versions that were chosen, else a page of the timeline."""
    numbers = sorted(filter(None, (_number(request, "from"), _number(request, "to"))))
    if len(numbers) == 2:
        old, new = (publishing.version_at(article, number) for number in numbers)
        if old and new:
            found = changes(values_of(old), values_of(new))
            names = {"old_name": f"Version {old.number}", "new_name": f"Version {new.number}"}
            return {"old": old, "new": new, "changes": found, **names}
        missing = " and ".join(
            str(number) for number, known in zip(numbers, (old, new), strict=True) if known is None
        )
        return {"missing": missing, "timeline": timeline(article)}
    return {"timeline": timeline(article, _number(request, "start"))}


def _number(request: HttpRequest, name: str) -> int | None:
    return read_number(request.GET.get(name, ""), VERSION_DIGITS)
