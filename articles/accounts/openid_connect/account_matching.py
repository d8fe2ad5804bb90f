"""Which account somebody signs in to: the linked one, an invited one, or, if asked for, a new one.

Every function is called in a transaction, which also holds the entries of the audit log.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from articles.accounts.openid_connect.errors import Reason, SignInRefused
from articles.accounts.openid_connect.identity import Identity
from articles.accounts.openid_connect.roles import roles_of
from articles.accounts.password_links import LinkRefused, open_invitations, use_link
from articles.models import ProviderIdentity


@dataclass(frozen=True, slots=True)
class Match:
    """An account; `is_new` where it was made just now, `is_linked` where it was linked just now."""

    account: Any
    is_new: bool = False
    is_linked: bool = False


def account_of(identity: Identity) -> Match:
    """Return the account of somebody; raises SignInRefused."""
    _check_domain(identity)
    known = _known(identity)
    match = Match(known.user) if known else _invited(identity) or _made(identity)
    if not (match.account.is_active and match.account.is_staff):
        raise SignInRefused(Reason.INACTIVE, match.account)
    ProviderIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject).update(
        used_at=timezone.now()
    )
    return match


def link(account: Any, identity: Identity) -> None:
    """Let an account be signed in to by somebody, in the place of who could before. Raises
    SignInRefused where he is another account's."""
    known = _known(identity)
    if known and known.user_id != account.pk:
        raise SignInRefused(Reason.LINKED_ELSEWHERE, account)
    values = {
        "subject": identity.subject,
        "email": identity.email,
        "linked_at": timezone.now(),
        "used_at": None,
    }
    try:
        with transaction.atomic():
            ProviderIdentity.objects.update_or_create(
                user=account, issuer=identity.issuer, defaults=values
            )
    except IntegrityError:  # another account was faster
        raise SignInRefused(Reason.LINKED_ELSEWHERE, account) from None


def is_same_address(one: str, other: str) -> bool:
    """Return whether two e-mail addresses are one. Letters beyond ASCII are compared as they are: a
    Kelvin sign is no k (CVE-2019-19844).

    >>> is_same_address("kim@example.org", "Kim@Example.org")
    True
    >>> is_same_address("kim@example.org", "\\N{KELVIN SIGN}im@example.org")
    False
    """
    if one.isascii() and other.isascii():
        return one.lower() == other.lower()
    return one == other


def _known(identity: Identity) -> ProviderIdentity | None:
    rows = ProviderIdentity.objects.select_related("user")
    return rows.filter(issuer=identity.issuer, subject=identity.subject).first()


def _check_domain(identity: Identity) -> None:
    allowed = settings.OIDC_ALLOWED_DOMAINS
    if allowed and identity.email.rpartition("@")[2].lower() not in allowed:
        raise SignInRefused(Reason.DOMAIN if identity.email else Reason.UNVERIFIED)


def _invited(identity: Identity) -> Match | None:
    """The account whose open invitation went to somebody's verified address; it is used by this, as
    it would be by a password."""
    if not identity.email:
        raise SignInRefused(Reason.UNVERIFIED)
    links = [
        one
        for one in open_invitations().filter(user__email__iexact=identity.email)
        if is_same_address(one.user.email, identity.email)
    ]
    if len(links) > 1:
        raise SignInRefused(Reason.AMBIGUOUS)
    if not links:
        return None
    try:
        use_link(links[0])
    except LinkRefused:  # it was used at this moment
        return None
    link(links[0].user, identity)
    return Match(links[0].user, is_linked=True)


def _made(identity: Identity) -> Match:
    """A new account, named by the address, where the site makes such and the provider gives a role
    here. An address that any account has is nobody else's."""
    if not settings.OIDC_CREATE_ACCOUNTS:
        raise SignInRefused(Reason.NO_ACCOUNT)
    if not roles_of(identity.claimed):
        raise SignInRefused(Reason.NO_ROLE)
    accounts, email = get_user_model().objects, identity.email
    name = email.lower()
    if accounts.filter(Q(email__iexact=email) | Q(username__iexact=name)).exists():
        raise SignInRefused(Reason.TAKEN)
    account = accounts.model(
        username=name,
        email=email,
        first_name=identity.first_name,
        last_name=identity.last_name,
        is_staff=True,
    )
    account.set_unusable_password()
    try:
        account.full_clean(exclude=["password"])
        with transaction.atomic():
            account.save()
    except (ValidationError, IntegrityError):
        raise SignInRefused(Reason.TAKEN) from None
    link(account, identity)
    return Match(account, is_new=True, is_linked=True)
