"""Check of the backups' age."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from articles.backups.last_backup import last_backup
from articles.doctor import Problem, check, warning

# What two clocks may differ by.
_ALLOWED = timedelta(minutes=1)
_MEND = "Run: manage.py backup FILE, every night from cron (docs/configuration.md, Backups)."


@check("backups", "Backups")
def backups_are_young() -> Iterator[Problem]:
    """`manage.py backup` has run lately, and its file is still there."""
    if settings.BACKUP_DAYS == 0:
        return
    last = last_backup()
    if last is None:
        yield warning("No backup of this site was ever made.", mend=_MEND)
        return
    age = datetime.now(UTC) - last.made_at
    if age < -_ALLOWED:
        yield warning(
            f"The last backup is dated {last.made_at:%Y-%m-%d %H:%M} UTC, which has not come yet:"
            f" nobody can tell how old it is: {last.where}",
            mend="Set the clock (timedatectl), and make another backup.",
        )
    if age > timedelta(days=settings.BACKUP_DAYS):
        yield warning(f"The last backup is {age.days} days old: {last.where}", mend=_MEND)
    if "://" not in last.where and not Path(last.where).exists():
        yield warning(
            f"The last backup, {last.where}, is not there any more.",
            mend="Look whether it was taken to another machine; if not, make another.",
        )
