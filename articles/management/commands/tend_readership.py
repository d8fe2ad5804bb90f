"""manage.py tend_readership: run the daily cleanup of readers' data."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from articles.audience.daily_cleanup import upkeep


class Command(BaseCommand):
    help = (
        "Takes views older than 30 days out of the window, gives new articles their row of numbers,"
        " forgets who voted before today, who tried to sign in and what nobody has looked for in 90"
        " days, and removes unknown addresses that lead somewhere by now, and what is older in the"
        " audit log than AUDIT_DAYS. The server does it by"
        " itself once a day; it may be run at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = upkeep(datetime.now(UTC).date())
        self.stdout.write(
            f"Days that left the window: {done.days:,}. Articles given numbers: {done.articles:,}."
            f" Removed: votes and old notes {done.feedback:,}, addresses {done.addresses:,},"
            f" tries to sign in {done.sign_ins:,}, searches {done.searches:,},"
            f" entries of the audit log {done.audit_entries:,}, sessions {done.sessions:,}."
        )
