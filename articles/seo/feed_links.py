"""Atom feeds of a page, each as (title, absolute URL)."""

from articles.models import Subject
from articles.seo.site import Site


def feeds(site: Site, subject: Subject | None = None) -> tuple[tuple[str, str], ...]:
    """A page's feeds: its subject's first, where it is listed, then the whole site's."""
    if subject and subject.is_listed:
        return subject_feed(subject, site), site_feed(site)
    return (site_feed(site),)


def site_feed(site: Site) -> tuple[str, str]:
    """The feed of everything new."""
    return f"{site.name}: new questions", site.absolute("/feed.xml")


def subject_feed(subject: Subject, site: Site) -> tuple[str, str]:
    """A listed subject's feed; a hidden one has none."""
    url = site.absolute(f"{subject.get_absolute_url()}/feed.xml")
    return f"{site.name}: new questions in {subject.name}", url
