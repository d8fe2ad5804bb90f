"""Django's system check of SEARCH_MODEL."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from articles.search.meaning.model_folder import UnusableModel, read_model_folder


def check_search_model(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Return an error where SEARCH_MODEL names no model, or what runs it is not installed; the
    model itself is not loaded."""
    if settings.SEARCH_MODEL is None:
        return []
    try:
        read_model_folder(settings.SEARCH_MODEL)
    except UnusableModel as error:
        hint = "docs/search.md, “By meaning”. Without SEARCH_MODEL the search goes by words."
        return [checks.Error(f"SEARCH_MODEL: {error}", hint=hint, id="articles.E001")]
    return []
