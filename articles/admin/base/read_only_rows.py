"""ModelAdmin mixins for rows that only the site creates and deletes."""

from typing import Any

from django.http import HttpRequest


class KeptRowsMixin:
    """A ModelAdmin whose rows nobody adds or deletes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyMixin(KeptRowsMixin):
    """A ModelAdmin whose rows nobody changes in a form either."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
