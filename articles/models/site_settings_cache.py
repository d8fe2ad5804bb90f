"""Per-process cache of the site settings, so that a page needs no query for them.

A process compares every few seconds at most when the row was saved, and reads it if it changed;
the process that saves clears its cache at once.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import Error

from articles.models.site_settings import ONLY_KEY, SiteSettings

logger = logging.getLogger(__name__)

# How long another process may show the old settings; as often, one query asks for the version.
CHECK_SECONDS = 5
# The pictures have pages of their own.
_PICTURES = ("logo", "logo_small")


@dataclass(frozen=True, slots=True)
class _Known:
    """The settings, and until when (`time.monotonic`, in seconds) nobody need ask again."""

    settings: SiteSettings
    good_until: float


_known: _Known | None = None
# Counts what was forgotten: what was read before is not remembered after.
_forgotten = 0
_previewed: ContextVar[SiteSettings | None] = ContextVar("previewed_settings", default=None)


def site_settings() -> SiteSettings:
    """Return the settings, unsaved defaults where there is no row; at most two small queries, and
    none for `CHECK_SECONDS` after. A database that does not answer leaves the last known ones.
    """
    global _known
    if (previewed := _previewed.get()) is not None:
        return previewed
    known = _known
    if known and time.monotonic() < known.good_until:
        return known.settings
    last = known.settings if known else SiteSettings()
    before = _forgotten
    try:
        settings = _read(last) if known else _row()
    except Error:
        logger.warning("the site's settings cannot be read; going on with the last ones")
        settings = last
    if before == _forgotten:
        _known = _Known(settings, time.monotonic() + CHECK_SECONDS)
    return settings


def last_known_settings() -> SiteSettings:
    """Return what `site_settings` returned last, without a query: for errors and headers."""
    known = _known  # another thread may forget it meanwhile
    return _previewed.get() or (known.settings if known else SiteSettings())


def forget_settings() -> None:
    """Let the next page read the settings anew."""
    global _known, _forgotten
    _forgotten += 1
    _known = None


@contextmanager
def previewing(settings: SiteSettings) -> Iterator[None]:
    """Within the block, and in this thread alone, these unsaved settings are the site's."""
    token = _previewed.set(settings)
    try:
        yield
    finally:
        _previewed.reset(token)


def is_previewing() -> bool:
    """Return whether the settings are somebody's unsaved ones."""
    return _previewed.get() is not None


def _read(last: SiteSettings) -> SiteSettings:
    """The last known settings while they are the row's, else the row. A plain page that comes into
    the footer gives the row another moment and leaves it its version."""
    saves = SiteSettings.objects.filter(pk=ONLY_KEY).values_list("version", "saved_at")
    return last if (saves.first() or (0, None)) == (last.version, last.saved_at) else _row()


def _row() -> SiteSettings:
    return SiteSettings.objects.defer(*_PICTURES).filter(pk=ONLY_KEY).first() or SiteSettings()
