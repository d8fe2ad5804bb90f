"""HTTP response of a page, from its template, context and metadata."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from articles.seo import PageMeta, Site


def page(
    template: str, context: dict[str, Any], *, site: Site, meta: PageMeta, status: int = 200
) -> HttpResponse:
    """Return the rendered page.

    Without the request: nothing in a public page may depend on who reads it, and a context
    processor that looks at the session would make the page private (Vary: Cookie).
    """
    html = render_to_string(template, {"site": site, "meta": meta, **context})
    return HttpResponse(html, status=status)
