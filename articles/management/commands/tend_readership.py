"""manage.py tend_readership: run the daily cleanup of readers' data."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from articles.assigning import release_unfit
from articles.audience.daily_cleanup import upkeep
from articles.bulk_runs.kept_runs import tidy as tidy_bulk_runs
from articles.figures import note_today


class Command(BaseCommand):
    help = (
        "Takes views older than 30 days out of the window, gives new articles their row of numbers,"
        " forgets who voted before today, who tried to sign in and what nobody has looked for in 90"
        " days, and removes unknown addresses that lead somewhere by now, and what is older in the"
        " audit log than AUDIT_DAYS. It writes down the numbers of the day for the desk's first"
        " page, and takes what is assigned from who may not work on it any more. The"
        " server and its worker do all of it by themselves once a day; it may be run at any time."
        " What undoes bulk runs that are a year old is removed by it, and as others are begun."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        today = datetime.now(UTC).date()
        done = upkeep(today)
        note_today(today)
        release_unfit()
        runs = tidy_bulk_runs()
        self.stdout.write(
            f"Days that left the window: {done.days:,}. Articles given numbers: {done.articles:,}."
            f" Removed: votes and old notes {done.feedback:,}, addresses {done.addresses:,},"
            f" tries to sign in {done.sign_ins:,}, searches {done.searches:,},"
            f" entries of the audit log {done.audit_entries:,}, sessions {done.sessions:,},"
            f" what undoes bulk runs {runs:,}."
        )
