"""`Site`: name, address, images and links of the site, from environment and settings."""

from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_info

from articles.models import SiteSettings
from articles.models.site_settings_cache import (
    is_previewing,
    last_known_settings,
    site_settings,
)
from articles.seo.site_identity import Analytics, CallToAction, Link, Organization, Picture

# static/img/icon-192.png.
_ICON_SIZE = 192
# The path of the index of subjects.
LEARN = "/learn"
# The header's room for a logo, in CSS pixels; `logo_small` has two or three times as many.
HEADER_LOGO_HEIGHT = 32


@dataclass(frozen=True, slots=True)
class Site:
    """`url` is `scheme://host[:port]` without a final slash; the pictures' URLs are absolute.

    `header_logo` takes the icon's and the name's place in the header; `stylesheet` is the path of
    the site's own colours; `policy` the address of the editorial policy; these and
    `call_to_action`, `analytics` are empty by default.
    """

    name: str
    url: str
    language: str
    logo: str
    direction: str = "ltr"
    tagline: str = ""
    header_logo: Picture | None = None
    header_links: tuple[Link, ...] = ()
    footer_links: tuple[Link, ...] = ()
    stylesheet: str = ""
    organization: Organization | None = None
    call_to_action: CallToAction | None = None
    analytics: Analytics | None = None
    shows_reviews: bool = True
    policy: str = ""
    is_preview: bool = False

    def absolute(self, path: str) -> str:
        """Return the absolute URL of one of the site's paths (`/learn/physics`)."""
        return f"{self.url}{path}"


def current_site() -> Site:
    """Return the site as environment and admin describe it: no query but once in five seconds."""
    return _known_site(site_settings())


def last_known_site() -> Site:
    """Return the site without asking the database, which may be what has failed."""
    return _known_site(last_known_settings())


# The last settings, what else a site is made of, and the site: the same for all pages until
# somebody saves.
_known: tuple[SiteSettings, tuple[str, ...], Site] | None = None


def _known_site(own: SiteSettings) -> Site:
    global _known
    if is_previewing():
        return _site(own)
    environment = settings.SITE_URL, settings.SITE_NAME, settings.LANGUAGE_CODE
    known = _known
    if known is None or known[0] is not own or known[1] != environment:
        known = _known = own, environment, _site(own)
    return known[2]


def _site(own: SiteSettings) -> Site:
    base = f"{settings.SITE_URL}/"
    name = own.name or settings.SITE_NAME
    icon = Picture(urljoin(base, static("img/icon-192.png")), _ICON_SIZE, _ICON_SIZE)
    logo = _logo(own, base) or icon
    return Site(
        name=name,
        url=settings.SITE_URL,
        language=settings.LANGUAGE_CODE,
        direction="rtl" if get_language_info(settings.LANGUAGE_CODE)["bidi"] else "ltr",
        logo=logo.url,
        tagline=own.tagline,
        header_logo=_header_logo(own),
        header_links=_links(own.header_links),
        footer_links=_footer_links(own),
        stylesheet=_stylesheet(own),
        organization=Organization(
            name=own.organization_name or name,
            url=own.organization_url or base,
            logo=logo,
            same_as=tuple(own.organization_profiles),
        ),
        call_to_action=(
            CallToAction(own.cta_text, Link(own.cta_link_text, own.cta_link))
            if own.cta_link
            else None
        ),
        # Looking at a preview is nobody's visit.
        analytics=_analytics(own) if own.analytics_script and not is_previewing() else None,
        shows_reviews=own.shows_reviews,
        policy=own.policy_address,
        is_preview=is_previewing(),
    )


def _logo(own: SiteSettings, base: str) -> Picture | None:
    if not own.logo_digest:
        return None
    path = reverse("site_logo", args=[own.logo_digest])
    return Picture(urljoin(base, path), own.logo_width, own.logo_height)


def _header_logo(own: SiteSettings) -> Picture | None:
    if not own.logo_digest:
        return None
    url = reverse("site_logo_small", args=[own.logo_digest])
    if is_previewing():  # it may not be saved yet
        url = f"data:image/png;base64,{b64encode(own.logo_small).decode()}"
    width = round(own.logo_small_width * HEADER_LOGO_HEIGHT / own.logo_small_height)
    return Picture(url, width, HEADER_LOGO_HEIGHT)


def _links(pairs: list[list[str]]) -> tuple[Link, ...]:
    return tuple(Link(text, url) for text, url in pairs)


def _footer_links(own: SiteSettings) -> tuple[Link, ...]:
    """The plain pages, then the links that the settings name beside them: one that was typed for a
    page before the site had it stands once."""
    pages = _links(own.page_links)
    known = {link.url for link in pages}
    return (*pages, *(link for link in _links(own.footer_links) if link.url not in known))


def _stylesheet(own: SiteSettings) -> str:
    """The colours stand in the address itself: a page kept by a cache keeps its own colours."""
    if not own.accent_light:
        return ""
    colours = own.accent_light.removeprefix("#"), own.accent_dark.removeprefix("#")
    return f"{reverse('site_colours')}?v={'-'.join(colours)}"


def _analytics(own: SiteSettings) -> Analytics:
    pairs = tuple((name, value) for name, value in own.analytics_attributes)
    return Analytics(own.analytics_script, pairs)
