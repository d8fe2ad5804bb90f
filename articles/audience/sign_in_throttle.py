"""Limits of tries to sign in, kept in the database: a restart forgets none, and every worker counts
the same.

Three limits over the last quarter of an hour (docs/decisions/0023-sign-in-throttle.md). The first
is met by who guesses from one place, the second by who guesses one account from many places, the
third by who tries one password on many accounts. A browser that has signed in to an account before
is known (`articles/admin/sign_in/known_browser.py`): it has a count of its own, so that nobody
elsewhere can lock its editor out.

A try that is dated more than a quarter of an hour after now was made before the clock was set back,
and counts no more: a clock that was a day ahead would lock editors out for a day.
"""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import ceil
from unicodedata import normalize

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.audience.visitor_hash import network_of
from articles.database.advisory_lock import Lock, lock_until_commit
from articles.models import SignInAttempt

WINDOW = timedelta(minutes=15)
# Of one account from one network (an IPv6 /64), or from one known browser.
MOST_OF_A_PAIR = 10
# Of one account from all networks together, known browsers apart.
MOST_OF_AN_ACCOUNT = 50
# Of one network on all accounts together: an office behind one address.
MOST_OF_A_NETWORK = 100


class TooManyAttempts(Exception):
    """Carries the moment from which another try is taken."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def until_minute(self) -> datetime:
        """The moment, rounded up to a whole minute: what a clock shows."""
        rest = timedelta(seconds=self.until.second, microseconds=self.until.microsecond)
        return self.until - rest + timedelta(minutes=1) if rest else self.until

    def seconds_from(self, now: datetime) -> int:
        """Whole seconds to wait, rounded up, one at least."""
        return max(1, ceil((self.until - now).total_seconds()))


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries, as keyed hashes; `network` is "" where it is not counted. `is_known` says that the
    browser has signed in to the account before."""

    account: str
    network: str
    pair: str
    is_known: bool


def attempt_of(name: str, address: str, known_browser: str = "") -> Attempt:
    """Return the hashes of a try: the name as it was typed, the client's IP address, and the number
    of a browser that is known for this account.

    Keyed with SECRET_KEY: who has the table alone cannot try out all addresses.
    """
    account = account_hash(name)
    if known_browser:
        return Attempt(account, "", _hash("browser", account, known_browser), is_known=True)
    network = network_of(address)
    counted = _hash("network", network) if network else ""
    return Attempt(account, counted, _hash("pair", account, network), is_known=False)


def attempt_of_stranger(address: str) -> Attempt:
    """Return the hashes of a try of whom nobody knows yet who he is: counted by the network
    alone."""
    nobody, network = _hash("nobody", secrets.token_hex(16)), network_of(address)
    return Attempt(nobody, _hash("network", network) if network else "", nobody, is_known=False)


def code_attempt_of(name: str) -> Attempt:
    """Return the hashes of a try of a second factor. It counts by itself, and all networks together
    as one: whoever tries has the password, and tries 10 of a million codes in a quarter of an hour.
    """
    return attempt_of(f"{name}\0code", "")


def account_hash(name: str) -> str:
    """Return what stands for an account's name: composed as Django composes it (NFKC)."""
    return _hash("account", normalize("NFKC", name))


def take(attempt: Attempt) -> None:
    """Count a try before its password is looked at; raises TooManyAttempts, and counts nothing,
    where a limit is reached.

    Before, so that many at one moment are not all let through. A try that is refused adds nothing:
    who goes on trying puts nobody's next try off.
    """
    now = timezone.now()
    with transaction.atomic():
        lock_until_commit(Lock.SIGN_IN_ATTEMPTS)
        tidy(now)
        until = max(filter(None, _ends(attempt, now)), default=None)
        if until:
            raise TooManyAttempts(until)
        SignInAttempt.objects.create(**asdict(attempt), made_at=now)


def forget(attempt: Attempt) -> None:
    """Forget an account's tries: somebody has signed in to it."""
    SignInAttempt.objects.filter(account=attempt.account).delete()


def tidy(now: datetime | None = None) -> int:
    """Remove what counts no more; return how many rows."""
    before = (now or timezone.now()) - WINDOW
    return SignInAttempt.objects.filter(made_at__lte=before).delete()[0]


def _ends(attempt: Attempt, now: datetime) -> Iterable[datetime | None]:
    """For each limit of a try the moment at which it allows one more, None where it does now."""
    limits: list[tuple[dict, int]] = [({"pair": attempt.pair}, MOST_OF_A_PAIR)]
    if not attempt.is_known:
        limits.append(({"account": attempt.account, "is_known": False}, MOST_OF_AN_ACCOUNT))
    if attempt.network:
        limits.append(({"network": attempt.network}, MOST_OF_A_NETWORK))
    for values, most in limits:
        tries = SignInAttempt.objects.filter(
            made_at__gt=now - WINDOW, made_at__lt=now + WINDOW, **values
        )
        moments = tries.order_by("-made_at").values_list("made_at", flat=True)[most - 1 : most]
        oldest = next(iter(moments), None)
        yield oldest + WINDOW if oldest else None


def _hash(*words: str) -> str:
    return salted_hmac("articles.sign_in", "\0".join(words), algorithm="sha256").hexdigest()[:32]
