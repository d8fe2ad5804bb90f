"""Counting of requests for unknown addresses in a bounded table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.audience.count_buffer import Buffer
from articles.audience.nearest_articles import nearest
from articles.core.source.article_paths import is_site_path, parse_article_path
from articles.models import Article, Page, Redirect, UnknownAddress

MOST_ROWS = 5_000
_LONGEST_PATH = UnknownAddress._meta.get_field("path").max_length
_LONGEST_HOST = UnknownAddress._meta.get_field("referrer_host").max_length
# For so many new addresses a flush looks what lies near, at five small queries each; the others
# have their turn in the next one.
_SUGGESTIONS_AT_ONCE = 20
_SUGGESTION_DAYS = 7

# What scanners try everywhere, and browsers ask for unasked: nobody here has written such a link.
_PROBE = re.compile(
    r"/\.|/wp-(?:admin|content|includes|login|json|config|cron)|/(?:wlwmanifest|apple-touch-icon|favicon)"
    # As the first part of an address alone: a question may begin with any of these words.
    r"|\A/(?:wp|wordpress|cgi-bin|phpmyadmin|pma|mysql|xmlrpc|vendor|node_modules|actuator|solr"
    r"|boaform|hnap1|owa|autodiscover|ecp|api|graphql|telescope|console|manager|jenkins|druid"
    r"|config|backup|old|test|tmp|shell|setup|install|login|signin)(?:[/._-]|\Z)"
    r"|\.(?:php\d?|phtml|aspx?|ashx|asmx|jspx?|cgi|pl|cfm|do|action|env|git|svn|sql|sqlite3?|db|bak"
    r"|old|swp|zip|rar|7z|tar|t?gz|bz2|log|ini|conf|cfg|ya?ml|toml|pem|key|crt|exe|dll|sh|py|rb|lock"
    r"|map|js|mjs|css|json|xml|txt|woff2?|ttf|png|jpe?g|gif|svg|webp|ico|webmanifest)(?:/|\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """How often an address was asked for in some seconds, by whom, and from where."""

    readers: int
    bots: int
    first_at: datetime
    last_at: datetime
    referrer_host: str


def _join(old: Sighting, new: Sighting) -> Sighting:
    return Sighting(
        readers=old.readers + new.readers,
        bots=old.bots + new.bots,
        first_at=old.first_at,
        last_at=new.last_at,
        referrer_host=new.referrer_host or old.referrer_host,
    )


# A scanner's flood ends here: 500 addresses a flush.
waiting: Buffer[str, Sighting] = Buffer(_join, limit=500)


def is_counted(path: str) -> bool:
    """Return whether a missing address may be a mistake of ours or of who links here.

    Not one that could not be the old address of a redirect (too long, with blanks), nor the usual
    probes.

    >>> [is_counted(path) for path in ("/learn/physics/questions/what-is-heat", "/wp-login.php")]
    [True, False]
    """
    return len(path) <= _LONGEST_PATH and is_site_path(path) and not _PROBE.search(path)


def sighting(*, is_bot: bool, referrer_host: str) -> Sighting:
    """Return one request of now."""
    now = timezone.now()
    host = referrer_host.lower()[:_LONGEST_HOST]
    return Sighting(int(not is_bot), int(is_bot), first_at=now, last_at=now, referrer_host=host)


def write_unknown(sightings: Mapping[str, Sighting]) -> None:
    """Add what was seen, and keep the table bounded. On a DatabaseError everything goes back into
    `waiting`."""
    try:
        with transaction.atomic():
            _write(sightings)
            evict()
    except BaseException:
        waiting.put_back(sightings)
        raise


def evict() -> None:
    """Remove the rows beyond MOST_ROWS, of the open and of the ignored ones: first the least
    informative, of them those that fewest asked for, the longest ago. A row just begun goes before
    one that was asked for twice.

    An address under /learn/, one that somebody links to and one that was asked for on another day
    too is informative: a flood of invented addresses has none of it, and would else push out all
    that readers found missing.
    """
    tells = (
        Q(path__startswith="/learn/")
        | ~Q(referrer_host="")
        | Q(last_seen_at__date__gt=TruncDate("first_seen_at"))
    )
    worth = Case(When(tells, then=1), default=0)
    for is_ignored in (False, True):
        rows = UnknownAddress.objects.filter(is_ignored=is_ignored)
        excess = rows.count() - MOST_ROWS
        if excess > 0:
            least = rows.order_by(worth, "readers", "bots", "last_seen_at", "pk")[:excess]
            keys = list(least.values_list("pk", flat=True))
            UnknownAddress.objects.filter(pk__in=keys).delete()


def suggest() -> int:
    """Look for the nearest article of some rows that have none yet; return how many were looked at.

    Here and not when the list is shown: fifty rows would cost it 250 queries.
    """
    rows = UnknownAddress.objects.filter(suggested_at=None, is_ignored=False)
    chosen = list(rows.order_by("-readers", "-pk")[:_SUGGESTIONS_AT_ONCE])
    for row in chosen:
        best = next(iter(nearest(row.path).articles), None)
        UnknownAddress.objects.filter(pk=row.pk).update(
            suggestion=best, suggested_at=timezone.now()
        )
    return len(chosen)


def tidy() -> int:
    """Remove what leads somewhere by now, return how many; old suggestions are looked for again."""
    stale = timezone.now() - timedelta(days=_SUGGESTION_DAYS)
    UnknownAddress.objects.filter(suggested_at__lt=stale).update(suggested_at=None)
    redirected = Redirect.objects.filter(old_path=OuterRef("path"))
    removed, _ = UnknownAddress.objects.filter(Exists(redirected)).delete()
    pages = {page.get_absolute_url() for page in Page.objects.published().only("slug")}
    living = []
    for key, path in UnknownAddress.objects.values_list("pk", "path"):
        location = parse_article_path(path)
        is_article = location and _stands_at(location.subject_slug, location.slug)
        if is_article or path in pages:
            living.append(key)
    return removed + UnknownAddress.objects.filter(pk__in=living).delete()[0]


def ignore(row: UnknownAddress) -> None:
    """Leave it out of the list from now on, however often it is asked for."""
    UnknownAddress.objects.filter(pk=row.pk).update(is_ignored=True)


def watch_again(row: UnknownAddress) -> None:
    """Put an ignored address back into the list."""
    UnknownAddress.objects.filter(pk=row.pk).update(is_ignored=False)


def forget(row: UnknownAddress) -> None:
    """Remove an address that leads somewhere now."""
    UnknownAddress.objects.filter(pk=row.pk).delete()


def _stands_at(subject_slug: str, slug: str) -> bool:
    return Article.objects.live().filter(subject__slug=subject_slug, slug=slug).exists()


def _write(sightings: Mapping[str, Sighting]) -> None:
    """A path that a redirect has taken meanwhile, and an ignored one, are not written."""
    taken = Redirect.objects.filter(old_path__in=sightings).values_list("old_path", flat=True)
    paths = sightings.keys() - set(taken)
    new = [
        UnknownAddress(path=path, first_seen_at=seen.first_at, last_seen_at=seen.last_at)
        for path, seen in sorted(sightings.items())
        if path in paths
    ]
    known = set(UnknownAddress.objects.filter(path__in=paths).values_list("path", flat=True))
    UnknownAddress.objects.bulk_create(
        [row for row in new if row.path not in known], ignore_conflicts=True
    )
    rows = list(
        UnknownAddress.objects.select_for_update()
        .filter(Q(path__in=paths), is_ignored=False)
        .order_by("pk")
    )
    for row in rows:
        seen = sightings[row.path]
        row.readers += seen.readers
        row.bots += seen.bots
        row.last_seen_at = max(row.last_seen_at, seen.last_at)
        row.referrer_host = seen.referrer_host or row.referrer_host
    columns = ["readers", "bots", "last_seen_at", "referrer_host"]
    UnknownAddress.objects.bulk_update(rows, columns, batch_size=100)
