"""ModelAdmin of images: the library to search, to take Markdown from, and to clear of what nobody
uses."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.aggregates import Count
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.request_throttle import too_many
from articles.admin.images.image_form import ImageForm, UploadForm
from articles.admin.images.named_uses import shown_uses, told_uses
from articles.admin.images.upload import UPLOADS, search, thumbnail_path, upload
from articles.images.image_library import delete_images, find_images, say_of
from articles.images.image_uses import unused, uses_of
from articles.models import Image, ImageUse
from articles.rights import may_see_images, within_by_key

_MOST_AT_ONCE = 500
_THUMBNAIL_WIDTH = 160


class UseFilter(admin.SimpleListFilter):
    """Those that no text names, in any version."""

    title = "use"
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("none", "Not used")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return unused(queryset) if self.value() == "none" else queryset


class ImageAdmin(CappedListMixin, FilterLookupsMixin, admin.ModelAdmin):
    list_display = ("thumbnail", "alternative_column", "article_count", "created_column")
    list_display_links = ("thumbnail", "alternative_column")
    list_filter = (UseFilter,)
    show_facets = admin.ShowFacets.NEVER
    # The table has thousands of rows: it may be searched without an index.
    search_fields = ("alternative", "file_name")
    search_help_text = "Words of what it shows, or of the file's name."
    actions = ("delete_unused",)
    view_on_site = False

    class Media:
        css = {"all": ["admin/qtsite/images.css"]}

    def has_view_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return may_see_images(request.user)

    def get_urls(self) -> list[URLPattern]:
        return [
            path("upload/", upload, name="articles_image_upload"),
            path("search/", search, name="articles_image_search"),
            *super().get_urls(),
        ]

    # The list

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Images", **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the number of articles that name the image in any version, as far as the user works
        on them."""
        uses = within_by_key(request.user, ImageUse.objects.filter(digest=OuterRef("digest")))
        counts = uses.order_by().values("digest").annotate(number=Count("pk")).values("number")
        found = super().get_queryset(request)
        return found.annotate(named_by=Coalesce(Subquery(counts), 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        keys = find_images(search_term).order_by().values("pk")
        return (queryset.filter(pk__in=keys) if search_term else queryset), False

    @admin.display(description="image")
    def thumbnail(self, image: Image) -> str:
        width = min(_THUMBNAIL_WIDTH, image.width)
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
            *(thumbnail_path(image), str(image)),
            *(width, max(1, round(image.height * width / image.width))),
        )

    @admin.display(description="what it shows")
    def alternative_column(self, image: Image) -> str:
        words = image.alternative or "No alternative text"
        facts = ", ".join(filter(None, [image.file_name, self.size(image)]))
        return format_html('{} <span class="quiet">{}</span>', words, facts)

    @admin.display(description="size")
    def size(self, image: Image) -> str:
        kilobytes = max(1, round(image.byte_count / 1_000))
        return f"{image.width:,} × {image.height:,}, {kilobytes:,} kB"

    @admin.display(description="articles")
    def article_count(self, image: Image) -> str:
        return f"{image.named_by:,}" if image.named_by else ""

    @admin.display(description="added")
    def created_column(self, image: Image) -> str:
        return f"{image.created_at:%-d %b %Y}"

    def get_actions(self, request: HttpRequest) -> dict:
        """Without Django's own deletion, which asks for each image where it is used."""
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    @admin.action(
        description="Delete the selected images that no text names", permissions=["delete"]
    )
    def delete_unused(self, request: HttpRequest, queryset: QuerySet) -> None:
        keys = list(queryset.values_list("pk", flat=True)[:_MOST_AT_ONCE])
        images = list(unused(Image.objects.filter(pk__in=keys)))
        self.log_deletions(request, images)
        delete_images(images)
        text = f"{len(images):,} deleted."
        if kept := len(keys) - len(images):
            text += f" {kept:,} stay: a text names them, or a past version of one does."
        self.message_user(request, text, messages.SUCCESS if images else messages.WARNING)

    # One image

    def get_object(self, request: HttpRequest, object_id: str, *args: Any) -> Image | None:
        """With who looks at it: of the texts that use it he is told those of his subjects."""
        found = super().get_object(request, object_id, *args)
        if found is not None:
            found.looked_at_by = request.user
        return found

    def get_form(
        self, request: HttpRequest, obj: Image | None = None, change: bool = False, **kwargs: Any
    ) -> type[ImageForm]:
        kwargs["form"] = ImageForm if obj else type("Upload", (UploadForm,), {"user": request.user})
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Sequence[str]:
        if obj is None:
            return ("picture", "alternative")
        return ("picture_itself", "code", "alternative", "size", "used_in", "origin")

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> Sequence[str]:
        return ("picture_itself", "code", "size", "used_in", "origin") if obj else ()

    @admin.display(description="image")
    def picture_itself(self, image: Image) -> str:
        return format_html(
            '<a href="{0}"><img class="shown-image" src="{0}" alt="{1}" width="{2}" height="{3}">'
            "</a>",
            *(image.name.path, str(image), image.width, image.height),
        )

    @admin.display(description="Markdown")
    def code(self, image: Image) -> str:
        """To be copied into an answer: so it goes without a script."""
        return format_html(
            '<textarea class="image-code" rows="4" readonly aria-label="Markdown">{}</textarea>',
            image.markdown,
        )

    @admin.display(description="used in")
    def used_in(self, image: Image) -> str:
        return shown_uses(uses_of(image), image.looked_at_by)

    @admin.display(description="added")
    def origin(self, image: Image) -> str:
        by = f", by {image.uploaded_by.get_username()}" if image.uploaded_by else ""
        file = f", as {image.file_name}" if image.file_name else ", by an import"
        return f"{image.created_at:%-d %b %Y}{by}{file}"

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and (wait := UPLOADS.wait_seconds(request)):
            return too_many(wait)
        return super().add_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Image, form: ImageForm, change: bool) -> None:
        """A new one is stored already, by its form."""
        if change:
            say_of(obj, obj.alternative)
        else:
            obj.refresh_from_db()
            request.is_new_image = form.is_new

    def response_add(
        self, request: HttpRequest, obj: Image, post_url_continue: str | None = None
    ) -> HttpResponse:
        """To the image, whose page has the Markdown."""
        there = "in the library now" if request.is_new_image else "in the library already"
        text = f"“{obj}” is {there}. Copy its Markdown into the text."
        self.message_user(request, text, messages.SUCCESS)
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_image_add"))
        return HttpResponseRedirect(reverse("admin:articles_image_change", args=[obj.pk]))

    # Removal

    def get_deleted_objects(
        self, objs: Iterable[Image], request: HttpRequest
    ) -> tuple[list, dict[str, int], set[str], list[str]]:
        """Refuse an image that a text shows, a draft holds or a conflict offers."""
        images = list(objs)
        user = request.user
        protected = [
            line for image in images for line in told_uses(uses_of(image), user, shown=True)
        ]
        return [str(image) for image in images], {"images": len(images)}, set(), protected

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        context["kept"] = told_uses(uses_of(context["object"]), request.user, shown=False)
        return super().render_delete_form(request, context)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        delete_images([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        delete_images(list(unused(queryset)))
