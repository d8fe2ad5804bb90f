"""Read-only JSON API under /api/v1/ over all public content."""

from articles.web.api.api_definition import api, urlpatterns

__all__ = ["api", "urlpatterns"]
