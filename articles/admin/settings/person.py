"""ModelAdmin of people: who writes and reviews, with a page of their own and the names by which
articles mean them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.admin.base.line_fields import AddressLinesField, LinesField
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.refused_save import RefusedSaveMixin
from articles.admin.base.retry import RetryingMixin
from articles.core.images.image_names import read_address
from articles.core.text.bidi_controls import strip_directions
from articles.models import Image, Person, PersonName
from articles.models.person import LONGEST_NAME
from articles.publishing import NameTaken, save_person

_MOST_NAMES, _MOST_LINKS = 20, 20


class NameLinesField(LinesField):
    """A name a line; [name, …]."""

    def to_line(self, entry: str) -> str:
        return entry

    def from_line(self, line: str) -> str:
        return clean_name(line)


def clean_name(text: str) -> str:
    """Return a name on one line; ValidationError where it is longer than an article's."""
    name = " ".join(strip_directions(text).split())
    if len(name) > LONGEST_NAME:
        raise ValidationError(f"A name has at most {LONGEST_NAME} characters.")
    return name


class PersonForm(forms.ModelForm):
    other_names = NameLinesField(
        most=_MOST_NAMES,
        help_text="As articles write it as well, a line each: Dr Jane Roe, cardiologist. Letter by"
        " letter; whose name is no line here is printed as text.",
    )
    links = AddressLinesField(
        most=_MOST_LINKS,
        help_text="The same person elsewhere, an address a line: at the university, ORCID.",
    )
    portrait = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="The address of an image of the library, /media/images/…, shown as a square.",
    )

    class Meta:
        model = Person
        fields = ("name", "slug", "kind", "job_title", "biography", "links", "is_hidden")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        if person.pk:
            names = person.names.values_list("name", flat=True)
            self.initial["other_names"] = [name for name in names if name != person.name]
            self.initial["portrait"] = person.image.name.path if person.image else ""

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_portrait(self) -> Image | None:
        address = self.cleaned_data["portrait"].strip()
        if not address:
            return None
        name = read_address(address)
        image = name and Image.objects.filter(digest=name.digest).first()
        if image is None:
            raise ValidationError("The library of images has none at this address.")
        return image

    def clean(self) -> dict[str, Any]:
        """A name means one person. Who is renamed is still meant by the old name: articles have
        it."""
        data = super().clean()
        before = Person.objects.filter(pk=self.instance.pk).values_list("name", flat=True).first()
        others = [*data.get("other_names", ()), *([before] if before else [])]
        data["other_names"] = [each for each in dict.fromkeys(others) if each != data.get("name")]
        for field, names in (("name", [data.get("name")]), ("other_names", data["other_names"])):
            taken = PersonName.objects.filter(name__in=names).exclude(person=None)
            other = taken.exclude(person=self.instance.pk).select_related("person").first()
            if other:
                self.add_error(field, f"“{other.name}” means {other.person.name} already.")
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        if "portrait" in self.cleaned_data:
            self.instance.image = self.cleaned_data["portrait"]


class PersonAdmin(RefusedSaveMixin, RetryingMixin, FilterLookupsMixin, admin.ModelAdmin):
    form = PersonForm
    list_display = ("name", "kind", "job_title", "all_names", "is_hidden")
    list_filter = ("kind", "is_hidden")
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name", "names__name")
    ordering = ("name", "pk")
    own_fields = ("name", "slug", "kind", "job_title", "biography", "links", "is_hidden")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("names").select_related("image")

    def get_fieldsets(self, request: HttpRequest, obj: Person | None = None) -> list:
        may_write = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if not may_write:
            return [(None, {"fields": self.own_fields})]
        return [
            (None, {"fields": ("name", "slug", "kind", "job_title", "biography", "portrait")}),
            ("Names and links", {"fields": ("other_names", "links")}),
            (None, {"fields": ("is_hidden",)}),
        ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Person | None = None
    ) -> tuple[str, ...]:
        """Pages are found under the address: it is chosen once."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Person | None = None) -> dict:
        return {} if obj else {"slug": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """A page that was found is gone (410), and not as if it had never been: it is hidden."""
        return False

    def view_on_site(self, person: Person) -> str:
        return person.get_absolute_url()

    @admin.display(description="also written")
    def all_names(self, person: Person) -> str:
        return "; ".join(each.name for each in person.names.all() if each.name != person.name)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Of two who give one name away at once, the second is told by the form."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except NameTaken:
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        save_person(obj, form.cleaned_data["other_names"])

    def response_add(
        self, request: HttpRequest, obj: Person, post_url_continue: str | None = None
    ) -> HttpResponse:
        text = "Articles whose author or reviewer has one of these names lead to the page now."
        self.message_user(request, text, messages.INFO)
        return super().response_add(request, obj, post_url_continue)
