"""The site that a page belongs to: its name, its address, its pictures."""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static

# The picture that a shared link shows (static/img/social.png), in pixels. 1200 by 630 is what
# the Open Graph networks ask for; smaller ones are cropped to a thumbnail.
SOCIAL_IMAGE_WIDTH, SOCIAL_IMAGE_HEIGHT = 1200, 630


@dataclass(frozen=True, slots=True)
class Site:
    """`url` is `scheme://host[:port]` without a final slash; the pictures' URLs are absolute."""

    name: str
    url: str
    language: str
    social_image: str
    logo: str

    def absolute(self, path: str) -> str:
        """Return the absolute URL of one of the site's paths (`/learn/physics`)."""
        return f"{self.url}{path}"


def current_site() -> Site:
    """Return the site as the settings describe it; static files may lie on another host."""
    base = f"{settings.SITE_URL}/"
    return Site(
        name=settings.SITE_NAME,
        url=settings.SITE_URL,
        language=settings.LANGUAGE_CODE,
        social_image=urljoin(base, static("img/social.png")),
        logo=urljoin(base, static("img/icon-192.png")),
    )
