"""Recovery codes: ten for an account, each good once, for who has lost the device."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from articles.accounts.account_lock import lock_account
from articles.models import RecoveryCode

NUMBER = 10
# Without what is read or typed for something else: 0 and o, 1, i and l.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_HALF = 5


def draw_codes() -> dict[str, str]:
    """Return the codes of an account, which nobody can read anywhere afterwards, each with what is
    kept of it: `{"abcde-fghjk": "argon2$…"}`, 49 bits each.

    Hashed like passwords, since they have less than 112 bits (OWASP ASVS 5.0, 6.5.2). That takes
    half a second of CPU, in which no transaction may be open: SQLite's would hold every writer up.
    """
    codes = (f"{_half()}-{_half()}" for _ in range(NUMBER))
    return {code: make_password(_plain(code)) for code in codes}


def keep_codes(user: Any, drawn: Mapping[str, str]) -> None:
    """Make these the codes of an account, in the place of those before."""
    with transaction.atomic():
        lock_account(user)  # two at once would keep both
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=user, digest=digest) for digest in drawn.values()
        )


def find_code(user: Any, code: str) -> RecoveryCode | None:
    """Return an account's unused code, None where it is none; hashes, as `draw_codes`."""
    plain = _plain(code)
    if len(plain) != 2 * _HALF:
        return None
    unused = list(RecoveryCode.objects.filter(user=user, used_at=None).order_by("pk"))
    return next((row for row in unused if check_password(plain, row.digest)), None)


def use_up(found: RecoveryCode) -> bool:
    """Use up a code; False where it was used, or replaced, meanwhile: a statement decides."""
    unused = RecoveryCode.objects.filter(pk=found.pk, used_at=None)
    return unused.update(used_at=timezone.now()) == 1


def codes_left(user: Any) -> int:
    """Return how many of an account's codes are not used."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def _half() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_HALF))


def _plain(code: str) -> str:
    """A code as it is hashed, however it was typed."""
    return "".join(code.split()).replace("-", "").lower()
