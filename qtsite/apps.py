"""The admin as this project configures it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class QtsiteAdminConfig(SimpleAdminConfig):
    """The desk's pages are loaded by who serves them (qtsite/urls.py) and who checks them: a
    command needs none, and loading them took half of the time in which an unchanged library is
    imported again."""

    default_site = "articles.admin.site.LibraryAdminSite"

    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_desk, checks.Tags.admin)


def _check_desk(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    autodiscover()
    return check_admin_app(app_configs, **kwargs)
