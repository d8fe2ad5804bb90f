"""Retry on deadlock for admin requests.

Django opens a transaction around the change view and the delete view. Publishing runs inside it and
cannot release its locks, so it cannot retry by itself. The whole request is repeated instead; the
failed attempt has written nothing.
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
