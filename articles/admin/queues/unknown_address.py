"""ModelAdmin of unknown addresses: each becomes a redirect or 410, or is ignored."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from articles.admin.base.article_addresses import form_link
from articles.admin.base.article_picker import ArticlePicker
from articles.admin.base.bulk_actions import BulkActionsMixin
from articles.admin.base.in_subjects import InSubjectsMixin
from articles.admin.base.list_sheet import ListSheetMixin
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.open_items_filter import StateFilter
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.read_only_rows import KeptRowsMixin
from articles.audience import unknown_addresses
from articles.audience.nearest_articles import nearest
from articles.core.source.article_paths import parse_article_path
from articles.core.text.bidi_controls import show_directions
from articles.models import Article, BulkRun, Redirect, Status, UnknownAddress
from articles.publishing import redirect_address
from articles.rights import Scope, is_within, may_redirect, within

# What a button says: another article's key, or one of these.
_GONE, _IGNORE, _WATCH = "gone", "ignore", "watch"


class PickForm(forms.Form):
    """The article that an editor chooses instead of a suggested one."""

    article = forms.IntegerField(
        widget=ArticlePicker, min_value=1, max_value=models.BigIntegerField.MAX_BIGINT
    )


class IgnoredFilter(StateFilter):
    """Those that nobody has ignored, unless asked otherwise."""

    others = (("ignored", "Ignored"),)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(is_ignored=self.value() == "ignored")


class UnknownAddressAdmin(
    InSubjectsMixin,
    KeptRowsMixin,
    ListSheetMixin,
    BulkActionsMixin,
    CappedListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    """Who works in some subjects alone sees the addresses below them."""

    list_display = ("path_column", "readers", "bots", "last_seen_column")
    list_filter = (IgnoredFilter,)
    list_select_related = ("suggestion__subject",)
    show_facets = admin.ShowFacets.NEVER
    # The table has 5,000 rows at most: it may be sorted and searched without an index.
    ordering = ("-readers", "-pk")
    sortable_by = list_display
    search_fields = ("path", "referrer_host")
    search_help_text = "Part of the address, or of the host that readers came from."
    actions = ("ignore", "download_xlsx", "download_csv")

    class Media:
        css = {"all": ["admin/qtsite/readers.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("suggestion__answer")

    def rows_within(self, rows: QuerySet, scope: Scope) -> QuerySet:
        return rows.filter(scope.paths("path"))

    def is_row_within(self, row: UnknownAddress, scope: Scope) -> bool:
        return scope.has_path(row.path)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """The column with the buttons knows who looks at it."""
        return (*self.list_display, _decision_for(request))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.settle))
        name = "articles_unknownaddress_settle"
        return [path("<int:pk>/settle/", view, name=name), *super().get_urls()]

    @admin.display(description="address", ordering="path")
    def path_column(self, row: UnknownAddress) -> str:
        """The whole cell leads to the address's own page, so that it holds no other link."""
        host = format_html(' <span class="quiet">from {}</span>', row.referrer_host)
        return format_html("{}{}", show_directions(row.path), host if row.referrer_host else "")

    @admin.display(description="last seen", ordering="last_seen_at")
    def last_seen_column(self, row: UnknownAddress) -> str:
        return date_format(row.last_seen_at, "j M Y")

    @admin.action(description="Ignore the selected addresses", permissions=["change"])
    def ignore(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.IGNORE, queryset)

    def sample_of(self, row: UnknownAddress) -> str:
        return show_directions(row.path)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """One address: who asked for it, what lies near, and what shall become of it."""
        row = self.get_object(request, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        form = PickForm()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Unknown address",
            "row": row,
            "printed_path": show_directions(row.path),
            "suggestions": [
                article
                for article in nearest(row.path).articles
                if is_within(request.user, article.subject_id)
            ],
            "form": form,
            "media": self.media + form.media,
            "may_redirect": may_redirect(request.user),
            "may_ignore": self.has_change_permission(request, row),
        }
        template = "admin/articles/unknownaddress/change_form.html"
        return TemplateResponse(request, template, context)

    def settle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what a button says, and go back to the list, from which the address is gone then.

        `article` is the key of the article to redirect to; else `end` says "gone" (410), "ignore"
        or "watch".
        """
        row = get_object_or_404(UnknownAddress, pk=pk)
        if not self.is_reached(request, row):
            raise PermissionDenied
        end = request.POST.get("end", "")
        if end in {_IGNORE, _WATCH}:
            if not self.has_change_permission(request, row):
                raise PermissionDenied
            (unknown_addresses.ignore if end == _IGNORE else unknown_addresses.watch_again)(row)
            text = f"{row.path} is {'ignored from now on' if end == _IGNORE else 'listed again'}."
            self.message_user(request, text, messages.SUCCESS)
            return _to_list()
        if not may_redirect(request.user):
            raise PermissionDenied
        if _stands_at(row.path):
            unknown_addresses.forget(row)
            text = f"An article stands at {row.path} by now. Nothing was changed."
            self.message_user(request, text, messages.INFO)
            return _to_list()
        return self._redirect(request, row, is_gone=end == _GONE)

    def _redirect(
        self, request: HttpRequest, row: UnknownAddress, *, is_gone: bool
    ) -> HttpResponse:
        target = None if is_gone else _published(request.POST.get("article", ""), request.user)
        if target is None and not is_gone:
            text = "Choose a published article that the address shall lead to. Nothing was changed."
            self.message_user(request, text, messages.ERROR)
            url = reverse("admin:articles_unknownaddress_change", args=[row.pk])
            return HttpResponseRedirect(url)
        redirect_address(row.path, target)
        unknown_addresses.forget(row)
        redirect = Redirect.objects.get(old_path=row.path)
        self.log_addition(request, redirect, [{"added": {}}])
        end = f"redirects to {target.get_absolute_url()} now" if target else "is gone (410) now"
        self.message_user(request, f"{row.path} {end}.", messages.SUCCESS)
        return _to_list()


def _decision_for(request: HttpRequest) -> Any:
    """Return the column of one list: the best suggestion, and the buttons that its user may press.
    Each sends the form that the list stands in to another address."""
    redirects = may_redirect(request.user)
    ignores = request.user.has_perm("articles.change_unknownaddress")

    @admin.display(description="nearest article")
    def decision(row: UnknownAddress) -> str:
        article = row.suggestion
        is_offered = (
            article is not None
            and article.status == Status.PUBLISHED
            and is_within(request.user, article.subject_id)
        )
        link = format_html("{} ", form_link(article)) if is_offered else ""
        buttons = [("article", article.pk, "Redirect")] if redirects and is_offered else []
        if redirects:
            buttons.append(("end", _GONE, "Gone"))
        if ignores:
            is_ignored = row.is_ignored
            buttons.append(("end", *((_WATCH, "List") if is_ignored else (_IGNORE, "Ignore"))))
        url = reverse("admin:articles_unknownaddress_settle", args=[row.pk])
        html = (
            '<button type="submit" class="answer" formaction="{}" name="{}" value="{}">{}</button>'
        )
        row_of_buttons = format_html_join(" ", html, ((url, *button) for button in buttons))
        return format_html('{}<span class="decision">{}</span>', link, row_of_buttons)

    return decision


def _published(key: str, user: object) -> Article | None:
    """An article of the user's subjects: where another one is found is not his to say."""
    form = PickForm({"article": key})
    if not form.is_valid():
        return None
    articles = within(user, Article.objects.live()).select_related("subject").defer("answer")
    return articles.filter(pk=form.cleaned_data["article"]).first()


def _stands_at(path: str) -> bool:
    """Return whether any article, a draft as well, has this address: no redirect may hide it."""
    location = parse_article_path(path)
    return location is not None and (
        Article.objects.filter(subject__slug=location.subject_slug, slug=location.slug).exists()
    )


def _to_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_unknownaddress_changelist"))
