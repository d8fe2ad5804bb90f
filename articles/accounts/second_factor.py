"""Second factor of accounts: who has one, who must have one, and what a session has shown of it.

A session says how it stands: `due` where the account has a second factor that was not shown yet,
`passed`, or `none` where the account has none. Who signs in by whatever way begins here
(`begin_session`, by Django's signal), so that no way of signing in can forget it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q

from articles.accounts.recovery_codes import codes_left
from articles.models import AuthenticatorApp, Passkey, RecoveryCode

DUE, PASSED, NONE = "due", "passed", "none"
_STANDING, _CONFIRMED_AT = "factor_standing", "confirmed_at"
# So long a password or a factor speaks for whoever changes passwords, factors or rights.
CONFIRMED_FOR = timedelta(minutes=15)
# Whoever may give rights to themselves or to others.
_MANAGES_ACCOUNTS = [
    f"auth.{verb}_{model}" for model in ("user", "group") for verb in ("add", "change", "delete")
]


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has: when its app was set up, its passkeys, its unused recovery codes."""

    app_since: datetime | None
    passkeys: list[Passkey]
    codes_left: int

    @property
    def number(self) -> int:
        return bool(self.app_since) + len(self.passkeys)


def factors_of(user: Any) -> Factors:
    """Return what an account has, passkeys as they were added."""
    app_since = AuthenticatorApp.objects.filter(user=user).values_list("made_at", flat=True).first()
    passkeys = list(Passkey.objects.filter(user=user).order_by("pk"))
    return Factors(app_since, passkeys, codes_left(user))


def has_factor(user: Any) -> bool:
    """Return whether an account has an app or a passkey. Recovery codes alone are none."""
    any_of_both = Q(authenticator_app__isnull=False) | Q(passkeys__isnull=False)
    return get_user_model().objects.filter(any_of_both, pk=user.pk).exists()


def is_required(user: Any) -> bool:
    """Return whether somebody must have a second factor: whoever manages accounts, superusers
    among them, unless REQUIRE_SECOND_FACTOR says otherwise."""
    return settings.REQUIRE_SECOND_FACTOR and any(map(user.has_perm, _MANAGES_ACCOUNTS))


def reset(user: Any) -> str:
    """Take all second factors away from an account; return what they were, "" where it had none."""
    factors = factors_of(user)
    for model in (AuthenticatorApp, Passkey, RecoveryCode):
        model.objects.filter(user=user).delete()
    return ", ".join(_named(factors))


def begin_session(*, request: Any, user: Any, **kwargs: Any) -> None:
    """Note in a session that somebody has just signed in (receiver of `user_logged_in`)."""
    confirm(request.session)
    request.session[_STANDING] = DUE if has_factor(user) else NONE


def standing(session: SessionBase, user: Any) -> str:
    """Return DUE, PASSED or NONE; of a session from before there were second factors as the account
    has one now."""
    if _STANDING not in session:
        session[_STANDING] = DUE if has_factor(user) else NONE
    return session[_STANDING]


def look_again(session: SessionBase, user: Any) -> None:
    """Ask a session that began while its account had no second factor, and is in no list of those
    that were ended since, for the one that there is now."""
    if session.get(_STANDING) == NONE:
        del session[_STANDING]
        standing(session, user)


def pass_factor(session: SessionBase) -> None:
    """Note in a session that a second factor was shown just now."""
    session[_STANDING] = PASSED
    confirm(session)


def lose_factor(session: SessionBase) -> None:
    """Note in a session that its account has no second factor any more."""
    session[_STANDING] = NONE


def confirm(session: SessionBase) -> None:
    """Note in a session that a password or a factor was shown just now."""
    session[_CONFIRMED_AT] = int(time())


def forget_confirmed(session: SessionBase) -> None:
    """Whoever was let in without showing anything, by a provider that knows the browser, has
    confirmed nothing."""
    session.pop(_CONFIRMED_AT, None)


def is_confirmed(session: SessionBase) -> bool:
    """Return whether a password or a factor was shown within the last 15 minutes."""
    age = int(time()) - session.get(_CONFIRMED_AT, 0)
    return 0 <= age < CONFIRMED_FOR.total_seconds()


def _named(factors: Factors) -> Iterable[str]:
    if factors.app_since:
        yield "authenticator app"
    yield from (f"passkey “{passkey.name}”" for passkey in factors.passkeys)
    if factors.codes_left:
        yield f"{factors.codes_left} recovery codes"
