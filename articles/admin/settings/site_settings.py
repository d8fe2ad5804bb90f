"""ModelAdmin of the site settings: one form with a preview of unsaved values."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, resolve, reverse
from django.views.decorators.http import require_POST

from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.read_only_rows import KeptRowsMixin
from articles.admin.base.refused_save import RefusedSaveMixin
from articles.admin.settings.site_settings_form import STALE, SiteSettingsForm
from articles.models import Article, SiteSettings
from articles.models.site_settings import ONLY_KEY
from articles.models.site_settings_cache import previewing
from articles.publishing import StaleSettings, save_site_settings


class SiteSettingsAdmin(RefusedSaveMixin, KeptRowsMixin, FilterLookupsMixin, admin.ModelAdmin):
    form = SiteSettingsForm
    change_form_template = "admin/articles/sitesettings/change_form.html"
    fieldsets = (
        (None, {"fields": ("opened_version", "name", "tagline", "logo_file", "removes_logo")}),
        ("Colours", {"fields": ("accent_light", "accent_dark")}),
        ("Links", {"fields": ("header_links", "footer_links")}),
        ("Call to action", {"fields": ("cta_text", "cta_link_text", "cta_link")}),
        ("Trust", {"fields": ("shows_reviews", "policy_address")}),
        (
            "Organisation",
            {
                "fields": ("organization_name", "organization_url", "organization_profiles"),
                "description": "Who publishes the site, for search engines (schema.org).",
            },
        ),
        ("Analytics", {"fields": ("analytics_script", "analytics_attributes")}),
    )

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.preview))
        return [path("preview/", view, name="articles_sitesettings_preview"), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: SiteSettings | None = None) -> Any:
        """Who may only look sees the row's own columns, not the boxes of the form."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request):
            return fieldsets
        columns = {field.name for field in SiteSettings._meta.fields if field.editable}
        return [
            (name, {**options, "fields": [n for n in options["fields"] if n in columns]})
            for name, options in fieldsets
        ]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SiteSettings | None:
        """The row, and before its first save the defaults."""
        if object_id != str(ONLY_KEY):
            return None
        return SiteSettings.objects.filter(pk=ONLY_KEY).first() or SiteSettings()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """No list: straight to the one there is."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:articles_sitesettings_change", args=[ONLY_KEY]))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Two saves at one moment: the second writes nothing, and its editor gets a message."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StaleSettings:
            self.message_user(request, STALE, messages.ERROR)
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: Any, change: bool) -> None:
        save_site_settings(obj)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The home page, or the newest article, as the posted settings would have it.

        The page is made by its own view, asked by a stranger's request: so it is what a reader
        would get, whoever is signed in.
        """
        if not self.has_change_permission(request):
            raise PermissionDenied
        settings = self.get_object(request, str(ONLY_KEY))
        form = SiteSettingsForm(request.POST, request.FILES, instance=settings)
        if not form.is_valid():
            context = {**self.admin_site.each_context(request), "form": form, "title": "Preview"}
            return TemplateResponse(request, "admin/articles/sitesettings/refused.html", context)
        address = _newest_article() if request.POST.get("page") == "article" else reverse("home")
        match = resolve(address)
        with previewing(form.instance):
            page = match.func(_readers_request(request, address), *match.args, **match.kwargs)
        response = HttpResponse(page.content, status=page.status_code)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


def _newest_article() -> str:
    """The address of the article that readers see first, home where there is none."""
    articles = Article.objects.indexable().select_related("subject").only("slug", "subject__slug")
    newest = articles.order_by("-published_on", "-pk").first()
    return newest.get_absolute_url() if newest else reverse("home")


def _readers_request(request: HttpRequest, address: str) -> HttpRequest:
    """A reader's request for the address, to the host that was asked: no cookie, no session."""
    asked = HttpRequest()
    asked.method = "GET"
    asked.path = asked.path_info = address
    asked.META = {
        name: value
        for name, value in request.META.items()
        if name in {"HTTP_HOST", "SERVER_NAME", "SERVER_PORT"}
    }
    return asked
