"""manage.py restore FILE|s3://…: put a backup in the place of the site's database and media."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.backups.archive import Damaged
from articles.backups.database_copy import CopyFailed
from articles.backups.places import Place, parse_place
from articles.backups.restore import Refused, restore
from articles.management.audited_command import audit_command


class Command(BaseCommand):
    help = (
        "Puts a backup into an empty site, after every file of it was checked. The database is"
        " replaced in one transaction, and brought to this version of the software."
    )
    # There may be no tables yet.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", metavar="FILE|s3://BUCKET/NAME", type=parse_place)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="also where the site holds a library, all of which is then gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        place: Place = options["place"]
        try:
            restored = restore(place, replace=options["replace"])
        except Damaged as error:
            raise CommandError(f"{place} is damaged: {error}. Nothing was changed.") from error
        except Refused as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except CopyFailed as error:
            raise CommandError(f"The database is as it was: {error}") from error
        except OSError as error:
            raise CommandError(f"{place} was not restored: {error}") from error
        audit_command(self, f"manage.py restore {place}, of {restored.manifest.made_at}")
        self.stdout.write(
            f"Restored what {place} held at {restored.manifest.made_at}:"
            f" {len(restored.manifest.files) - 1:,} uploaded files and the database."
        )
        if restored.extra:
            self.stdout.write(
                f"{len(restored.extra):,} uploaded files are in no part of it; they stay."
            )
