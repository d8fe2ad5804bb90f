"""The read API under /api/v1/: everything that is public, as JSON, for programs of any site."""

from articles.web.api.service import api, urlpatterns

__all__ = ["api", "urlpatterns"]
