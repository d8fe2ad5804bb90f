"""Recovery codes: ten for an account, each good once, for who has lost the device."""

import secrets
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from articles.models import RecoveryCode

NUMBER = 10
# Without what is read or typed for something else: 0 and o, 1, i and l.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_HALF = 5


def make_codes(user: Any) -> list[str]:
    """Make an account's codes, in the place of those before; return them, which cannot be read
    anywhere afterwards: `"abcde-fghjk"`, 49 bits each.

    Hashed like passwords, since they have less than 112 bits (OWASP ASVS 5.0, 6.5.2).
    """
    codes = [f"{_half()}-{_half()}" for _ in range(NUMBER)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=make_password(_plain(code))) for code in codes
    )
    return codes


def take_code(user: Any, code: str) -> bool:
    """Use up a code; False where it is none of the account's, or was used: a statement decides."""
    plain = _plain(code)
    if len(plain) != 2 * _HALF:
        return False
    for row in RecoveryCode.objects.filter(user=user, used_at=None).order_by("pk"):
        if check_password(plain, row.digest):
            unused = RecoveryCode.objects.filter(pk=row.pk, used_at=None)
            return unused.update(used_at=timezone.now()) == 1
    return False


def codes_left(user: Any) -> int:
    """Return how many of an account's codes are not used."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def _half() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_HALF))


def _plain(code: str) -> str:
    """A code as it is hashed, however it was typed."""
    return "".join(code.split()).replace("-", "").lower()
