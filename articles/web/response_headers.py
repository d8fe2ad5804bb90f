"""Response headers of all pages: security policy and cache lifetime."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from articles.models.site_settings_cache import last_known_settings
from articles.seo.site_identity import origin_of

# Everything from this site, nothing inline (CSP Level 3). The admin lives under it as well: its
# editor previews over XHR (connect-src) and shows pictures that were just chosen (data:, blob:).
_POLICY = (
    "default-src 'none'; script-src 'self'{origin}; style-src 'self';"
    " img-src 'self'{images} data: blob:;"
    " font-src 'self'; connect-src 'self'{origin}; manifest-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
CONTENT_SECURITY_POLICY = _POLICY.format(origin="", images="")
# What a page of this site loads from elsewhere, if ever, must allow it: nothing does; a script that
# the site's settings name, and pictures in a bucket of its own address, are asked for without
# cookies, and need not (HTML, "Embedder policies").
EMBEDDER_POLICY, _EMBEDDER_POLICY_WITH_OTHERS = "require-corp", "credentialless"
# Anything else (a host that is no ASCII, say) would spoil the header, and the policy with it.
_ORIGIN = re.compile(r"https://[A-Za-z0-9.:\[\]-]+")
# A bucket beside the site may have no certificate: on one machine, in a test.
_IMAGE_ORIGIN = re.compile(rf"http://[A-Za-z0-9.:\[\]-]+|{_ORIGIN.pattern}")
HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(),"
    " browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# A cache may keep a page, but asks whether it is still good each time it gives it out: an
# editor's correction is seen at once, and an unchanged page costs a 304.
REVALIDATE = "public, max-age=0, must-revalidate"
# For an address that names what it holds (RFC 8246).
FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
PRIVATE = "private, no-store"
# What allows the CDN of CDN_KIND, and no other cache, to keep an answer (articles.cdn).
CDN_HEADERS = frozenset(
    {"Surrogate-Control", "Surrogate-Key", "Cloudflare-CDN-Cache-Control", "Cache-Tag", "xkey"}
)


@dataclass(frozen=True, slots=True)
class Shows:
    """What an answer depends on besides what every one does: the `article` that it shows (with
    `is_view`, whose page it is, so that it counts as read), stamped `names`
    (`articles.publishing.effects.page_stamps`), with `keys` the articles of a range (the first key,
    and the one after the last), and with `library` every article. `keeps_query`: a query string
    changes the answer. `redirect` is the key of the one that is followed."""

    article: int | None = None
    is_view: bool = False
    names: frozenset[str] = frozenset()
    keys: tuple[int, int] | None = None
    library: bool = False
    keeps_query: bool = False
    redirect: int | None = None


class SecurityPolicyMiddleware:
    """Puts the headers on every answer that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "public" in response.get("Cache-Control", ""):
            _forget_the_visitor(response)
        policy = content_security_policy(request.path)
        response.headers.setdefault("Content-Security-Policy", policy)
        is_alone = policy == CONTENT_SECURITY_POLICY
        embedding = EMBEDDER_POLICY if is_alone else _EMBEDDER_POLICY_WITH_OTHERS
        response.headers.setdefault("Cross-Origin-Embedder-Policy", embedding)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _forget_the_visitor(response: HttpResponse) -> None:
    """Take away what Django says to the bringer of a bad session or CSRF cookie: kept by a shared
    cache, a Set-Cookie would reach everybody."""
    response.cookies.clear()
    kept = [name for name in response.get("Vary", "").split(", ") if name.lower() != "cookie"]
    if response.has_header("Vary"):
        response["Vary"] = ", ".join(kept)


def content_security_policy(path: str) -> str:
    """Return the policy of an address. Readers' pages may load the one script that the site's
    settings name, and send to its host; the desk never does. Pictures may stand at S3_PUBLIC_URL.

    A 304 carries it as the 200 did: browsers take over its headers (RFC 9111, 3.2).
    """
    script = last_known_settings().analytics_script
    if script and path.startswith(reverse("admin:index")):
        script = ""
    return _policy_with(script, settings.S3_PUBLIC_URL)


@lru_cache(maxsize=8)
def _policy_with(script: str, images: str) -> str:
    """The policy that admits the host of a script and the one of the pictures; "" is none."""
    origin, of_images = (origin_of(address) if address else "" for address in (script, images))
    return _POLICY.format(
        origin=f" {origin}" if _ORIGIN.fullmatch(origin) else "",
        images=f" {of_images}" if _IMAGE_ORIGIN.fullmatch(of_images) else "",
    )


def public(
    response: HttpResponse,
    *,
    changed: Iterable[datetime | None] = (),
    keep: str = REVALIDATE,
    shows: Shows | None = None,
) -> HttpResponse:
    """Mark an answer as the same for everybody and return it.

    `changed` are the moments at which what is shown last changed; the newest is Last-Modified. A
    list has none: it also changes when something leaves it, of which no date is kept, and a false
    date would hide that from whoever asks by If-Modified-Since. Its ETag shows the change.
    `shows` says what the answer depends on: only then can it be stored and given again
    (articles.page_store).
    Vary stands on the small answers too that are not worth compressing: RFC 9110, section 15.4.5,
    wants a 304 to vary as the 200 does.
    """
    response["Cache-Control"] = keep
    response.shows = shows
    patch_vary_headers(response, ["Accept-Encoding"])
    moments = [moment for moment in changed if moment is not None]
    if moments:
        # Header, footer and what is called for stand on every page.
        if saved_at := last_known_settings().saved_at:
            moments.append(saved_at)
        response["Last-Modified"] = http_date(max(moments).timestamp())
    return response
