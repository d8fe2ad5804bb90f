"""manage.py backup FILE|s3://…: one archive of database and media, while the site runs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.backups.backup import back_up
from articles.backups.database_copy import CopyFailed
from articles.backups.places import Place, parse_place, size
from articles.management.audited_command import audit_command
from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes one archive of the database, as it is at one moment, and of all uploaded files."
        " The site runs on meanwhile. A file that exists is never written over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", metavar="FILE|s3://BUCKET/NAME", type=parse_place)

    def handle(self, *args: Any, **options: Any) -> None:
        place: Place = options["place"]
        progress = Progress(self.stderr, unit="files")
        try:
            made = back_up(place, progress.update)
        except CopyFailed as error:
            raise CommandError(f"The database could not be copied: {error}") from error
        except OSError as error:
            raise CommandError(f"{place} was not written: {error}") from error
        finally:
            progress.close()
        audit_command(self, f"manage.py backup {place}")
        for name in made.gone:
            self.stderr.write(self.style.WARNING(f"deleted meanwhile: {name}"))
        files = len(made.manifest.files) - 1
        self.stdout.write(
            f"{place}: the database and {files:,} uploaded files{_size_in_words(place)}."
        )


def _size_in_words(place: Place) -> str:
    """What is no part of the backup: a bucket that does not answer any more has it all the same."""
    try:
        return f", {size(place) / 1e6:,.1f} MB"
    except OSError:
        return ""
