"""Sessions of accounts: noted when they begin and once an hour, listed, and ended.

Works with any engine that keeps sessions on the server (SESSION_ENGINE): Django's own methods ask
whether a session is there, and delete it.
"""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.accounts.audit_log import shortened
from articles.accounts.browser_family import browser_family
from articles.models import AccountSession

_HOUR = timedelta(hours=1)


def note(user: Any, session: SessionBase, *, user_agent: str, address: str) -> None:
    """Note that an account was seen in a session just now; the first time, that it began."""
    if not session.session_key:
        session.save()
    now = timezone.now()
    seen = {
        "user": user,
        "browser": browser_family(user_agent),
        "address": shortened(address),
        "seen_at": now.replace(minute=0, second=0, microsecond=0),
    }
    AccountSession.objects.update_or_create(
        session_key=session.session_key, defaults=seen, create_defaults=seen | {"begun_at": now}
    )


def sessions_of(user: Any) -> list[AccountSession]:
    """Return the sessions of an account that go on, the one seen last first. Those that have ended
    by themselves meanwhile are forgotten."""
    tidy()
    rows = list(AccountSession.objects.filter(user=user).order_by("-seen_at", "-pk"))
    store = _store()()
    gone = [row.pk for row in rows if not store.exists(row.session_key)]
    AccountSession.objects.filter(pk__in=gone).delete()
    return [row for row in rows if row.pk not in gone]


def end(rows: QuerySet[AccountSession]) -> int:
    """End sessions: their next request is a stranger's. Returns how many there were."""
    with transaction.atomic():
        keys = list(rows.values_list("session_key", flat=True))
        for key in keys:
            _store()(key).delete()
        AccountSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all(user: Any, *, but: str | None = None) -> int:
    """End an account's sessions, but the one of a key."""
    return end(AccountSession.objects.filter(user=user).exclude(session_key=but or ""))


def forget(session_key: str | None) -> None:
    """Forget a session that its owner has ended by signing out."""
    AccountSession.objects.filter(session_key=session_key or "").delete()


def follow(before: str | None, after: str | None) -> None:
    """Keep the row of a session whose key Django has changed (`update_session_auth_hash`)."""
    if before and after and before != after:
        AccountSession.objects.filter(session_key=before).update(session_key=after)


def tidy(now: datetime | None = None) -> int:
    """Forget sessions whose cookie has ended; return how many."""
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE) + _HOUR
    old = AccountSession.objects.filter(seen_at__lt=(now or timezone.now()) - age)
    return old.delete()[0]


def _store() -> type[SessionBase]:
    return import_module(settings.SESSION_ENGINE).SessionStore
