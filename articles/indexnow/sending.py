"""Sending of queued IndexNow addresses in batches, with backoff, and only for a public site."""

import ipaddress
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from articles.database.batches import batches
from articles.indexnow.protocol import MOST_URLS, Answer, submit
from articles.models import Announcement

logger = logging.getLogger(__name__)

_KEYS_A_STATEMENT = 500
# Five minutes, doubled with each attempt up to a day: ten attempts take about three days.
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(days=1)
MOST_ATTEMPTS = 10
# Names that no public name server knows (RFC 6761, RFC 6762, RFC 8375, RFC 9476).
_LOCAL_DOMAINS = frozenset({"localhost", "local", "test", "invalid", "example", "internal", "alt"})


class NotConfigured(Exception):
    """INDEXNOW_KEY is not set: IndexNow is off."""


class LocalSite(Exception):
    """SITE_URL is an address that no search engine reaches; carries it."""

    def __init__(self, site_url: str) -> None:
        super().__init__(site_url)
        self.site_url = site_url


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did: addresses sent, requests made, rows still waiting, rows given up; `failure`
    says why it stopped, "" where everything that was due is sent."""

    urls: int
    requests: int
    waiting: int
    given_up: int
    failure: str = ""


def send_due() -> Sent:
    """Send everything that is due; raises NotConfigured or LocalSite.

    Stops at the first request that is not accepted: its rows wait, twice as long each time, and
    are given up after ten attempts. A change that comes meanwhile is a row of its own.
    """
    require_public_site()
    urls = requests = given_up = 0
    failure = ""
    while not failure:
        keys, paths = _read(_due(timezone.now())[:MOST_URLS])
        if not keys:
            break
        outcome = submit(
            [f"{settings.SITE_URL}{path}" for path in paths],
            site_url=settings.SITE_URL,
            key=settings.INDEXNOW_KEY,
            endpoint=settings.INDEXNOW_URL,
        )
        requests += 1
        if outcome.answer is Answer.ACCEPTED:
            urls += len(paths)
            _delete(keys)
        else:
            failure = outcome.reason
            given_up += _postpone(keys, timedelta(seconds=outcome.wait_seconds))
    return Sent(urls, requests, Announcement.objects.count(), given_up, failure)


def due_urls() -> list[str]:
    """Return the absolute URLs of the next request, each once, in the order of their changes."""
    _, paths = _read(_due(timezone.now())[:MOST_URLS])
    return [f"{settings.SITE_URL}{path}" for path in paths]


def require_public_site() -> None:
    """Raise NotConfigured or LocalSite where nothing may be sent."""
    if not settings.INDEXNOW_KEY:
        raise NotConfigured
    if not is_public_host(urlsplit(settings.SITE_URL).hostname or ""):
        raise LocalSite(settings.SITE_URL)


def is_public_host(host: str) -> bool:
    """Return whether a host may be on the public internet, by its name alone.

    >>> is_public_host("learn.example.org"), is_public_host("192.168.1.4"), is_public_host("nas")
    (True, False, False)
    """
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    labels = host.lower().rstrip(".").split(".")
    is_home = labels[-2:] == ["home", "arpa"]
    return len(labels) > 1 and labels[-1] not in _LOCAL_DOMAINS and not is_home


def _due(now: datetime) -> QuerySet[Announcement]:
    return Announcement.objects.filter(not_before__lte=now).order_by("pk")


def _read(rows: QuerySet[Announcement]) -> tuple[list[int], list[str]]:
    """The keys of the rows, and their paths, each once."""
    found = list(rows.values_list("pk", "path"))
    return [key for key, _ in found], list(dict.fromkeys(path for _, path in found))


def _delete(keys: list[int]) -> None:
    """By their keys: a row of a transaction that ends only now may have a lower one."""
    for some in batches(keys, _KEYS_A_STATEMENT):
        Announcement.objects.filter(pk__in=some).delete()


def _postpone(keys: list[int], wait: timedelta) -> int:
    """Let rows wait, at least as long as the other side asks; return how many were given up."""
    now = timezone.now()
    given_up = 0
    for some in batches(keys, _KEYS_A_STATEMENT):
        rows = Announcement.objects.filter(pk__in=some)
        given_up += rows.filter(attempts__gte=MOST_ATTEMPTS - 1).delete()[0]
        for attempts in sorted(set(rows.values_list("attempts", flat=True)), reverse=True):
            own = min(_FIRST_WAIT * 2**attempts, _LONGEST_WAIT)
            rows.filter(attempts=attempts).update(
                attempts=F("attempts") + 1, not_before=now + max(own, wait)
            )
    if given_up:
        logger.warning("%s announcements were given up after %s attempts", given_up, MOST_ATTEMPTS)
    return given_up
