"""Account page of the desk: Django's own, with the subjects in which somebody works."""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin, site
from django.contrib.admin.widgets import FilteredSelectMultiple, RelatedFieldWidgetWrapper
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from articles.models import Subject

_ABOUT = (
    "For a subject editor: where they work; without a subject they see nothing. It counts only"
    " where neither a group nor the account has the right to work in every subject, as writers,"
    " editors and all above them have."
)


class SubjectsOfAccount(forms.ModelForm):
    """The form of an account, with a box for its subjects."""

    subjects = forms.ModelMultipleChoiceField(
        Subject.objects.all(),
        required=False,
        widget=FilteredSelectMultiple("subjects", is_stacked=False),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As the box of the groups: without the element around it the label would come last.
        box = self.fields["subjects"]
        box.widget = RelatedFieldWidgetWrapper(
            box.widget, Subject.editors.rel, site, can_add_related=False
        )
        if self.instance.pk:
            self.initial["subjects"] = list(self.instance.subjects.values_list("pk", flat=True))


class AccountMixin:
    """For Django's ModelAdmin of accounts."""

    def get_form(
        self, request: HttpRequest, obj: AbstractBaseUser | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """An account is made with name and password alone, and gets its subjects afterwards."""
        if obj is not None and self.has_change_permission(request, obj):
            kwargs["form"] = type("AccountForm", (SubjectsOfAccount, self.form), {})
        return super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: AbstractBaseUser | None = None) -> list:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None:
            return fieldsets
        subjects = ("Subjects", {"fields": ("subjects",), "description": _ABOUT})
        return [*fieldsets[:-1], subjects, *fieldsets[-1:]]

    def get_readonly_fields(
        self, request: HttpRequest, obj: AbstractBaseUser | None = None
    ) -> tuple[Any, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if self.has_change_permission(request, obj) else (*fields, "subjects")

    def subjects(self, account: AbstractBaseUser) -> str:
        """Who may only look reads their names."""
        return ", ".join(account.subjects.values_list("name", flat=True)) or "–"

    def save_related(self, request: HttpRequest, form: Any, *args: Any, **kwargs: Any) -> None:
        super().save_related(request, form, *args, **kwargs)
        if "subjects" in form.cleaned_data:
            form.instance.subjects.set(form.cleaned_data["subjects"])


def with_subjects(desk: type[ModelAdmin]) -> type[ModelAdmin]:
    """Return Django's ModelAdmin of accounts as one that knows of subjects.

    Not a class of its own: its base registers itself as it is imported, with a site that is being
    made at that moment.
    """
    return type("AccountAdmin", (AccountMixin, desk), {})
