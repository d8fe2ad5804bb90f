"""ModelAdmin mixin for rows that belong to subjects: who does not work in every subject meets those
of his own alone, in lists, counts and searches, and gets a 403 at the address of any other."""

from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest

from articles.admin.base.lookup_guards import is_beyond_keys
from articles.rights import Scope, is_within, scope_of


class InSubjectsMixin:
    """`subject_path` leads from a row to its subject. Before every mixin that asks for rows or
    rights; a page that reads rows by itself asks `has_…_permission` with the row."""

    subject_path = "article__subject"

    def rows_within(self, rows: QuerySet, scope: Scope) -> QuerySet:
        """Return the rows of some subjects."""
        return rows.filter(**{f"{self.subject_path}__in": scope.keys})

    def is_row_within(self, row: Model, scope: Scope) -> bool:
        """Return whether a row is of some subjects; what has no subject is of none."""
        for name in self.subject_path.split("__")[:-1]:
            row = row and getattr(row, name)
        return (
            row is not None
            and getattr(row, f"{self.subject_path.split('__')[-1]}_id") in scope.keys
        )

    def is_reached(self, request: HttpRequest, row: Model | None) -> bool:
        """Return whether a row is of the user's subjects; without one, whether there may be any."""
        scope = scope_of(request.user) if row is not None else None
        return scope is None or self.is_row_within(row, scope)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows, scope = super().get_queryset(request), scope_of(request.user)
        return rows if scope is None else self.rows_within(rows, scope)

    def get_object(self, request: HttpRequest, object_id: str, *args: Any) -> Model | None:
        """Raises PermissionDenied for a row of another subject, which Django would call deleted."""
        found = super().get_object(request, object_id, *args)
        if found is None and scope_of(request.user) is not None and self._exists(object_id):
            raise PermissionDenied
        return found

    def _exists(self, object_id: str) -> bool:
        try:
            key = self.model._meta.pk.to_python(object_id)
        except ValidationError:
            return False
        return not is_beyond_keys(object_id) and self.model._base_manager.filter(pk=key).exists()

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and self.is_reached(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self.is_reached(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self.is_reached(request, obj)


class OwnSubjectsFilter(RelatedFieldListFilter):
    """The filter by subject, with the user's subjects alone."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: Any) -> list:
        choices, scope = super().field_choices(field, request, model_admin), scope_of(request.user)
        return choices if scope is None else [one for one in choices if one[0] in scope.keys]


def require_reached(request: HttpRequest, subject_key: int | None) -> None:
    """Raises PermissionDenied for a subject in which the user does not work."""
    if not is_within(request.user, subject_key):
        raise PermissionDenied
