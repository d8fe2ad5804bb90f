"""Links by which somebody chooses a password: made by an administrator, used once, for 72 hours.

An invitation and the way out of a forgotten password are the same link. It is signed with
SECRET_KEY and holds 256 random bits, of which the database keeps a digest alone.
"""

import secrets
from datetime import timedelta
from enum import Enum
from hashlib import sha256
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import AccountLink

LASTS = timedelta(hours=72)
_SALT = "articles.password_link"


class Reason(Enum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    REPLACED = "replaced"
    USED = "used"
    EXPIRED = "expired"
    INACTIVE = "inactive"


class LinkRefused(Exception):
    """Carries the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def make_link(user: Any, *, is_invitation: bool) -> str:
    """Make an account's link, in the place of the one before; return its last part, which cannot be
    read anywhere afterwards."""
    secret = secrets.token_urlsafe(32)
    values = {
        "digest": _digest(secret),
        "is_invitation": is_invitation,
        "expires_at": timezone.now() + LASTS,
        "used_at": None,
    }
    AccountLink.objects.update_or_create(user=user, defaults=values)
    return signing.dumps([user.pk, secret], salt=_SALT)


def open_link(token: str) -> AccountLink:
    """Return the link of a token, with its account; raises LinkRefused."""
    try:
        key, secret = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise LinkRefused(Reason.UNKNOWN) from None
    link = AccountLink.objects.select_related("user").filter(user=key).first()
    if link is None or not secrets.compare_digest(link.digest, _digest(secret)):
        raise LinkRefused(Reason.REPLACED)
    if link.used_at is not None:
        raise LinkRefused(Reason.USED)
    if link.expires_at <= timezone.now():
        raise LinkRefused(Reason.EXPIRED)
    if not link.user.is_active:
        raise LinkRefused(Reason.INACTIVE)
    return link


def open_invitations() -> QuerySet[AccountLink]:
    """Return the invitations that still open something, each with its account."""
    still = {"is_invitation": True, "used_at": None, "expires_at__gt": timezone.now()}
    return AccountLink.objects.select_related("user").filter(**still, user__is_active=True)


def use_link(link: AccountLink) -> None:
    """Use a link that `open_link` gave, in the transaction in which the password is set. Raises
    LinkRefused where somebody else was faster: one statement decides."""
    unused = AccountLink.objects.filter(pk=link.pk, digest=link.digest, used_at=None)
    if not unused.update(used_at=timezone.now()):
        raise LinkRefused(Reason.USED)


def withdraw_link(user: Any) -> None:
    """Take an account's link back: its password was set in another way, or it may not sign in."""
    AccountLink.objects.filter(user=user, used_at=None).delete()


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
