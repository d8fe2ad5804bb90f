"""Site style sheet with own colours, and logo, at addresses that change with their content."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import SiteSettings
from articles.models.accent_colours import DARK_GROUNDS, LIGHT_GROUNDS, is_legible
from articles.web.response_headers import FOREVER, Shows, public

_COLOURS = re.compile(r"([0-9a-f]{6})-([0-9a-f]{6})\Z")
# What of static/css/tokens.css an accent takes the place of.
_ACCENT = (
    "--link:{0};--focus:{0};--rubric:{0};"
    "--link-line:color-mix(in srgb,{0} 40%,var(--ground));--accent:{0};"
)


@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """A sheet of some 400 bytes: `?v=<light>-<dark>`, six digits each. 404 for colours that the
    admin would refuse, so that nobody else's choice is served from here."""
    match = _COLOURS.match(request.GET.get("v", ""))
    light, dark = (f"#{digits}" for digits in match.groups()) if match else ("", "")
    if not (is_legible(light, LIGHT_GROUNDS) and is_legible(dark, DARK_GROUNDS)):
        raise Http404
    sheet = (
        f"@media screen{{:root{{{_ACCENT.format(light)}}}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_ACCENT.format(dark)}}}}}\n"
    )
    return public(HttpResponse(sheet, content_type="text/css; charset=utf-8"), keep=FOREVER)


@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo as it was uploaded, for search engines: one query."""
    return _picture("logo", digest)


@require_safe
def logo_small(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo of the header: one query."""
    return _picture("logo_small", digest)


def _picture(column: str, digest: str) -> HttpResponse:
    pictures = SiteSettings.objects.filter(logo_digest=digest).values_list(column, flat=True)
    data = pictures.first()
    if not data:
        raise Http404
    response = HttpResponse(bytes(data), content_type="image/png")
    return public(response, keep=FOREVER, shows=Shows())
