"""Daily cleanup that bounds every table of readers' data and deletes visitors' and editors'
traces."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from articles.accounts import audit_log, sessions
from articles.audience import feedback, search_counts, sign_in_throttle, unknown_addresses, views
from articles.publishing.effects import READINGS, ChangeSet, apply


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How many rows: days that left the window, articles given numbers, votes and old notes
    removed, unknown addresses that lead somewhere by now, tries to sign in that count no more,
    searches that nobody has made for long, entries of the audit log that are too old,
    sessions of the desk that have ended by themselves."""

    days: int
    articles: int
    feedback: int
    addresses: int
    sign_ins: int
    searches: int
    audit_entries: int
    sessions: int


def upkeep(today: date) -> Upkeep:
    """Do all of it: small transactions, each of which may be the last; any process, at any time.
    Stored pages whose order follows the views are made anew by it, once a day."""
    stamp_readings()
    return Upkeep(
        days=views.roll_out(today),
        articles=views.fill(),
        feedback=feedback.tidy(today),
        addresses=unknown_addresses.tidy(),
        sign_ins=sign_in_throttle.tidy(),
        searches=search_counts.tidy(today),
        audit_entries=audit_log.tidy(),
        sessions=sessions.tidy(),
    )


@transaction.atomic
def stamp_readings() -> None:
    """Say that what is ordered by views may stand in another order by now."""
    apply(ChangeSet(stamps={READINGS}))
