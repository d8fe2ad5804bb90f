"""The audit log: sign-ins, rights, passwords, settings, exports. Entries are added and read, and
removed when they are old; nothing changes one."""

import ipaddress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import AuditEntry

Kind = AuditEntry.Kind
# What tells one provider or office from another, and names no household.
_PREFIXES = {4: 24, 6: 48}
_MOST_OF_DETAIL = 2_000
WRONG_PASSWORD, WRONG_FACTOR = "Wrong password", "Wrong second factor"
# Of an account these are limited by themselves (articles.audience.sign_in_throttle).
_LIMITED = {WRONG_PASSWORD, WRONG_FACTOR}
# Refused sign-ins that say the same as one before within this time are told once: whoever tries
# names without end cannot fill the table.
_TOLD_ONCE_IN = timedelta(minutes=15)


def record(
    kind: Kind, *, actor: Any = None, account: Any = None, address: str = "", detail: str = ""
) -> AuditEntry:
    """Add an entry; the caller's transaction is that of the change, so that there is never one
    without the other.

    `actor` and `account` are users, the one who does it and the one to whom it is done; `address`
    is the client's IP address, of which the network alone is kept.
    """
    return AuditEntry.objects.create(
        made_at=timezone.now(),
        kind=kind,
        actor_key=actor.pk if actor else None,
        actor_name=actor.get_username() if actor else "",
        account_key=account.pk if account else None,
        account_name=account.get_username() if account else "",
        address=shortened(address),
        detail=detail[:_MOST_OF_DETAIL],
    )


def record_refusal(account: Any, *, address: str, detail: str) -> None:
    """Add a sign-in that was refused. `account` is None where the name is nobody's; what was typed
    then is not kept, for it may be a password in the wrong box."""
    now = timezone.now()
    told = AuditEntry.objects.filter(
        made_at__gt=now - _TOLD_ONCE_IN,
        # Not those from before the clock was set back: a day's refusals would be told nowhere.
        made_at__lt=now + _TOLD_ONCE_IN,
        kind=Kind.REFUSED,
        account_key=account.pk if account else None,
        address=shortened(address),
        detail=detail,
    )
    if (account is None or detail not in _LIMITED) and told.exists():
        return
    record(Kind.REFUSED, account=account, address=address, detail=detail)


def shortened(address: str) -> str:
    """Return the network of an IP address, as it is kept.

    >>> [shortened(one) for one in ("192.0.2.77", "2001:db8:1:2::3", "::ffff:192.0.2.77", "?")]
    ['192.0.2.0/24', '2001:db8:1::/48', '192.0.2.0/24', '']
    """
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    prefix = _PREFIXES[parsed.version]
    return str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False))


def entries(
    *,
    person: str = "",
    kind: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet:
    """Return the entries of a person (who did it, or to whom it was done), of a kind, from a moment
    on and before another; the newest first."""
    found = AuditEntry.objects.order_by("-pk")
    if person:
        found = found.filter(Q(actor_name=person) | Q(account_name=person))
    if kind:
        found = found.filter(kind=kind)
    if since:
        found = found.filter(made_at__gte=since)
    if until:
        found = found.filter(made_at__lt=until)
    return found


def tidy(now: datetime | None = None) -> int:
    """Remove what is older than AUDIT_DAYS; return how many entries."""
    before = (now or timezone.now()) - timedelta(days=settings.AUDIT_DAYS)
    old = AuditEntry.objects.filter(made_at__lt=before)
    return old._raw_delete(old.db)
