"""ModelAdmin of redirects."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.base.article_addresses import form_url
from articles.admin.base.article_search import SearchByArticleMixin
from articles.admin.base.bulk_actions import BulkActionsMixin
from articles.admin.base.in_subjects import InSubjectsMixin
from articles.admin.base.list_sheet import ListSheetMixin
from articles.admin.base.lookup_guards import FilterLookupsMixin, is_beyond_keys
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.refused_save import RefusedSaveMixin
from articles.core.source.article_paths import is_site_path, parse_article_path
from articles.models import Article, BulkRun, Page, Redirect, Subject
from articles.publishing import remove_redirects, save_redirect
from articles.rights import Scope, scope_of, within


def normalise_old_path(text: str) -> str:
    """Return the path of an address as a visitor's browser asks for it.

    >>> normalise_old_path(" https://www.example.org/learn/Old/page/?from=mail#top ")
    '/learn/Old/page'
    """
    text = text.strip()
    if "://" not in text:
        text = "https://site/" + text.lstrip("/")
    try:
        path = urlsplit(text).path
    except ValueError:
        return ""
    return "/" + path.strip("/")


class RedirectForm(forms.ModelForm):
    """One old address and one of three ends."""

    # Set for each request.
    scope: Scope | None = None

    external_url = forms.URLField(
        label="Other site",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=AdminURLFieldWidget,
        help_text="Answers 301 to an address of another site.",
    )

    class Meta:
        model = Redirect
        fields = ("old_path", "article", "page", "external_url", "is_gone")
        help_texts = {
            "old_path": "Paste the whole old address; only its path is kept.",
            "article": "Answers 301 to wherever the article stands, also after it moves again.",
            "page": "The same for a page of the site, such as About.",
            "is_gone": "Answers 410: search engines forget the address.",
        }

    def clean_old_path(self) -> str:
        path = normalise_old_path(self.cleaned_data["old_path"])
        if path == "/":
            raise ValidationError("Write the path of the old address, such as /learn/old-page.")
        if not is_site_path(path):
            raise ValidationError("An address has no blanks, backslashes or control characters.")
        location = parse_article_path(path)
        if (
            location
            and Article.objects.filter(
                subject__slug=location.subject_slug, slug=location.slug
            ).exists()
        ):
            raise ValidationError(
                "An article stands at this address and would be shown. Move the article instead:"
                " its old address then redirects by itself."
            )
        if Page.objects.published().filter(slug=path[1:]).exists():
            raise ValidationError(
                "A page stands at this address and would be shown. Move the page instead: its old"
                " address then redirects by itself."
            )
        return path

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ends = [data.get(name) for name in ("article", "page", "external_url", "is_gone")]
        if not self.errors and sum(map(bool, ends)) != 1:
            raise ValidationError("Choose one: an article, a page, another site, or gone for good.")
        if not self.errors and not _is_reached(
            data.get("old_path", ""), data.get("article"), self.scope
        ):
            raise ValidationError("This address belongs to none of your subjects.")
        return data


def _is_reached(path: str, article: Article | None, scope: Scope | None) -> bool:
    """Return whether a redirect is of some subjects: it leads to an article of one, from anywhere
    but another subject; or to no article, from an address of one."""
    if scope is None or scope.has_path(path):
        return True
    location = parse_article_path(path)
    slug = location.subject_slug if location else path.removeprefix("/learn/").partition("/")[0]
    return article is not None and not Subject.objects.filter(slug=slug).exists()


def _publishes(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.publish_article")


class ArticleSelect(AutocompleteSelect):
    """Shows a refused form again where the article's number is beyond any key: SQLite would fail
    over the question which article that is."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list:
        known = [text for text in value if not is_beyond_keys(str(text))]
        return super().optgroups(name, known, attrs)


class RedirectAdmin(
    InSubjectsMixin,
    RefusedSaveMixin,
    SearchByArticleMixin,
    ListSheetMixin,
    BulkActionsMixin,
    CappedListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    form = RedirectForm
    list_display = ("old_path", "end", "test_link")
    list_filter = ("is_gone",)
    list_select_related = ("article__subject", "page")
    show_facets = admin.ShowFacets.NEVER
    searched_text = "old_path"
    search_help_text = "Part of the old address, or words of the article, its address or number."
    autocomplete_fields = ("article",)
    actions = ("delete_selected", "download_xlsx", "download_csv")
    sheet_columns = ("old_path", "end", "address")
    fields = ("old_path", "article", "page", "external_url", "is_gone")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("article__answer", "page__text", "page__html")

    def rows_within(self, rows: QuerySet, scope: Scope) -> QuerySet:
        """Who works in some subjects alone has the redirects to articles of these, and those below
        their addresses that lead to no article."""
        own = Q(article__subject__in=scope.keys)
        return rows.filter(own | scope.paths("old_path") & Q(article=None))

    def is_row_within(self, row: Redirect, scope: Scope) -> bool:
        return row.article.subject_id in scope.keys if row.article else scope.has_path(row.old_path)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """What a redirect changes, readers see."""
        return super().has_add_permission(request) and _publishes(request)

    def has_change_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return super().has_change_permission(request, obj) and _publishes(request)

    def has_delete_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _publishes(request)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        """Django makes the class anew for each request."""
        form = super().get_form(request, *args, **kwargs)
        form.scope = scope_of(request.user)
        return form

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField:
        if db_field.name == "page":
            kwargs["queryset"] = Page.objects.order_by("title").only("title")
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        widget = ArticleSelect(db_field, self.admin_site)
        kwargs["queryset"] = within(request.user, Article.objects.all())
        return super().formfield_for_foreignkey(db_field, request, widget=widget, **kwargs)

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        save_redirect(obj)

    def delete_model(self, request: HttpRequest, obj: Redirect) -> None:
        remove_redirects([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        remove_redirects(queryset)

    @admin.action(description="Delete the selected redirects", permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """In the place of Django's own, which cannot be undone."""
        return self.act_on(request, BulkRun.Action.REMOVE, queryset)

    @admin.display(description="leads to")
    def end(self, redirect: Redirect) -> str:
        if redirect.is_gone:
            return "gone (410)"
        if redirect.page is not None:
            url = reverse("admin:articles_page_change", args=[redirect.page_id])
            return format_html('<a href="{}">{}</a>', url, redirect.page.title)
        if redirect.article is None:
            return redirect.external_url
        url = form_url(redirect.article_id)
        return format_html('<a href="{}">{}</a>', url, redirect.article.heading)

    @admin.display(description="its address")
    def address(self, redirect: Redirect) -> str:
        target = redirect.page or redirect.article
        return target.get_absolute_url() if target else redirect.external_url

    @admin.display(description="try it")
    def test_link(self, redirect: Redirect) -> str:
        return format_html('<a href="{}" rel="noreferrer">Open</a>', redirect.old_path)

    def view_on_site(self, redirect: Redirect) -> str:
        return redirect.old_path
