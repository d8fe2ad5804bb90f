"""Saving the site's settings."""

from django.db import transaction

from articles.models import SiteSettings
from articles.models.site_settings_cache import forget_settings
from articles.publishing.effects import EVERYTHING, ChangeSet, apply


class StaleSettings(Exception):
    """Somebody else saved the settings meanwhile; carries the version that stands now."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


def save_site_settings(settings: SiteSettings) -> None:
    """Save the settings as the next version after `settings.version`, and let this process read
    them anew once the transaction is over. Raises StaleSettings where that is no longer the
    row's version: nothing is written then."""
    with transaction.atomic():
        row = SiteSettings.objects.select_for_update().filter(pk=settings.pk)
        version, page_links = row.values_list("version", "page_links").first() or (None, [])
        if version is not None and version != settings.version:
            raise StaleSettings(version)
        settings.version += 1
        # Those of a plain page that was saved while the form was open.
        settings.page_links = page_links
        settings.save(force_insert=version is None)
        apply(ChangeSet(stamps={EVERYTHING}))
        transaction.on_commit(forget_settings)
