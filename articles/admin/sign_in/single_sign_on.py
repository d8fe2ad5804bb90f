"""Door to the pages of single sign-on, which are imported, with the library under them, only where
a provider is set."""

from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest


def provider_pages() -> ModuleType:
    """Return `articles.admin.sign_in.provider_pages`; 404 where no provider is set."""
    return _module("provider_pages")


def provider_link() -> ModuleType:
    """Return `articles.admin.sign_in.provider_link`; 404 where no provider is set."""
    return _module("provider_link")


def sign_in_context() -> dict[str, Any]:
    """What the page for signing in shows of it."""
    return {"provider_name": settings.OIDC_NAME} if settings.OIDC_ISSUER else {}


def signed_out_context(request: HttpRequest) -> dict[str, Any]:
    """What the page after signing out shows of it, asked before the session has ended."""
    return provider_pages().signed_out_context(request) if settings.OIDC_ISSUER else {}


def _module(name: str) -> ModuleType:
    if not settings.OIDC_ISSUER:
        raise Http404
    return import_module(f"articles.admin.sign_in.{name}")
