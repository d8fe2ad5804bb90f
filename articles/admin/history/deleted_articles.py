"""List of deleted articles with their last content, and the action that restores one.

Viewing requires the permission to view articles. Restoring requires the permissions to delete and
to change articles.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin.base.article_addresses import form_url
from articles.admin.base.field_changes import alike, as_text, content_values, label_of
from articles.admin.base.kept_messages import tell_taken
from articles.admin.base.lookup_guards import is_beyond_keys
from articles.admin.base.paging import CappedListMixin, CappedPaginator
from articles.admin.history.timeline import author_of
from articles.core.source.article_paths import article_path, parse_article_path
from articles.importer.kept_deliveries import kept_of, undelete
from articles.models import Article, ImportRun, Revision, Status, Subject
from articles.models.article import CONTENT_COLUMNS
from articles.rights import may_change, may_delete, may_draft, may_publish, scope_of


@dataclass(frozen=True, slots=True)
class DeletedArticle:
    """An article as it was when it went; `key` is what its address in the desk ends with.
    `delivery_waits`: a file came for it since."""

    key: int
    title: str
    address: str
    status: str
    gone_at: datetime
    author: str
    run: ImportRun | None
    kind: str
    reason: str
    delivery_waits: bool = False


def deleted_articles(term: str = "") -> QuerySet[Revision]:
    """Return the last revisions of the articles that are gone, the newest first, along the partial
    index `revision_deleted`. One that was brought back and deleted again stands once.

    `term` is part of a slug, or an address.
    """
    later = Revision.objects.filter(
        article_key=OuterRef("article_key"), version__gt=OuterRef("version")
    )
    gone = Revision.objects.filter(~Exists(later), article__isnull=True)
    location = parse_article_path(term)
    if location:
        gone = gone.filter(subject_slug=location.subject_slug, slug=location.slug)
    elif term.strip():
        gone = gone.filter(slug__contains="-".join(term.lower().split()))
    return gone.order_by("-created_at", "-pk")


class DeletedMixin:
    """The pages of what is gone, for the ModelAdmin of articles."""

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any) -> Any:
            return self.admin_site.admin_view(function)

        undelete = view(require_POST(self.undelete))
        return [
            path("deleted/", view(self.deleted_list), name="articles_article_deletedlist"),
            path("deleted/<int:key>/", view(self.deleted), name="articles_article_deleted"),
            path("deleted/<int:key>/undelete/", undelete, name="articles_article_undelete"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Of an article that somebody deleted while its form was open, Django would say that it
        does not exist, and forget what was written."""
        if is_beyond_keys(object_id or ""):
            raise Http404
        if request.method == "POST" and (object_id or "").isdecimal():
            is_gone = not Article.objects.filter(pk=object_id).exists()
            if is_gone and may_draft(request.user):
                revision = _last_revision(int(object_id))
                _require_reached(request, revision)
                return self._keep_text(request, revision)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _keep_text(self, request: HttpRequest, revision: Revision) -> HttpResponse:
        sent = {name: request.POST.get(name, "") for name in CONTENT_COLUMNS}
        context = self._context(
            request,
            title="This article was deleted while you were writing",
            gone=_gone(revision),
            fields=[(label_of([name]), text) for name, text in sent.items() if text],
            is_kept=True,
        )
        template = "admin/articles/article/deleted.html"
        return TemplateResponse(request, template, context, status=409)

    def deleted_list(self, request: HttpRequest) -> HttpResponse:
        self._check_may_see(request)
        term = request.GET.get("q", "")
        found = deleted_articles(term).select_related("actor", "import_run")
        if (scope := scope_of(request.user)) is not None:
            found = found.filter(subject_slug__in=scope.slugs)
        page = CappedPaginator(found, CappedListMixin.list_per_page).get_page(request.GET.get("p"))
        context = self._context(
            request, title="Deleted articles", page=page, rows=_rows(page), term=term
        )
        return TemplateResponse(request, "admin/articles/article/deleted_list.html", context)

    def deleted(self, request: HttpRequest, key: int) -> HttpResponse:
        """What an article held when it went."""
        self._check_may_see(request)
        revision = _last_revision(key)
        _require_reached(request, revision)
        content = revision.content()
        gone = _gone(revision)
        values = content_values(content)
        told = [name for name, value in values.items() if as_text(value)]
        fields = [(label_of(group), as_text(values[group[0]])) for group in alike(told, values.get)]
        context = self._context(
            request,
            title=gone.title,
            gone=gone,
            fields=fields,
            may_undelete=_may_undelete(request, revision),
            is_forgotten=revision.kind == Revision.Kind.UNDONE,
            kept=kept_of([revision])[revision.pk],
        )
        return TemplateResponse(request, "admin/articles/article/deleted.html", context)

    def undelete(self, request: HttpRequest, key: int) -> HttpResponse:
        if not _may_undelete(request):
            raise PermissionDenied
        revision = _last_revision(key)
        _require_reached(request, revision)
        if not _may_undelete(request, revision):
            raise PermissionDenied
        try:
            article, taken = undelete(revision, actor=request.user)
        except publishing.AddressTaken as error:
            url = form_url(error.article.pk)
            text = 'Another article stands at its address by now: <a href="{}">{}</a>.'
            self.message_user(
                request,
                format_html(f"{text} Move that one, and try again.", url, error.article.heading),
                messages.ERROR,
            )
        except Subject.DoesNotExist:
            text = f"Its subject, “{revision.subject_slug}”, is gone. Make it again first."
            self.message_user(request, text, messages.ERROR)
        else:
            self.log_change(request, article, "Brought back.")
            text = f"“{article.heading}” is back: {article.get_status_display().lower()},"
            self.message_user(request, f"{text} at {article.get_absolute_url()}.", messages.SUCCESS)
            tell_taken(request, article, taken)
            return HttpResponseRedirect(form_url(article.pk))
        return HttpResponseRedirect(reverse("admin:articles_article_deleted", args=[key]))

    def _check_may_see(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def _context(self, request: HttpRequest, **values: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **values}


def _may_undelete(request: HttpRequest, revision: Revision | None = None) -> bool:
    """What was public when it went is public again as it comes back."""
    user = request.user
    is_public = revision is not None and revision.status == Status.PUBLISHED
    return may_change(user) and may_delete(user) and (not is_public or may_publish(user))


def _require_reached(request: HttpRequest, revision: Revision) -> None:
    scope = scope_of(request.user)
    if scope is not None and revision.subject_slug not in scope.slugs:
        raise PermissionDenied


def _last_revision(key: int) -> Revision:
    revisions = Revision.objects.filter(article_key=key).order_by("-version")
    last = revisions.select_related("actor", "import_run").first()
    if last is None or last.article_id or Article.objects.filter(pk=key).exists():
        raise Http404
    return last


def _rows(page: Page) -> Iterable[DeletedArticle]:
    kept = kept_of(page)
    return [replace(_gone(revision), delivery_waits=bool(kept[revision.pk])) for revision in page]


def _gone(revision: Revision) -> DeletedArticle:
    content = revision.content()
    return DeletedArticle(
        key=revision.article_key,
        title=content.question or content.article_title or content.title,
        address=article_path(revision.subject_slug, revision.slug),
        status=Status(revision.status).label,
        gone_at=revision.created_at,
        author=author_of(revision.actor),
        run=revision.import_run,
        kind=revision.get_kind_display(),
        reason=revision.reason,
    )
