"""Saving again where PostgreSQL ended a save in favour of another.

Django opens a transaction around a form's page and a delete's; publishing, inside it, cannot let go
of what is locked, and so cannot try again. The whole request can: nothing of it is written.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse

from articles.database.retry import again_where_it_passes, is_interrupted


class RetryingMixin:
    """For a ModelAdmin whose saving writes more than the row of its form."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view = super().changeform_view
        return again_where_it_passes(lambda: view(request, *args, **kwargs), is_interrupted)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view = super().delete_view
        return again_where_it_passes(lambda: view(request, *args, **kwargs), is_interrupted)
