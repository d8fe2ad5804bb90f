"""Admin list filter that shows open items by default."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class StateFilter(admin.SimpleListFilter):
    """`waiting` is what the list shows unasked; `others` are what else may be asked for, as (value,
    words). A subclass says in `queryset` which rows each one has."""

    title = "state"
    parameter_name = "state"
    waiting = "Open"
    others: Sequence[tuple[str, str]] = ()

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return list(self.others)

    def choices(self, changelist: Any) -> Iterable[dict[str, Any]]:
        first, *others = super().choices(changelist)
        return [{**first, "display": self.waiting}, *others]
