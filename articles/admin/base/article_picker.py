"""Autocomplete widget that selects an article."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from articles.models import Related


class ArticlePicker(AutocompleteSelect):
    """Django's search-as-you-type for an article. `known` holds {primary key: label} of what may
    be selected, so that a row costs no query of its own."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(Related._meta.get_field("target"), admin.site, attrs)
        self.known: Mapping[str, str] = {}

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list:
        chosen = next((str(key) for key in value if key), "")
        options = [self.create_option(name, "", "", not chosen, 0)]
        if chosen:
            label = self.known.get(chosen, f"Article {chosen}")
            options.append(self.create_option(name, chosen, label, True, 1))
        return [(None, options, 0)]
