"""ModelAdmin of plain pages: list with suggestions, form with draft, and what saving does."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin.base.lookup_guards import FilterLookupsMixin, read_number
from articles.admin.base.refused_save import RefusedSaveMixin
from articles.admin.base.retry import RetryingMixin
from articles.admin.history.timeline import author_of
from articles.admin.pages.page_form import PageForm, draft_changes, kept_words
from articles.admin.pages.page_history import PageHistoryMixin
from articles.models import Page, Status
from articles.pages.page_drafts import OtherDraft, discard_draft, keep_draft
from articles.pages.suggested_pages import still_suggested, suggested_content
from articles.rights import (
    may_add_pages,
    may_change_page,
    may_delete_page,
    may_draft_page,
    may_publish_pages,
    may_view_pages,
)

_OF_SEARCH = ("description", "kind", "no_index")
_OF_FOOTER = ("is_in_footer", "position")
_HIDDEN = ("opened_version", "draft_number")
# Kept with the request.
_DRAFTING = "_is_drafting_page"


class PageAdmin(
    RefusedSaveMixin, RetryingMixin, PageHistoryMixin, FilterLookupsMixin, admin.ModelAdmin
):
    form = PageForm
    list_display = ("title", "address", "status", "footer_column", "draft_column", "changed")
    search_fields = ("title", "slug")
    ordering = ("position", "title", "pk")

    class Media:
        js = ["admin/qtsite/editor.js", "admin/qtsite/save_bar.js"]

    # Rights

    def has_view_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return may_view_pages(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_add_pages(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Who may not change the page itself writes its draft."""
        return may_draft_page(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Of a page that readers knew the address stays: it is withdrawn."""
        return may_delete_page(request.user, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deletion of several: most of them would be refused."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    # The list

    def get_urls(self) -> list[URLPattern]:
        def posted(view: Any) -> Any:
            return self.admin_site.admin_view(require_POST(view))

        discard = posted(self.discard_draft)
        return [
            path("suggest/", posted(self.begin_suggested), name="articles_page_suggest"),
            path("<int:pk>/draft/discard/", discard, name="articles_page_draft_discard"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("draft__author")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        suggested = still_suggested() if may_add_pages(request.user) else ()
        return super().changelist_view(request, {"suggested": suggested, **(extra_context or {})})

    @admin.display(description="address", ordering="slug")
    def address(self, page: Page) -> str:
        if page.status != Status.PUBLISHED:
            return page.get_absolute_url()
        return format_html('<a href="{0}">{0}</a>', page.get_absolute_url())

    @admin.display(description="place in the footer", ordering="position")
    def footer_column(self, page: Page) -> str:
        return str(page.position) if page.is_in_footer else "–"

    @admin.display(description="last changed", ordering="content_modified_at")
    def changed(self, page: Page) -> str:
        return date_format(localtime(page.content_modified_at), "j M Y")

    @admin.display(description="draft")
    def draft_column(self, page: Page) -> str:
        draft = getattr(page, "draft", None)
        return f"by {author_of(draft.author) or 'somebody'}" if draft else ""

    def view_on_site(self, page: Page) -> str | None:
        return page.get_absolute_url() if page.status == Status.PUBLISHED else None

    def begin_suggested(self, request: HttpRequest) -> HttpResponse:
        """Begin one of the suggested pages: unpublished, and opened to be written."""
        if not may_add_pages(request.user):
            raise PermissionDenied
        slug = request.POST.get("page", "")
        content = suggested_content(slug)
        if content is None:
            raise Http404
        try:
            page = publishing.create_page(content, slug=slug)
        except publishing.PageAddressTaken:  # somebody was faster
            return HttpResponseRedirect(_form_url(Page.objects.get(slug=slug)))
        self.log_addition(request, page, "Begun from a suggestion.")
        text = f"“{page.title}” is begun. Readers do not see it until you publish it."
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(_form_url(page))

    # The form

    def get_form(
        self, request: HttpRequest, obj: Page | None = None, change: bool = False, **kwargs: Any
    ) -> type[PageForm]:
        """Django makes the class anew for each request."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_publish = may_publish_pages(request.user)
        form.is_drafting = _is_drafting(request, obj)
        form.shows_live = "live" in request.GET
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> list:
        """A draft has neither address nor status; who may only look sees the page's own columns."""
        may_write = may_draft_page(request.user) if obj else may_add_pages(request.user)
        is_drafting = _is_drafting(request, obj)
        names = ("title",) if is_drafting else ("title", "slug")
        text = {"fields": ("text",), "classes": ("answer-fields", "field-answer")}
        if not may_write:
            return [
                (None, {"fields": (*names, "text", "status")}),
                ("Footer", {"fields": _OF_FOOTER}),
                ("Search engines", {"fields": _OF_SEARCH}),
            ]
        closing = ("reason",) if is_drafting else ("status", "reason")
        return [
            (None, {"fields": names}),
            (None, text),
            ("Footer", {"fields": _OF_FOOTER}),
            ("Search engines", {"fields": _OF_SEARCH}),
            ("Publication", {"fields": (*(closing if obj else ("status",)), *_HIDDEN)}),
        ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Page | None = None) -> dict:
        return {} if obj else {"slug": ("title",)}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form says itself that it is stale or its address taken. Where somebody is faster
        still, between that check and the write, it is asked again, outside of the transaction that
        failed."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (publishing.StalePage, publishing.PageAddressTaken, OtherDraft):
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        page, form = context["original"], context["adminform"].form
        draft = getattr(form, "draft", None)
        context |= {
            "collision": getattr(form, "collision", None),
            "draft": draft,
            "opens_draft": getattr(form, "opens_draft", False),
            "draft_changes": draft_changes(_stored(page), draft) if draft else (),
            "is_drafting": _is_drafting(request, page),
            "may_draft": may_draft_page(request.user),
            "may_publish": may_publish_pages(request.user),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Page, form: PageForm, change: bool) -> None:
        if not change:
            page = publishing.create_page(form.content, slug=form.slug, status=form.status)
        elif form.is_draft_save:
            self._keep_draft(request, obj, form)
            page = _stored(obj)
        else:
            page = self._save(request, obj, form)
        # Django goes on with the instance of the form: for its log, its message, its next page.
        obj.__dict__ |= vars(page)

    def _keep_draft(self, request: HttpRequest, page: Page, form: PageForm) -> None:
        keep_draft(
            page,
            form.content,
            base_version=form.cleaned_data["opened_version"] or form.saved_version,
            number=form.cleaned_data["draft_number"] or 0,
            author=request.user,
        )

    def _save(self, request: HttpRequest, obj: Page, form: PageForm) -> Page:
        if not may_change_page(request.user, _stored(obj)):
            raise PermissionDenied
        page = publishing.save_page(
            obj.pk,
            form.content,
            slug=form.slug,
            status=form.status,
            expected_version=form.saved_version,
            actor=request.user,
            reason=form.cleaned_data["reason"],
        )
        if form.draft and not discard_draft(page, number=form.cleaned_data["draft_number"] or 0):
            self.message_user(request, "The page has a draft still, which stays.", messages.INFO)
        if words := kept_words(form):
            self.message_user(request, words, messages.INFO)
        return page

    def construct_change_message(
        self, request: HttpRequest, form: PageForm, formsets: Any, add: bool = False
    ) -> Any:
        if form.is_draft_save and not add:
            return "Saved a draft."
        return super().construct_change_message(request, form, formsets, add)

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        """A draft is gone on with."""
        if "_draft" not in request.POST and not _is_drafting(request, obj):
            return super().response_change(request, obj)
        text = "The draft is saved. Readers see the page as it was until somebody publishes it."
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(_form_url(obj))

    def discard_draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = get_object_or_404(Page, pk=pk)
        if not may_draft_page(request.user):
            raise PermissionDenied
        if discard_draft(page, number=read_number(request.POST.get("draft_number", "")) or 0):
            self.log_change(request, page, "Discarded the draft.")
            self.message_user(request, "The draft is discarded.", messages.SUCCESS)
        else:
            text = "Somebody else has changed the draft meanwhile. Look at it first."
            self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(_form_url(page))

    # Removal

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        publishing.delete_page(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for page in queryset:
            publishing.delete_page(page)


def _is_drafting(request: HttpRequest, page: Page | None) -> bool:
    """Whether what the user writes of the page becomes a draft, whatever the button says. Decided
    by the page as it was read: the form puts into it what was typed."""
    if page is None:
        return False
    if not hasattr(request, _DRAFTING):
        user = request.user
        setattr(request, _DRAFTING, may_draft_page(user) and not may_change_page(user, page))
    return getattr(request, _DRAFTING)


def _stored(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def _form_url(page: Page) -> str:
    return reverse("admin:articles_page_change", args=[page.pk])
