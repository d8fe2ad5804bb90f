"""The site that a page belongs to: its name, its address, its sign."""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static

# What the home page is about, in its heading, its title and its card.
HOME_HEADING = "Questions and answers, subject by subject"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a shared link shows: an absolute URL and its text; 1200 by 630 pixels."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Site:
    """`url` is `scheme://host[:port]` without a final slash; `logo` is an absolute URL."""

    name: str
    url: str
    language: str
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
        logo=urljoin(base, static("img/icon-192.png")),
    )
