"""Passkeys of accounts: registered, and shown.

A challenge counts once, on whatever machine: a passkey takes none from before its last use. fido2
checks what browsers answer (`articles/accounts/webauthn.py`).
"""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from articles.accounts.account_lock import lock_account
from articles.accounts.passkey_offers import PasskeyRefused, Purpose, open_challenge
from articles.models import Passkey

# An answer of a browser is about a kilobyte; nested CBOR takes a level of Python's stack a byte.
MOST_CHARACTERS = 16_384
# Of each account.
MOST_PASSKEYS = 20
_CLOCK_SET_BACK = timedelta(minutes=10)
_CREDENTIAL_ID = re.compile(r"[A-Za-z0-9_-]{1,1364}")


def register(user: Any, *, name: str, token: str, answer: str) -> Passkey:
    """Add the passkey of a browser's answer to an account; raises PasskeyRefused."""
    challenge = open_challenge(token, Purpose.REGISTER, user)
    found = _verifier().registered(_parsed(answer), challenge=challenge.value)
    passkey = Passkey(
        user=user,
        name=name,
        credential_id=_encoded(found.credential_id),
        user_handle=challenge.handle,
        credential=found.credential,
        sign_count=found.sign_count,
        made_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            lock_account(user)  # two at once would each count without the other
            if Passkey.objects.filter(user=user).count() >= MOST_PASSKEYS:
                raise PasskeyRefused(f"more than {MOST_PASSKEYS} passkeys")
            passkey.save()
    except IntegrityError:
        raise PasskeyRefused("a passkey that is registered already") from None
    return passkey


def take(purpose: Purpose, *, token: str, answer: str, user: Any = None) -> Passkey:
    """Return the passkey that a browser has shown, with its account; raises PasskeyRefused. With
    `user` one of this account."""
    challenge = open_challenge(token, purpose, user)
    parsed = _parsed(answer)
    passkey = _shown(parsed, user)
    credential = bytes(passkey.credential)
    count = _verifier().shown(parsed, challenge=challenge.value, credential=credential)
    # A copy of a passkey counts from where it was taken (WebAuthn, 6.1.1).
    is_next = Q(sign_count__lt=count) if count else Q(sign_count=0)
    # A use in the future was noted by a clock that has been set back since.
    ahead = Q(used_at__gt=timezone.now() + _CLOCK_SET_BACK)
    is_first = Q(used_at=None) | Q(used_at__lt=challenge.made_at) | ahead
    unused = Passkey.objects.filter(is_next & is_first, pk=passkey.pk)
    if unused.update(sign_count=count, used_at=timezone.now()) != 1:
        raise PasskeyRefused("a challenge or a counter that was seen before")
    return passkey


def credential_id_of(answer: str) -> str:
    """Return what an answer calls its passkey, whether it is one or not; "" where it says nothing:
    what the limit of tries counts by."""
    try:
        return _id_in(_parsed(answer))
    except PasskeyRefused:
        return ""


def _shown(parsed: Mapping[str, Any], user: Any) -> Passkey:
    found = Passkey.objects.select_related("user").filter(credential_id=_id_in(parsed))
    passkey = (found.filter(user=user) if user else found).first()
    if passkey is None:
        raise PasskeyRefused("no passkey of the account" if user else "a passkey that nobody has")
    response = parsed.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    # Without an account that is known before, the passkey must name it itself (WebAuthn, 7.2, 6).
    if (handle or user is None) and handle != passkey.user_handle:
        raise PasskeyRefused("a passkey of another account")
    return passkey


def _id_in(parsed: Mapping[str, Any]) -> str:
    key = parsed.get("id")
    return key if isinstance(key, str) and _CREDENTIAL_ID.fullmatch(key) else ""


def _parsed(answer: str) -> Mapping[str, Any]:
    try:
        parsed = json.loads(answer) if len(answer) <= MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise PasskeyRefused("no answer of a browser")
    return parsed


def _verifier() -> Any:
    # 3.5 MB and 48 ms of every worker, for what most requests never need.
    from articles.accounts import webauthn  # noqa: PLC0415

    return webauthn


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
